# SPDX-License-Identifier: EUPL-1.2
"""What the second wall opens to who trains the candidate of another organism, tried from the inside on every table."""

from harness.runner import expect, expect_equal
from inside import NOBODY, TENANT_ROLES, quietly
from instance import InstanceError


def add_to(suite):
    test = suite.test

    @test
    def who_trains_for_another_organism_reaches_the_path_alone(instance):
        """Of everything that hangs on the candidacy: the row, the path, his organism's module. No setting makes it more, and nobody else
        of his organism sees it."""
        candidacy, candidate, owner, path, module = instance.sql("""
            select c.id, c.candidate_id, c.owner_org_id, p.id, m.id from candidacy c
            join path p on p.candidacy_id = c.id and p.status = 'ACCEPTED' join path_module m on m.path_id = p.id
            where c.state = 'IN_TRAINING' and p.acting_org_id = c.owner_org_id order by (select count(*) from path_module o where o.path_id = p.id) desc, m.id limit 1""")[0]
        person, organism = instance.sql(f"""
            select a.person_id, a.organism_id from affiliation a join person n on n.id = a.person_id
            where a.role = 'TRAINER' and a.organism_id <> '{owner}' and a.valid_to is null
              and not exists (select from cycle_person c where c.candidacy_id = '{candidacy}' and c.human_id = n.human_id)
            order by a.id limit 1""")[0]
        instance.sql(f"""begin; set local session_replication_role = replica;
            insert into cycle_person select '{candidacy}', n.human_id, 'TRAINER' from person n where n.id = '{person}';
            update path_module m set training_org_id = '{organism}', trainer_id = '{person}', trainer_human_id = n.human_id
            from person n where n.id = '{person}' and m.id = '{module}'; commit""")
        attended = {row[0] for row in instance.sql(f"""select id from candidacy_event where candidacy_id = '{candidacy}'
            and event = 'RECORD_ATTENDANCE' and data ->> 'module_id' = '{module}'""")}
        told = {row[0] for row in instance.sql(f"select event_id from event_text where event_id::text = any ('{{{','.join(attended)}}}')")}
        allowed = {"candidacy": {candidacy}, "path": {path}, "path_module": {module}, "candidacy_event": attended, "event_text": told}
        keys = dict(instance.sql("""select c.relname, (select k.attname from pg_attribute k where k.attrelid = c.oid and k.attnum = 1)
            from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (c.relname = 'candidacy' or exists (
                select from pg_attribute a where a.attrelid = c.oid and a.attname = 'candidacy_id'))"""))
        every = ",".join(row[0] for row in instance.sql("select id from candidacy"))
        forged = f"set_config('app.reach', '{{{every}}}', true)"
        for role in TENANT_ROLES:
            readable = {row[0] for row in instance.sql("select relname from pg_class where relnamespace = 'public'::regnamespace"
                                                       f" and has_table_privilege('{role}', oid, 'select')")}
            for narrow in ([f"scope_narrow('{person}')"], [forged]):
                begin = quietly(f"scope_set('ORGANISM', '{organism}')", *narrow)
                for table, key in keys.items():
                    of = "id" if table == "candidacy" else "candidacy_id"
                    if table in readable:
                        seen = instance.sql(f"begin; {begin} select {key} from {table} where {of} = '{candidacy}'; rollback", role=role)
                        expect_equal({row[0] for row in seen}, allowed.get(table, set()), f"{role} {narrow[0][:20]} {table}")
                seen = instance.sql(f"begin; {begin} select id from candidate where id = '{candidate}'; rollback", role=role)
                expect_equal(seen, [], "the candidate")
            others = quietly(f"scope_set('ORGANISM', '{organism}')")
            expect_equal(instance.sql(f"begin; {others} select id from candidacy where id = '{candidacy}'; rollback", role=role), [], "others there")
            begin = quietly(f"scope_set('ORGANISM', '{organism}')", forged)
            foreign = instance.sql(f"begin; {begin} select owner_org_id from candidacy where owner_org_id not in ('{organism}', '{owner}'); rollback",
                                   role=role)
            expect_equal(foreign, [], "more tenants at a time")
        # The one write is a function, which asks for itself; no table lets him.
        begin = quietly(f"scope_set('ORGANISM', '{organism}')", f"scope_narrow('{person}')")
        for change in (f"update candidacy set state = state where id = '{candidacy}'", f"update path set status = status where id = '{path}'",
                       f"update path_module set attended_minutes = 0 where id = '{module}'", f"delete from path_module where id = '{module}'"):
            try:
                expect_equal(instance.sql(f"begin; {begin} {change} returning 1; rollback", role="clea_app"), [], change)
            except InstanceError as error:
                expect("permission denied" in str(error), str(error))
        call = "attendance_for_other('{}', (select version from candidacy where id = '{}'), '{}', {}, null, current_day(), current_day(), null)"
        others_module = instance.sql(f"select id from path_module where path_id = '{path}' and id <> '{module}' limit 1")
        for arguments, count in (((candidacy, candidacy, module, 1), 1), ((candidacy, candidacy, module, -1), 0),
                                 *(((candidacy, candidacy, row[0], 1), 0) for row in others_module)):
            done = instance.sql(f"begin; {begin} select {call.format(*arguments)}; rollback", role="clea_app")
            expect_equal(len(done), count, str(arguments))
        for asker in (others, quietly(f"scope_set('ORGANISM', '{organism}')", f"scope_narrow({NOBODY})"), quietly("scope_set('CERTIFIER', null)")):
            expect_equal(instance.sql(f"begin; {asker} select {call.format(candidacy, candidacy, module, 1)}; rollback", role="clea_app"), [])
        instance.sql(f"""begin; set local session_replication_role = replica;
            delete from path_module m where m.id = '{module}'; delete from cycle_person t using person n
            where n.id = '{person}' and t.human_id = n.human_id and t.candidacy_id = '{candidacy}'; commit""")
