# SPDX-License-Identifier: EUPL-1.2
"""Holds every table of the product, so that who writes waits and who reads does not: all of a race have looked before the first
of them writes. And who has written waits a moment before the commit, so that the others write without seeing it. What is decided
by a look alone then loses each time, and not once in a while."""

import contextlib
import threading
import time

from psql import Psql

# Written beside every request, whatever it decides; and what the gate has to let through to see who waits.
FREE = ("access_log", "audit", "idempotency_record", "api_key")
TABLES = f"""select string_agg(format('%I', c.relname), ', ' order by c.relname) from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in {FREE}"""
# Once a transaction: what it wrote first.
LINGER = """
create table acts_gate (is_held boolean not null);
insert into acts_gate values (false);
create function acts_gate_linger() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_setting('acts.has_lingered', true) is distinct from 'true' and (select is_held from acts_gate) then
        perform set_config('acts.has_lingered', 'true', true), pg_sleep(0.03);
    end if;
    return null;
end $$;
"""
WAITING = "select count(distinct pid) from pg_locks where not granted"
PATIENCE_S, LOOK_S, STILL = 0.8, 0.01, 3
ALONE_S = 0.25  # one alone is waited with: the others may be on their way


class Gate:
    def __init__(self, instance):
        self.tables = instance.sql(TABLES)[0][0]
        instance.sql(LINGER + "".join(f"create trigger acts_gate after insert on {table} execute function acts_gate_linger();"
                                      for table in self.tables.split(", ")))
        self.psql = Psql(instance.environment, "postgres", "clea")

    def _ask(self, query):
        return self.psql.ask(query)[0][0]

    def _await_those_who_write(self, is_over, are_several):
        """Until as many as will come stand before the tables: their number stays the same for a moment. Acts on one thing come one
        after the other; those that make one come together."""
        begins, seen = time.monotonic(), []
        ends, alone = begins + PATIENCE_S, begins + (ALONE_S if are_several else 0)
        while time.monotonic() < ends and not is_over.is_set():
            time.sleep(LOOK_S)
            seen.append(int(self._ask(WAITING)))
            is_enough = seen[-1] > (1 if time.monotonic() < alone else 0)
            if len(seen) >= STILL and is_enough and len(set(seen[-STILL:])) == 1:
                return

    @contextlib.contextmanager
    def held(self, are_several):
        """Opened by itself once they all wait; the block ends when it is open again."""
        is_over = threading.Event()
        self._ask(f"update acts_gate set is_held = true; begin; lock table {self.tables} in share mode; select 'held'")

        def open_later():
            try:
                self._await_those_who_write(is_over, are_several)
            finally:
                self._ask("commit; select 'open'")

        keeper = threading.Thread(target=open_later)
        keeper.start()
        try:
            yield
        finally:
            is_over.set()
            keeper.join()
            self._ask("update acts_gate set is_held = false; select 'done'")

    def close(self):
        self.psql.close()
