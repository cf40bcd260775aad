# SPDX-License-Identifier: EUPL-1.2
"""The files of examples, server/contract/examples/*.jsonl: a line each, {"of":KEY,"value":…}, as the contract holds them.

What differs from one recording to the next is written the same each time: identifiers by their order, instants of the real
clock on the day of the sandbox, what opens something as what it looks like."""

import json
import re
import time

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
TOKEN = re.compile(r"clea_(test|live)_[0-9A-Za-z_-]{40}")
NAME = re.compile(r"Candidat ([A-Z][a-z]*)")
HOST = re.compile(r"http://127\.0\.0\.1:\d+")
FIRST_NAME = re.compile(r"Prénom ([A-Z][a-z]*)")
SURNAMES = ("Moreau", "Fournier", "Girard", "Lambert", "Rousseau", "Mercier", "Blanchard", "Gauthier", "Perrin", "Robin", "Clément", "Marchand",
            "Dufour", "Meunier", "Brunet", "Blanc", "Garnier", "Chevalier", "Rolland", "Lacroix", "Barbier", "Aubert", "Renaud", "Leclercq", "Carpentier")
FIRST_NAMES = ("Camille", "Louise", "Karim", "Chloé", "Mathis", "Inès", "Hugo", "Fatou", "Lucas", "Manon", "Théo", "Aminata", "Jules", "Sarah")
FILES = ("requests", "answers", "problems")


def file_of(key):
    return "requests" if ".request" in key else "answers" if "." in key and key.split(".")[1].isdigit() else "problems"


def key_of(of):
    """The recorder's word for it as a key: "problem CODE", "ID request EVENT", "ID 201"."""
    words = of.split()
    return words[1] if words[0] == "problem" else ".".join(words)


class Written:
    def __init__(self, day):
        self.day = day
        self.ids, self.names = {}, {}

    def _id(self, found):
        number = self.ids.setdefault(found[0], len(self.ids) + 1)
        return f"01944f0a-{number:04x}-7c3b-8a2e-5d1c0b9f4e21"

    def _name(self, found):
        number = self.names.setdefault(found[0], len(self.names))
        turn, place = divmod(number, len(SURNAMES))
        return SURNAMES[place] + (f"-{SURNAMES[(place + turn) % len(SURNAMES)]}" if turn else "")

    def text(self, text, window):
        """Instants of the real clock keep their order."""
        began, ended = (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)) for at in window)
        real = sorted({instant for instant in INSTANT.findall(text) if began <= instant[:19] <= ended})
        for place, instant in enumerate(real):
            text = text.replace(instant, f"{self.day}T09:{30 + place // 60:02d}:{place % 60:02d}.000Z")
        text = TOKEN.sub(lambda found: f"clea_{found[1]}_" + "0" * 40, text)
        text = HOST.sub("https://clea.example", text)
        text = FIRST_NAME.sub(lambda found: FIRST_NAMES[sum(map(ord, found[1])) % len(FIRST_NAMES)], text)
        return NAME.sub(self._name, UUID.sub(self._id, text))

    def lines(self, heard):
        """{file: lines} of what was recorded: {key: {"body", "english", "window"}}."""
        values = {}
        for key, one in heard.items():
            window = one["window"]
            parts = {key: one["body"], f"{key}.en": one.get("english")}
            for name, body in parts.items():
                if body is not None:
                    values[name] = (body, window)
        found = {name: [] for name in FILES}
        for name in sorted(values):
            body, window = values[name]
            text = self.text(json.dumps(shortened(body), ensure_ascii=False, separators=(",", ":")), window)
            found[file_of(name)].append('{"of":"%s","value":%s}\n' % (name, text))
        return found


def read(folder):
    """{key: value} of the files."""
    found = {}
    for name in FILES:
        path = folder / f"{name}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            one = json.loads(line)
            assert one["of"] not in found, one["of"]
            found[one["of"]] = one["value"]
    return found


# Longer ones are cut: of a list its first items, of what has no shape of its own nothing. Grids are left whole.
LONG = 12000


def size(body):
    return len(json.dumps(body, ensure_ascii=False))


def shortened(body):
    if size(body) <= LONG:
        return body
    found = {name: value[:2] if isinstance(value, list) else value for name, value in body.items()}
    return {name: {} if isinstance(value, dict) and size(value) > LONG else value for name, value in found.items()}


HIDDEN = {"redacted_fields"}


def is_alike(example, answer):
    """The same members of the same types; null is of any type, and each item of a list is like some item of the other. What was hidden
    from whoever asked is told of the caller, and not of the answer."""
    if example is None or answer is None:
        return True
    if isinstance(example, dict):
        told = set(example) - HIDDEN
        return isinstance(answer, dict) and told == set(answer) - HIDDEN and all(is_alike(example[name], answer[name]) for name in told)
    if isinstance(example, list):
        return isinstance(answer, list) and (not answer or all(any(is_alike(item, other) for other in answer) for item in example))
    return type(example) is type(answer)
