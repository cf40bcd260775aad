# SPDX-License-Identifier: EUPL-1.2
"""What a list says in every layout is what its JSON says: read back by what others read such formats with."""

import csv
import io
import json
import re
import urllib.parse

MEDIA = {"csv": "text/csv", "ndjson": "application/x-ndjson", "text": "text/plain"}
MARK = "\ufeff"
# Where a cell begins for a spreadsheet that splits at either separator, at TABs or at every line, blanks and quotes before it or not.
BEGINS = re.compile(r"(?:^|[,;\t\r\n])[ \"']*$")
# Their rows are made by being read.
GROWING = ("listCandidacyAccesses",)


def with_query(path, **parameters):
    return path + ("&" if "?" in path else "?") + urllib.parse.urlencode(parameters)


def defused(text):
    """With an apostrophe in front of what a spreadsheet would run."""
    def is_formula(i):
        return text[i] in ("=+-@\t\r\n" if i == 0 else "=+-@\t") and BEGINS.search(text[:i])
    return "".join("'" * bool(is_formula(i)) + sign for i, sign in enumerate(text))


def as_cell(value):
    """A value of the JSON as a cell of CSV says it; lists and objects are compared as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return defused(value)
    return value if isinstance(value, (list, dict)) else str(value)


def read_csv(text, delimiter=","):
    """(header, rows as they are)"""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert all(len(row) == len(rows[0]) for row in rows), f"rows of another length: {text[:300]}"
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def csv_faults(text, data, columns, delimiter=","):
    header, rows = read_csv(text, delimiter)
    if header != columns:
        return [f"columns {header}, not {columns}"]
    if len(rows) != len(data):
        return [f"{len(rows)} rows, not {len(data)}"]
    wrong = []
    for row, wanted in zip(rows, data):
        for name, cell in row.items():
            value = as_cell(wanted.get(name))
            said = json.loads(cell) if isinstance(value, (list, dict)) else cell
            if said != value:
                wrong.append(f"{name}: {cell!r}, not {value!r}")
    return wrong


def read_ndjson(text):
    """(rows, the last line)"""
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    assert text.endswith("\n") and lines and lines[-1].get("end") is True, f"it does not end: {text[-200:]!r}"
    return lines[:-1], lines[-1]


class Layouts:
    """Of each operation that lists, what the contract says of its columns."""

    def __init__(self, contract):
        self.members, self.hides, self.includes = {}, {}, {}
        for operation in contract.operations.values():
            offered = [parameter for parameter in operation.get("parameters", []) if parameter.get("name") == "fields"]
            if offered:
                self.members[operation["operationId"]] = offered[0]["schema"]["items"]["enum"]
            for parameter in operation.get("parameters", []):
                if parameter.get("name") == "include":
                    self.includes[operation["operationId"]] = parameter["schema"]["items"]["enum"]
            content = operation["responses"].get("200", {}).get("content", {})
            if offered and "text/csv" in content:
                listed = contract.resolved(content["application/json"]["schema"])
                item = contract.resolved(listed["properties"]["data"]["items"])
                self.hides[operation["operationId"]] = "redacted_fields" in item["properties"]

    def is_list(self, operation):
        return operation in self.hides

    def columns(self, operation):
        return self.members[operation] + ["redacted_fields"] * self.hides[operation]

    def faults(self, operation, client, method, path, options, before):
        """What is said otherwise than in JSON. `before`: the answer in JSON."""
        def ask(**parameters):
            return client.send(method, with_query(path, **parameters), **options)

        def in_format(name, **parameters):
            reply = ask(format=name, **page, **parameters).must(200)
            kind = reply.headers["Content-Type"].split(";")[0]
            return reply.raw.decode(), [] if kind == MEDIA[name] else [f"{name} is {kind}"]

        page = {} if before.body["page"]["limit"] is None or "limit=" in path else {"limit": before.body["page"]["limit"]}
        members, columns = self.members[operation], self.columns(operation)
        data, wrong = before.body["data"], []
        comma, faults = in_format("csv")
        wrong += faults
        semicolon, _ = in_format("csv", separator="semicolon", bom="true")
        lines, faults = in_format("ndjson")
        wrong += faults
        text, faults = in_format("text")
        wrong += faults
        chosen = members[-1:] + members[:1]
        some = ask(fields=",".join(chosen), **page).must(200)
        by_accept = client.send(method, with_query(path, **page) if page else path,
                                **{**options, "headers": {**options.get("headers", {}), "Accept": "text/csv, application/json;q=0.5"}}).must(200)
        if by_accept.headers["Content-Type"].split(";")[0] != "text/csv":
            wrong.append("Accept does not choose")
        if not semicolon.startswith(MARK) or comma.startswith(MARK):
            wrong.append("the byte order mark")
        rows, end = read_ndjson(lines)
        if operation not in GROWING and len(text.splitlines()) != len(data) + 2:
            wrong.append(f"{len(text.splitlines())} lines of text for {len(data)} rows")
        if operation not in GROWING:
            wrong += csv_faults(comma, data, columns)
            wrong += csv_faults(semicolon.removeprefix(MARK), data, columns, ";")
            if rows != data:
                wrong.append(f"NDJSON {rows[:1]}, not {data[:1]}")
            wanted = [{name: row[name] for name in chosen} for row in data]
            if [{name: row.get(name) for name in row if name != "redacted_fields"} for row in some["data"]] != wanted:
                wrong.append(f"fields={chosen}: {some['data'][:1]}, not {wanted[:1]}")
            chosen_csv = ask(format="csv", fields=",".join(chosen), **page).must(200).raw.decode()
            wrong += csv_faults(chosen_csv, some["data"], chosen)
            following = before.body["page"]["next_cursor"]
            if (end["count"], end["is_complete"], end["next_cursor"]) != (len(data), following is None, following):
                wrong.append(f"it ends with {end}, page {before.body['page']}")
        if operation in self.includes:
            names = self.includes[operation]
            beside = ask(include=",".join(names), **page).must(200)
            lines, _ = read_ndjson(in_format("ndjson", include=",".join(names))[0])
            for name in names:
                pointed = beside["included"][name]
                ids = {row.get(key) for row in beside["data"] for key in (name, f"{name}_id") if row.get(key)}
                if set(pointed) != ids:
                    wrong.append(f"include={name}: {sorted(pointed)}, not {sorted(ids)}")
                if operation not in GROWING and [line["included"][name] for line in lines] != [
                        pointed.get(row.get(f"{name}_id") or row.get(name)) for row in beside["data"]]:
                    wrong.append(f"include={name} in NDJSON is not what JSON says")
        return wrong
