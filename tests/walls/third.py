# SPDX-License-Identifier: EUPL-1.2
"""The third wall alone: the other two are broken as a mistake would break them, and nothing leaves all the same."""

import json
import uuid

from harness.client import Client
from harness.runner import announces, expect, expect_equal

# Everybody sees every row, and every question of a statement is answered with yes.
BROKEN = """
create or replace function scope_sees_candidacy(scope text, scope_id uuid, candidacy_id uuid) returns boolean
    language plpgsql stable as $$ begin return true; end $$;
create or replace function candidate_is_visible(scope text, scope_id uuid, candidate_id uuid, created_by_org_id uuid) returns boolean
    language plpgsql stable as $$ begin return true; end $$;
do $$
declare
    name text;
begin
    for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity loop
        execute format('create policy walls_broken on %I for select to clea_app, clea_read using (true)', name);
    end loop;
end
$$;"""


def add_to(suite):
    @suite.test
    @announces("both other walls are broken")
    def without_the_other_walls_nothing_leaves(instance):
        instance.start_server()
        try:
            there = dict(zip(("candidacy", "candidate", "evaluation", "owner"), instance.sql("""
                select c.id, c.candidate_id, e.id, c.owner_org_id from candidacy c join evaluation e on e.candidacy_id = c.id
                where c.owner_org_id <> (select owner_org_id from candidacy group by 1 order by count(*) desc limit 1)
                order by c.id limit 1""")[0]))
            here = instance.sql("select owner_org_id from candidacy group by 1 order by count(*) desc limit 1")[0][0]
            mine = next(token for role, token, scope_id in tokens(instance) if role == "REFERENT" and scope_id == here)
            own = Client(instance.base_url, mine)
            paths = ["/v1/candidacies/{candidacy}", "/v1/candidates/{candidate}", "/v1/candidacies/{candidacy}/evaluations",
                     "/v1/evaluations/{evaluation}", "/v1/evaluations/{evaluation}/sittings"]
            for path in paths:
                own.get(path.format(**there)).must(404)
            fine = own.get("/v1/candidacies?limit=1").must(200)["data"]
            instance.sql(BROKEN)
            for path in paths:
                request_id = f"walls-{uuid.uuid4()}"
                reply = own.send("GET", path.format(**there), headers={"X-Request-Id": request_id}, checks=False)
                expect_equal(reply.status, 500, f"{path}: {reply}")
                expect(there["candidacy"] not in reply.raw.decode().replace(path.format(**there), ""), str(reply))
                lines = [json.loads(line) for line in instance.log.read_text().splitlines() if request_id in line]
                told = [line for line in lines if line["msg"] == "a row of another tenant"]
                expect(told and told[0]["statement"] and told[0]["level"] == "error", lines)
            own.get(f"/v1/candidacies/{fine[0]['id']}").must(200)
        finally:
            instance.stop_server()


def tokens(instance):
    for line in instance.tokens_path.read_text().splitlines():
        words = line.split()
        if len(words) >= 3 and not words[0].startswith("#"):
            yield words[0], words[1], words[2]
