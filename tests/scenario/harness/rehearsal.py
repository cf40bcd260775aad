# SPDX-License-Identifier: EUPL-1.2
"""Every write of every story is run dry first: the same status and code as the real call, and no row of any table changed.

The digest of the whole database costs more than a request: it is taken around every `every`-th dry run, and around the first ones of
each act (an operation, or an event of one) that are accepted: behind all the stories, every write of the contract was one of them. Reads
are logged (access_log), dry or not, so are refusals of the role, which come before it is known whether a run is dry (audit), unknown
callers counted (refused_caller), and when a key was last used is noted behind its request (api_key_use): those tables are left out, as is
what counts vain tries of a code, dry or not (sight_code), and
seen.py judges what the logs hold."""

import collections
import threading

from .runner import expect, expect_equal

WRITES = ("POST", "PUT", "PATCH", "DELETE")
# POSTs that only read.
EXEMPT = ("/searches", "/simulations", "/verifications")
# Writes of the contract that no story makes here, by their operation.
NEVER_DRY = {name: "needs a login at an identity provider: tests/login runs it dry" for name in ("endLogin", "leaveLogin")}

DIGEST = """
select md5(string_agg(t.digest, ',' order by t.name)) from (
    select c.relname as name,
           c.relname || (xpath('/row/d/text()', query_to_xml(format(
               'select md5(coalesce(string_agg(%1$s, chr(10) order by %1$s), %2$L)) as d from %3$I x',
               case c.relname when 'sight_code' then '(to_jsonb(x) - ''wrong_count'' - ''wrong_at'')::text' else 'x::text' end,
               '', c.relname), false, true, '')))[1]::text as digest
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ('access_log', 'audit', 'refused_caller', 'api_key_use')) as t"""


class Rehearsal:
    def __init__(self, instance, contract, every=10, first=2):
        self.instance, self.contract, self.every, self.first = instance, contract, every, first
        self.count = self.digests = 0
        self.acts = collections.Counter()  # accepted and looked at, each by its operation and event

    def act(self, method, path, body):
        _, operation = self.contract.find(method, path)
        event = body.get("event") if isinstance(body, dict) else None
        return (operation or {}).get("operationId"), event

    def never_dry(self):
        """Operations of the contract that write, of which no dry run was accepted and seen to leave no trace."""
        seen = {operation for operation, _ in self.acts}
        return sorted(operation["operationId"] for (method, path), operation in self.contract.operations.items()
                      if method in WRITES and not path.endswith(EXEMPT) and operation["operationId"] not in seen | set(NEVER_DRY))

    def dry(self, client, method, path, body, headers):
        """The reply of the dry run, or None for what is not rehearsed."""
        bare = path.split("?")[0]
        if threading.current_thread() is not threading.main_thread():
            return None  # calls at the same moment: who comes first is not known beforehand
        if method not in WRITES or "dry_run=" in path or bare.endswith(EXEMPT):
            return None
        self.count += 1
        act = self.act(method, path, body)
        is_digested = self.count % self.every == 0 or self.acts[act] < self.first
        before = self.instance.sql(DIGEST) if is_digested else None
        # The key is another one: a dry run is never replayed, nor does it take the key of the real call.
        own = {name: value for name, value in (headers or {}).items()}
        if "Idempotency-Key" in own:
            own["Idempotency-Key"] = own["Idempotency-Key"][:200] + "-dry"
        reply = client.send(method, path + ("&" if "?" in path else "?") + "dry_run=true", body, headers=own, checks=False)
        if is_digested:
            self.digests += 1
            expect_equal(self.instance.sql(DIGEST), before, f"tables around the dry run of {method} {bare}")
            self.acts[act] += reply.status < 400
        return reply

    @staticmethod
    def answer(reply):
        """What a client decides on: `reasons` of an accepted reply may be anything."""
        return (reply.status, reply.code, sorted(reply.reasons)) if reply.status >= 400 else (reply.status,)

    @staticmethod
    def compare(dry, real):
        if real.headers.get("Idempotency-Replayed") or real.status == 404 or real.status >= 500:
            return
        expect_equal(Rehearsal.answer(dry), Rehearsal.answer(real), f"dry and real {real.method} {real.path}")
        expect(dry.status >= 400 or dry.headers.get("Dry-Run") == "true", f"{dry} does not say that it was dry")
