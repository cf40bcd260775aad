# SPDX-License-Identifier: EUPL-1.2
"""Statements that serve several askers (server/db/statement.h): what an item is answered does not depend on whose items stand beside it.

The items are those of the log, and each of them once more with the scope of somebody else."""

import collections
import re

from told import SERVES, literal, psql

ITEMS = 5  # of each statement and role, beside those with another's scope
ASKER = 3  # parameters that say who asks
WRITES = re.compile(r"^\s*(update|insert|delete)\b|\b(insert into|delete from)\b", re.M)


def elements(text):
    """Of the text form of an array: None is NULL."""
    found, at = [], 1
    while at < len(text) - 1:
        if text[at] == '"':
            value, at = "", at + 1
            while text[at] != '"':
                at += text[at] == "\\"
                value += text[at]
                at += 1
            at += 1
        else:
            end = at
            while text[end] not in ",}":
                end += 1
            value, at = text[at:end], end
            value = None if value == "NULL" else value
        found.append(value)
        at += 1
    return found


def array(values):
    quoted = ["NULL" if value is None else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values]
    return "{" + ",".join(quoted) + "}"


def items_of(sent):
    """{(statement, role): (text, [items])} of those that serve askers and only read."""
    found = {}
    for one in sent:
        if not SERVES.search(one.text) or WRITES.search(re.sub(r"--[^\n]*", "", one.text)):
            continue
        _, items = found.setdefault((one.statement, one.role), (one.text, []))
        for item in zip(*map(elements, one.parameters[2:])):
            if item not in items:
                items.append(item)
    return found


def chosen(items):
    """Few of them, of as many askers as there are; each then with the scope of the next one."""
    by_asker = collections.defaultdict(list)
    for item in items:
        by_asker[item[:ASKER]].append(item)
    own = [group[number] for number in range(ITEMS) for group in by_asker.values() if number < len(group)][:ITEMS]
    others = [own[(number + 1) % len(own)][:ASKER] + item[ASKER:] for number, item in enumerate(own)]
    return [item for pair in zip(own, others) for item in pair], len({item[:ASKER] for item in own})


def asked(text, items):
    """What each item is answered, in one execution: a line an item, a digest of its rows."""
    arguments = ", ".join(["null", "null"] + [literal(array(values)) for values in zip(*items)])
    return (f"begin; prepare p(text, uuid) as with q as ({text}\n) select item, md5(string_agg((to_jsonb(q) - 'item')::text, '|' order by "
            f"(to_jsonb(q) - 'item')::text)) from q group by item order by item;\nexecute p({arguments}); rollback; deallocate p;\n")


def answers(instance, role, text, items):
    script = ("set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_memoize = off; set jit = off; set timezone = 'UTC';\n"
              + asked(text, items))
    lines = [line.split("|") for line in psql(instance, "clea", script, "-U", role, "-f", "-").splitlines() if "|" in line]
    rows = {int(item): digest for item, digest in lines}
    return [rows.get(number + 1) for number in range(len(items))]


def compared(instance, sent):
    """(what differs, how many statements were compared, items that were answered, items of another's that were not)."""
    wrong, seen, shown, hidden = [], 0, 0, 0
    for (statement, role), (text, items) in sorted(items_of(sent).items()):
        some, askers = chosen(items)
        if askers < 2:
            continue
        seen += 1
        alone = [answers(instance, role, text, [item])[0] for item in some]
        shown += sum(answer is not None for answer in alone[::2])
        hidden += sum(answer is None for answer in alone[1::2])
        for order in (some, some[::-1]):
            together = answers(instance, role, text, order)
            expected = alone if order is some else alone[::-1]
            wrong += [f"{statement} ({role}): {item}" for item, one, other in zip(order, together, expected) if one != other]
    return wrong, seen, shown, hidden
