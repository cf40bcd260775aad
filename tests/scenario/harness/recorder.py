# SPDX-License-Identifier: EUPL-1.2
"""Keeps what the server answered, for the examples of the contract: of each operation and status, and of each code of a
refusal, the answer that shows the most and is not long.

    CLEA_TEST_EXAMPLES=FILE tests/SUITE/run.py      adds what was heard to the file, a line each
    tests/examples/run.py --write FILE…             chooses, and writes server/contract/examples

Answers in words are asked for again in English: of reads, and of refusals, neither of which changes anything."""

import atexit
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

# Longer ones are kept only where there is nothing shorter.
LONG = 2500
SAFE = ("GET",)


def leaves(body):
    """How many values there are that say something."""
    if isinstance(body, dict):
        return sum(map(leaves, body.values()))
    if isinstance(body, list):
        return sum(map(leaves, body[:2]))
    return body is not None


def worth(answer):
    """The higher the better: short ones first, of those what says most."""
    size = len(json.dumps(answer, ensure_ascii=False))
    return (1, leaves(answer), -size) if size <= LONG else (0, -size, 0)


def codes_shown(body):
    """{code: how well the document shows it} of a refusal: best as the only thing that is wrong."""
    if "code" not in body:  # no refusal: /readyz says 503 in words of its own
        return {}
    items = [*body.get("reasons", []), *body.get("errors", [])]
    found = {item["code"]: (len(items) == 1, item["code"] == body["code"]) for item in items}
    return {body["code"]: (len(items) <= 1, True)} | found


class Recorder:
    def __init__(self, path, contract):
        self.path, self.contract = path, contract
        self.lock = threading.Lock()
        self.began = time.time()
        self.kept = {}  # what it is an example of -> (worth, {…})
        atexit.register(self.save)

    def save(self):
        with self.lock, open(self.path, "a", encoding="utf-8") as out:
            for of, (value, heard) in sorted(self.kept.items()):
                line = {"of": of, "worth": value, "window": [self.began, time.time()]} | heard
                out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _is_better(self, of, value):
        with self.lock:
            return of not in self.kept or value > self.kept[of][0]

    def _keep(self, of, value, heard):
        with self.lock:
            if of not in self.kept or value > self.kept[of][0]:
                self.kept[of] = (value, heard)

    @staticmethod
    def _again(client, method, path, headers, data):
        """The same in English, on a connection of its own and past everything that counts answers."""
        request = urllib.request.Request(client.base_url + path, data=data, method=method, headers=headers | {"Accept-Language": "en"})
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return json.loads(reply.read())
        except urllib.error.HTTPError as error:
            return json.loads(error.read())
        except (OSError, ValueError):
            return None

    def note(self, client, method, path, headers, data, body, reply):
        _, operation = self.contract.find(method, path)
        if operation is None and reply.status >= 400 and isinstance(reply.body, dict):
            operation = {"operationId": "-"}  # a refusal of the protocol
        if operation is None or "Accept-Language" in headers or reply.headers.get("Content-Language") == "en":
            return
        if reply.status < 300 and isinstance(body, dict) and "dry_run" not in path:
            self._keep(" ".join(filter(None, (operation["operationId"], "request", body.get("event")))), worth(body), {"body": body})
        if not isinstance(reply.body, dict):
            return
        if reply.status >= 400:
            self._refused(client, method, path, headers, data, operation, reply)
        elif reply.status < 300:
            self._answered(client, method, path, headers, operation, reply)

    def _answered(self, client, method, path, headers, operation, reply):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)
        if {"dry_run", "fields", "include"} & set(query) or "Idempotency-Replayed" in reply.headers or reply.body.get("redacted_fields"):
            return
        name, answer = operation["operationId"], reply.body
        is_paged = any(parameter.get("$ref", "").endswith("/Limit") for parameter in operation.get("parameters", []))
        if method in SAFE and is_paged and len(answer.get("data", [])) > 1 and "limit" not in query:
            path += ("&" if "?" in path else "?") + "limit=1"
            answer = self._again(client, method, path, headers | {"Accept-Language": "fr"}, None) or answer
        of = f"{name} {reply.status}"
        value = (bool(answer.get("data", True)), *worth(answer))
        if not self._is_better(of, value):
            return
        english = self._again(client, method, path, headers, None) if method in SAFE else None
        heard = {"body": answer}
        if english and english != answer and set(english) == set(answer):
            heard["english"] = english
        self._keep(of, value, heard)

    def _refused(self, client, method, path, headers, data, operation, reply):
        english = None
        for code, shown in codes_shown(reply.body).items():
            of, value = f"problem {code}", (*shown, len(reply.body.get("errors", [])) <= 3, *worth(reply.body))
            if not self._is_better(of, value):
                continue
            english = english or self._again(client, method, path, headers, data)
            heard = {"body": reply.body, "operation": operation["operationId"]}
            if english and english.get("code") == reply.body["code"]:
                heard["english"] = english
            self._keep(of, value, heard)
