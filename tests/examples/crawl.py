# SPDX-License-Identifier: EUPL-1.2
"""Reads that no fixture has asked for: every read of the contract is asked with the ids that were seen in other addresses,
by the callers that were seen there, until one is answered."""

import itertools
import re

TRIES = 240
VARIABLE = re.compile(r"\{([a-z_]+)\}")


class Crawler:
    def __init__(self, contract):
        self.contract = contract
        self.values = {}  # name of a parameter of the path, alone or behind its collection -> values, the latest last
        self.callers = {}  # token -> client

    def note(self, client, path):
        template, _ = self.contract.find("GET", path)
        template = template or self.contract.find("POST", path)[0]
        if client.token:
            self.callers.setdefault(client.token, client)
        if not template:
            return
        steps = path.partition("?")[0].split("/")
        for place, (name, value) in enumerate(zip(template.split("/"), steps)):
            if name.startswith("{"):
                known = self.values.setdefault((template.split("/")[place - 1], name[1:-1]), {})
                known.pop(value, None)
                known[value] = client.token

    def note_answer(self, body, name=""):
        """Ids in answers are those of things that have addresses: `candidacy_id`."""
        for key, value in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
            if isinstance(value, (dict, list)):
                self.note_answer(value)
            elif isinstance(value, str) and str(key).endswith("_id"):
                self.values.setdefault(key, {}).setdefault(value, None)

    def addresses(self, template, operation):
        query = "&".join(f"{parameter['name']}={self.example(parameter)}" for parameter in operation.get("parameters", [])
                         if parameter.get("in") == "query" and parameter.get("required"))
        names = VARIABLE.findall(template)
        for values in itertools.product(*(self.known(template, name) for name in names)):
            path = template
            for name, (value, _) in zip(names, values):
                path = path.replace("{%s}" % name, value)
            yield path + (f"?{query}" if query else ""), [token for _, token in values if token]

    def known(self, template, name):
        """Those of the same collection first: a `request_id` is one of several kinds."""
        collection = template.split("/")[template.split("/").index("{%s}" % name) - 1]
        near, far = self.values.get((collection, name), {}), self.values.get(name, {})
        return [*reversed(list(near.items())), *((value, token) for value, token in reversed(list(far.items())) if value not in near)]

    @staticmethod
    def example(parameter):
        value = parameter.get("example", "")
        return ",".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else value

    def ask(self, template, operation, public, favourites):
        """True when some caller was answered: first those who were seen with these ids and whoever reads everything, then all others."""
        is_open = operation.get("security") == []
        for callers_of in ((lambda seen: [*seen, *favourites[:2]]), (lambda seen: favourites[2:])):
            tries = 0
            for path, tokens in self.addresses(template, operation):
                seen = [self.callers[token] for token in dict.fromkeys(tokens) if token in self.callers]
                for client in [public] if is_open else callers_of(seen):
                    reply = client.get(path)
                    tries += 1
                    if reply.status == 200 and (not isinstance(reply.body, dict) or reply.body.get("data", True)):
                        return True
                if tries >= TRIES:
                    break
        return False
