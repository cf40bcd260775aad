# SPDX-License-Identifier: EUPL-1.2
"""Whether a tag moves with all that an answer shows: each column of the tables behind it is changed alone, and back."""

from harness.runner import expect

# By type: to another value, and back to the very same.
CHANGES = {
    "text": ("{c} || 'x'", "left({c}, -1)"),
    "integer": ("{c} + 1", "{c} - 1"),
    "bigint": ("{c} + 1", "{c} - 1"),
    "smallint": ("{c} + 1", "{c} - 1"),
    "boolean": ("not {c}", "not {c}"),
    "date": ("{c} + 1", "{c} - 1"),
    "timestamp with time zone": ("{c} + interval '1 day'", "{c} - interval '1 day'"),
}
# Nothing follows by itself, no version moves, and no check of another row is asked.
QUIETLY = "set session_replication_role = replica;"


def columns(instance, tables):
    """[(table, column, there, back)]"""
    rows = instance.sql(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER'"
        f" and table_name in ({', '.join(repr(table) for table in tables)}) order by 1, ordinal_position")
    return [(table, column, *(f"update {table} set {column} = {change.format(c=column)}" for change in CHANGES[kind]))
            for table, column, kind in rows if kind in CHANGES and column not in ("id", "version")]


def is_changed(instance, statement):
    """False when a check of the table knows only certain values."""
    return instance.sql(f"{QUIETLY} do $$ begin {statement}; exception when check_violation or unique_violation then"
                        " perform set_config('crowd.refused', 'yes', false); end $$;"
                        " select coalesce(current_setting('crowd.refused', true), '') = ''") == [["t"]]


def must_move(instance, tables, look):
    """look(): {path: (status, body, tag)}. How many columns were seen to move an answer."""
    before, shown = look(), set()
    for table, column, there, back in columns(instance, tables):
        if not is_changed(instance, there):
            continue
        after = look()
        for path, (status, body, tag) in before.items():
            if after[path][0] != status or after[path][1] == body:
                continue
            shown.add((table, column))
            expect(after[path][2] != tag, f"{path}: {table}.{column} has changed, and the tag {tag} has not")
        expect(is_changed(instance, back), f"{table}.{column} stays changed")
    expect(look() == before, "it is not as it was")
    return shown
