# SPDX-License-Identifier: EUPL-1.2
"""What a log of PostgreSQL tells of prepared statements: which were executed, by whom, in which scope, with what. And what one of them
costs when it is executed again."""

import collections
import json
import pathlib
import re
import subprocess

Execution = collections.namedtuple("Execution", "statement role scope scope_id reach parameters text")
Cost = collections.namedtuple("Cost", "pages walked")

LINE = re.compile(r"^(\d+) (\S+) (?:LOG|DETAIL):  (.*)$")
EXECUTED = re.compile(r"duration: [\d.]+ ms  execute ([a-z]\w*)(?:/\S+)?: ")
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')(?:, |$)", re.S)


def messages(text):
    """(process, role, message) of each line with those that go on."""
    found = None
    for line in text.splitlines():
        begins = LINE.match(line)
        if begins:
            if found:
                yield found
            found = [int(begins.group(1)), begins.group(2), begins.group(3), "DETAIL" in line[:60] and " DETAIL:" in line[:60]]
        elif found and line.startswith("\t"):
            found[2] += "\n" + line[1:]
    if found:
        yield found


def executions(text):
    """Every execution of a prepared statement, with the scope that its connection had set by then."""
    scopes, reaches, waiting, found = {}, {}, {}, []
    for process, role, message, is_detail in messages(text):
        if not is_detail:
            executed = EXECUTED.match(message)
            waiting[process] = (executed.group(1), message[executed.end():]) if executed else None
            continue
        known = waiting.pop(process, None)
        if not known or not message.startswith("parameters: "):
            continue
        statement, text_of_it = known
        values = [None if value == "NULL" else value[1:-1].replace("''", "'") for _, value in PARAMETER.findall(message[len("parameters: "):])]
        if statement in ("scope_set", "scope_change"):
            scopes[process], reaches[process] = tuple(values[:2]), None
        elif statement == "scope_narrow":
            reaches[process] = values[2]
        scope, scope_id = scopes.get(process, (None, None))
        found.append(Execution(statement, role, scope, scope_id, reaches.get(process), values, text_of_it))
    return found


def psql(instance, database, script, *arguments, is_whole=False):
    """What it printed, whatever it was refused; or nothing may be refused."""
    done = subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-XqtA", "-d", database, *arguments], input=script, text=True, capture_output=True,
                          env=instance.environment | {"PGOPTIONS": "-c client_min_messages=error"}, timeout=600)
    if is_whole and done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return done.stdout


def literal(value):
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def cost_of(told, was_run):
    """Pages touched, and tables that are read without saying which rows are wanted."""
    plan = json.loads(told)[0]["Plan"]
    walked = {node["Relation Name"] for node in nodes(plan)
              if node["Node Type"] == "Seq Scan" or (node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node)}
    pages = plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0) if was_run else None
    return Cost(pages, walked)


# Statements that serve several askers (server/db/statement.h).
SERVES = re.compile(r"as x\(asker_scope, asker_scope_id, asker_reach,")


def script_of(found, number):
    """The statement once planned and run, and again: the second time says what it costs. One that cannot be run a second time
    (its row is there) is planned only."""
    names = f"s{number}"
    arguments = ", ".join(map(literal, found.parameters))
    set_scope = (f"select set_config('app.scope', {literal(found.scope or '')}, true), set_config('app.scope_id', {literal(found.scope_id or '')}, true),"
                 " set_config('app.reach', '', true)")
    if SERVES.search(found.text):  # who asks has asked before: whom a person reaches is found once, and has a cost of its own
        askers = ", ".join(f"{literal(value)}::{kind}[]" for value, kind in zip(found.parameters[2:5], ("text", "uuid", "uuid")))
        set_scope += f"; select scope_enter(x.s, x.i, x.p) from unnest({askers}) as x(s, i, p) limit 1"
    narrow = f"; select scope_narrow(p) from unnest({literal(found.reach)}::uuid[]) p" if found.reach else ""
    run = f"explain (analyze, buffers, timing off, summary off, format json) execute {names}({arguments})"
    plan = f"explain (format json) execute {names}({arguments})"
    text = found.text
    return (f"prepare {names}(text, uuid) as {text};\nbegin; {set_scope}{narrow};\n"
            f"\\echo @plan {number}\n{plan};\nsavepoint s; {run};\nrollback to s;\n\\echo @run {number}\n{run};\nrollback; deallocate {names};\n")


def settings_of_the_server():
    """As the pool plans: every connection has them."""
    source = (pathlib.Path(__file__).resolve().parents[2] / "server" / "db" / "pool.c").read_text()
    common = re.search(r"common_settings\[\] =(.*?);", source, re.S).group(1)
    found = re.findall(r"-c (\w+)=([\w.]+)", common)
    assert ("plan_cache_mode", "force_generic_plan") in found, "the settings of the pool are written otherwise"
    return "".join(f"set {name} = '{value}';\n" for name, value in found)


SETTINGS = settings_of_the_server()


def explained(instance, database, all_found):
    """The cost of each, in order; None where it could not even be planned."""
    by_role, costs = collections.defaultdict(list), {}
    for number, found in enumerate(all_found):
        by_role[found.role].append((number, found))
    for role, group in by_role.items():
        script = SETTINGS
        for number, found in group:
            script += script_of(found, number)
        told = psql(instance, database, script, "-U", role, "-f", "-")
        for part in re.split(r"^@", told, flags=re.M)[1:]:
            head, _, rest = part.partition("\n")
            kind, number = head.split()
            begin = rest.find("[\n")
            end = rest.find("\n]", begin)
            if begin >= 0 and end > begin:
                costs[int(number)] = cost_of(rest[begin:end + 2], kind == "run") if kind == "run" or int(number) not in costs else costs[int(number)]
    return [costs.get(number) for number in range(len(all_found))]
