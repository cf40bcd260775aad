# SPDX-License-Identifier: EUPL-1.2
"""What the roles of the application see and change when somebody runs SQL as one of them. Every test walks the catalogue: a new table,
role or function is tried without a word here, and a table of which nobody has said who sees it is red."""

from harness.runner import expect, expect_equal
from instance import InstanceError

TENANT_ROLES, NATIONAL_ROLES = ("clea_app", "clea_read"), ("clea_national", "clea_national_read")
NATIONAL_SCOPES = ("CERTIFIER", "AUDITOR", "SYSTEM", "PUBLIC")

# Read by every tenant: registers, and people who work here (decision 1). Without row-level security are tables of rules alone.
OPEN = {"network", "organism", "site", "network_membership", "person", "affiliation", "referential_version", "habilitation",
        "habilitation_spell", "evaluation_method", "commission", "commission_member", "setting", "quality_certificate"}
PUBLIC_KNOWLEDGE = {"commune", "country", "credential_key", "credential_list"}
RULES = {"schema_migration", "schema_file", "schema_object", "sandbox_clock", "service_mode", "reference_counter", "candidacy_state",
         "candidacy_transition", "session_transition", "appeal_transition", "appointment_transition", "transfer_request_transition", "link_request_transition"}

# The relation as the rules tell it (decision 1), asked of the tables themselves. %(scope)s and %(id)s are the tenant.
REACHED = """(select c.id from candidacy c where
    (%(scope)s = 'CANDIDATE' and c.candidate_id = %(id)s)
    or (%(scope)s in ('ORGANISM', 'COMMISSION') and exists (select from candidacy_access a where a.candidacy_id = c.id
        and a.scope = %(scope)s and a.scope_id = %(id)s))
    or (%(scope)s = 'NETWORK' and exists (select from network_membership m where m.organism_id = c.owner_org_id
        and m.network_id = %(id)s and m.valid_from <= current_day() and coalesce(m.valid_to, 'infinity') >= current_day())))"""
CANDIDATES = f"""(select c.candidate_id from candidacy c where c.id in {REACHED}
    union select n.id from candidate n where (%(scope)s = 'ORGANISM' and n.created_by_org_id = %(id)s)
        or (%(scope)s = 'CANDIDATE' and n.id = %(id)s))"""
COMMISSION = "%(scope)s = 'COMMISSION' and t.commission_id = %(id)s"
OWN_SCOPE = "t.scope = %(scope)s and t.scope_id = %(id)s"
# At most these rows. Without an entry here: those of a candidacy that the tenant reaches, or of his commission, by the columns.
MODELS = {
    "candidacy": f"t.id in {REACHED}",
    "candidacy_access": f"t.candidacy_id in {REACHED}",
    "candidate": f"t.id in {CANDIDATES}",
    "candidate_word": f"t.candidate_id in {CANDIDATES}",
    "candidate_distinct": f"t.candidate_id in {CANDIDATES} and t.other_id in {CANDIDATES}",
    "cycle_person": "false",  # of a trainer himself, when he reaches only whom he trains
    "session": COMMISSION, "agenda_item": COMMISSION, "attendance": COMMISSION, "step_down": COMMISSION, "vote": COMMISSION,
    "minutes": COMMISSION, "minutes_signature": COMMISSION, "vote_reversal": COMMISSION, "convocation": COMMISSION, "departure": COMMISSION, "session_stand_in": COMMISSION,
    "rectification": COMMISSION, "rectification_signature": COMMISSION,
    "decision": f"({COMMISSION}) or (t.effective_on is not null and t.candidacy_id in {REACHED})",
    "habilitation_act": "t.habilitation_id in (select h.id from habilitation h where (%(scope)s = 'ORGANISM' and h.organism_id = %(id)s) or (%(scope)s = 'NETWORK' and h.network_id = %(id)s))",
    "annulment_request": "false", "identity_statement": "false", "sight_code": "false",  # the certifier's own; asked by functions alone
    "certificate_duplicate": f"exists (select from certificate c where c.id = t.certificate_id and c.candidacy_id in {REACHED})",
    # Of results, nobody of a network (6.4).
    "document": f"""t.certificate_id in (select c.id from certificate c where c.candidacy_id in {REACHED})
        or t.duplicate_id in (select u.id from certificate_duplicate u join certificate c on c.id = u.certificate_id where c.candidacy_id in {REACHED})
        or (%(scope)s <> 'NETWORK' and (
            t.evaluation_id in (select r.evaluation_id from restitution r where r.candidacy_id in {REACHED})
            or t.portfolio_id in (select o.id from portfolio o where o.candidacy_id in {REACHED})
            or t.path_id in (select p.id from path p where p.candidacy_id in {REACHED})
            or t.decision_id in (select d.id from decision d where d.effective_on is not null and d.candidacy_id in {REACHED})))
        or (%(scope)s = 'COMMISSION' and (
            t.decision_id in (select d.id from decision d where d.commission_id = %(id)s)
            or t.session_id in (select s.id from session s where s.commission_id = %(id)s)
            or t.convocation_id in (select v.id from convocation v where v.commission_id = %(id)s)
            or t.minutes_id in (select m.id from minutes m where m.commission_id = %(id)s)
            or t.rectification_id in (select r.id from rectification r where r.commission_id = %(id)s)))""",
    "credential": f"exists (select from certificate c where c.id = t.certificate_id and c.candidacy_id in {REACHED})",
    **dict.fromkeys(("evidence_note", "event_text"), f"%(scope)s <> 'NETWORK' and t.candidacy_id in {REACHED}"),
    "adjustment": f"%(scope)s in ('ORGANISM', 'CANDIDATE') and t.candidacy_id in {REACHED}",
    "funding": f"%(scope)s in ('ORGANISM', 'CANDIDATE') and t.candidacy_id in {REACHED}",
    "change": "(%(scope)s = 'ORGANISM' and t.told_id = %(id)s) or (%(scope)s = 'COMMISSION' and t.commission_id = %(id)s) or (%(scope)s = 'NETWORK' and"
              " (t.told_id = %(id)s or t.told_id in (select m.organism_id from network_membership m where m.network_id = %(id)s))) or (%(scope)s = 'CANDIDATE' and (t.root_id = %(id)s or t.root_id in (select c.id from candidacy c where c.candidate_id = %(id)s)))",
    "appointment": "(%(scope)s = 'ORGANISM' and t.organism_id = %(id)s) or (%(scope)s = 'CANDIDATE' and t.candidate_id = %(id)s)",
    "transfer_request": "%(scope)s = 'ORGANISM' and (t.requesting_org_id = %(id)s or t.id in (select request_id from transfer_request_route where owner_org_id = %(id)s))",
    "transfer_request_route": "%(scope)s = 'ORGANISM' and t.owner_org_id = %(id)s",
    "candidate_access": f"(%(scope)s = 'ORGANISM' and t.organism_id = %(id)s) or (%(scope)s = 'NETWORK' and t.candidate_id in {CANDIDATES} and exists (select from network_membership m"
                        " where m.network_id = %(id)s and m.organism_id = t.organism_id))",
    "candidacy_activity": "(%(scope)s = 'ORGANISM' and t.owner_org_id = %(id)s) or (%(scope)s = 'NETWORK' and t.owner_org_id in (select m.organism_id from network_membership m where m.network_id = %(id)s))",
    "candidate_sight": "%(scope)s = 'ORGANISM' and t.organism_id = %(id)s or %(scope)s = 'CANDIDATE' and t.candidate_id = %(id)s",
    "candidate_access_word": f"(%(scope)s = 'ORGANISM' and t.organism_id = %(id)s)"
                             f" or (%(scope)s = 'NETWORK' and t.candidate_id in {CANDIDATES} and exists (select from network_membership m"
                             " where m.network_id = %(id)s and m.organism_id = t.organism_id))",
    "candidate_known": "%(scope)s = 'ORGANISM' and t.organism_id = %(id)s", "funder": "true", "invitation": OWN_SCOPE, "login": "t.person_id is not null and person_acts_in(t.person_id, %(scope)s, %(id)s)", "staff_function": "true",
    "api_key_use": "exists (select from api_key k where k.id = t.key_id and k.scope = %(scope)s and k.scope_id = %(id)s)",
    "link_request": "(t.asked_scope = %(scope)s and t.asked_scope_id = %(id)s) or (%(scope)s = 'ORGANISM' and t.organism_id = %(id)s)"
                    " or (%(scope)s = 'NETWORK' and t.network_id = %(id)s) or (%(scope)s = 'COMMISSION' and t.commission_id = %(id)s)"
                    " or person_acts_in(t.person_id, %(scope)s, %(id)s)",
    "api_key": OWN_SCOPE, "idempotency_record": OWN_SCOPE, "audit": OWN_SCOPE, "access_log": "false", "refused_caller": "false",
}
TABLES = "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1"
NOBODY = "'00000000-0000-4000-8000-00000000dead'"


def model_of(table, columns):
    if table in MODELS:
        return MODELS[table]
    if "candidacy_id" in columns:
        return f"t.candidacy_id in {REACHED}"
    return COMMISSION if "commission_id" in columns else None


def scope_set(scope, scope_id=None):
    return f"perform set_config('app.scope', '{scope}', true), set_config('app.scope_id', '{scope_id or ''}', true);"


def tried(instance, role, scopes, attempt, tables="true"):
    """What an attempt, a body of plpgsql on the table `name`, found in each scope: it appends to `found`. All is rolled back."""
    body = "".join(f"""
    {scope_set(*scope)}
    for name in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and {tables} loop
        begin
            {attempt}
        exception when others then
            refused := refused || array[sqlstate];
        end;
    end loop;""" for scope in scopes)
    script = f"""begin;
do $walls$
declare
    name text;
    col record;
    n bigint;
    found text[] := '{{}}';
    refused text[] := '{{}}';
begin{body}
    perform set_config('test.found', array_to_string(found, ' '), true), set_config('test.refused', array_to_string(refused, ' '), true);
end
$walls$;
select current_setting('test.found'), current_setting('test.refused');
rollback;"""
    found, refused = instance.sql(script, role=role)[0]
    return found.split(), refused.split()


def tenants(instance):
    """One of each kind that has something to see."""
    rows = instance.sql("""
        select 'ORGANISM', (select owner_org_id from candidacy group by 1 order by count(*) desc limit 1)
        union all select 'CANDIDATE', (select candidate_id from candidacy where state = 'CERTIFIED' order by id limit 1)
        union all select 'COMMISSION', (select commission_id from session group by 1 order by count(*) desc limit 1)
        union all select 'NETWORK', (select network_id from network_membership order by id limit 1)""")
    return [(scope, scope_id) for scope, scope_id in rows if scope_id]


def insert_of_a_row():
    """One row of the table, as it is or as it might be, written again."""
    return """
            execute (select format('insert into %1$I (%2$s) select %3$s from (select jsonb_populate_record(null::%1$I, p.row) as r'
                || ' from walls_probe p where p.name = %4$L) q', name, string_agg(quote_ident(a.attname), ', ' order by a.attnum),
                string_agg(format('(q.r).%I', a.attname), ', ' order by a.attnum), name)
                from pg_attribute a where a.attrelid = name::regclass and a.attnum > 0 and not a.attisdropped
                and a.attgenerated = '' and a.attidentity = '');
            get diagnostics n = row_count;
            if n > 0 then found := found || array[name]; end if;"""


def change_of_every_row(what):
    statement = {"delete": "'delete from %1$I'",
                 "update": "'update %1$I set %2$I = %2$I'"}[what]
    return f"""
            for col in select attname from pg_attribute where attrelid = name::regclass and attnum > 0 and not attisdropped
                     and attgenerated = '' and attidentity = '' and has_column_privilege(name::regclass, attnum, 'update')
                     {"limit 1" if what == "delete" else ""} loop
                execute format({statement}, name, col.attname);
                get diagnostics n = row_count;
                if n > 0 then found := found || array[name || '.' || col.attname]; end if;
            end loop;"""


def add_to(suite):
    test = suite.test

    @test
    def the_data_has_something_to_see(instance):
        """Rows that the attempts write again: without them nothing would be shown."""
        instance.sql("create table walls_probe (name text, row jsonb); grant select on walls_probe to public;")
        for (table,) in instance.sql(TABLES):
            if table != "walls_probe":
                instance.sql(f"insert into walls_probe select '{table}', to_jsonb(t) from {table} t limit 1")
        full = {row[0] for row in instance.sql("select name from walls_probe")}
        expect({"candidacy", "candidacy_event", "evaluation", "vote", "certificate", "api_key", "file"} <= full, f"no rows: {full}")
        expect_equal({scope for scope, _ in tenants(instance)}, {"ORGANISM", "CANDIDATE", "COMMISSION", "NETWORK"})

    @test
    def every_table_is_closed_and_says_who_opens_it(instance):
        wrong = instance.sql("""
            select c.relname, 'row-level security is not forced' from pg_class c where c.relnamespace = 'public'::regnamespace
                and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
            union all
            select c.relname, 'a tenant''s policy knows the nation: ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
            where ('clea_app'::regrole = any (p.polroles) or 'clea_read'::regrole = any (p.polroles))
              and concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
                  ~ '(scope_sees_all|scope_writes_all|CERTIFIER|AUDITOR|SYSTEM|PUBLIC)'
            union all
            select c.relname, 'a policy is for everybody: ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
            where 0 = any (p.polroles)
            union all
            select c.relname, 'read by tenants, and none of their policies lets them' from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
              and has_any_column_privilege('clea_app', c.oid, 'select') and not exists (
                  select from pg_policy p where p.polrelid = c.oid and 'clea_app'::regrole = any (p.polroles))
            union all
            select c.relname, 'closed to the nation without a word' from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity and not exists (
                select from pg_policy p where p.polrelid = c.oid and 'clea_national'::regrole = any (p.polroles))""")
        # Who evaluates and who trains in a cycle is told by definer functions alone: granted, and shown to no tenant.
        shut = [["cycle_person", "read by tenants, and none of their policies lets them"]]
        expect_equal([row for row in wrong if row not in shut and not (row[0] in RULES | {"walls_probe"} and "forced" in row[1])], [])

    @test
    def a_scope_of_the_nation_shows_tenants_roles_nothing(instance):
        for role in TENANT_ROLES:
            found, _ = tried(instance, role, [(scope,) for scope in NATIONAL_SCOPES] + [("",), ("NOBODY",)], """
            execute format('select count(*) from %I', name) into n;
            if n > 0 then found := found || array[name]; end if;""", "c.relrowsecurity")
            expect_equal(sorted(set(found) - PUBLIC_KNOWLEDGE), [], role)

    @test
    def a_scope_of_a_tenant_shows_the_nations_roles_nothing(instance):
        for role in NATIONAL_ROLES:
            found, _ = tried(instance, role, tenants(instance) + [("",)], """
            execute format('select count(*) from %I', name) into n;
            if n > 0 then found := found || array[name]; end if;""", "c.relrowsecurity")
            expect_equal(sorted(set(found) - PUBLIC_KNOWLEDGE), [], role)
        seen, _ = tried(instance, "clea_national", [("CERTIFIER",)], """
            execute format('select count(*) from %I', name) into n;
            if n > 0 then found := found || array[name]; end if;""", "c.relrowsecurity")
        expect(len(set(seen)) > 25, f"the certifier sees hardly anything: {seen}")

    @test
    def a_scope_of_the_nation_lets_tenants_roles_write_nothing(instance):
        scopes = [("CERTIFIER",), ("SYSTEM",), ("",)]
        for role in TENANT_ROLES:
            for what, attempt in (("insert", insert_of_a_row()), ("update", change_of_every_row("update")),
                                  ("delete", change_of_every_row("delete"))):
                found, refused = tried(instance, role, scopes, attempt, "c.relname <> 'walls_probe'")
                expect_equal(found, [], f"{role}: {what}")
                expect(what != "insert" or refused.count("42501") > 100, f"{role}: {refused}")

    @test
    def nobody_becomes_somebody_else(instance):
        roles = [row[0] for row in instance.sql("select rolname from pg_roles order by 1")]
        for role in TENANT_ROLES + NATIONAL_ROLES:
            for other in roles:
                if other != role:
                    refuses(instance, role, f"set role {other}", "42501")
            for statement in ("set session authorization postgres", "alter role current_user bypassrls", "alter role current_user superuser",
                              "grant clea_national to clea_app", "grant clea_owner to current_user"):
                refuses(instance, role, statement, "42501|42704|0LP01")

    @test
    def nobody_makes_anything(instance):
        for role in TENANT_ROLES + NATIONAL_ROLES:
            for statement in ("create temporary table candidacy_transition (from_state text)", "create table candidacy_transition_2 (a int)",
                              "create temporary view candidacy as select 1", "create view own as select 1", "create schema own",
                              "create function own() returns int language sql return 1", "create temporary sequence own",
                              "create function pg_temp.own() returns int language sql return 1", "create extension dblink",
                              "alter table audit disable row level security", "alter policy audit_read on audit using (true)",
                              "drop trigger audit_append_only on audit", "alter table audit disable trigger all",
                              "set session_replication_role = replica", "set row_security = off; select count(*) from candidacy",
                              "truncate audit", "copy audit from program 'true'", "begin; lock table audit in exclusive mode"):
                refuses(instance, role, statement, "42501|42P01")

    @test
    def nothing_that_was_written_down_is_changed(instance):
        """History, audit, keys: by whoever, in whatever scope."""
        organism = tenants(instance)[0]
        logs = ("audit", "access_log", "candidacy_event", "restitution", "portfolio", "subdomain_voiding", "minutes", "minutes_signature",
                "certificate_duplicate", "certificate_handover", "vote_reversal")
        for role in TENANT_ROLES + NATIONAL_ROLES:
            for table in logs:
                if instance.sql(f"select to_regclass('{table}') is not null")[0][0] == "t":
                    for statement in (f"update {table} set ctid = ctid", f"delete from {table}", f"truncate {table}"):
                        refuses(instance, role, f"select scope_set('{organism[0]}', '{organism[1]}'); {statement}", "42501|0A000|428C9")
            for column in ("hash", "person_id", "scope", "scope_id", "is_sandbox", "prefix", "created_at", "id"):
                refuses(instance, role, f"select scope_set('{organism[0]}', '{organism[1]}'); update api_key set {column} = {column}", "42501")
            refuses(instance, role, "select hash from api_key", "42501")
            refuses(instance, role, "delete from api_key", "42501")

    @test
    def nobody_invents_who_or_when(instance):
        """The logs are written by functions, which take the word of nobody for the hour, the person or the scope of a key."""
        (scope, scope_id), other = tenants(instance)[0], tenants(instance)[2]
        key, person = instance.sql(f"select id, person_id from api_key where scope_id = '{scope_id}' and person_id is not null limit 1")[0]
        begin = "begin; " + quietly(f"scope_set('{scope}', '{scope_id}')")
        for role in TENANT_ROLES + NATIONAL_ROLES:
            for table in ("audit", "access_log", "idempotency_record", "refused_caller"):
                refuses(instance, role, f"{begin} insert into {table} select * from {table} limit 0", "42501|428C9")
        for roles, call, writers in ((TENANT_ROLES, shown, TENANT_ROLES), (TENANT_ROLES, done, ("clea_app",))):
            for role in roles:
                if role not in writers:
                    refuses(instance, role, f"{begin} {call(scope, scope_id, key, 'walls')}", "42501")
                    continue
                for line in (call(scope, scope_id, NOBODY.strip("'"), "walls"), call(*other, key, "walls"), call("CERTIFIER", None, key, "walls"),
                             call("PUBLIC", None, key, "walls"), call(scope, scope_id, None, "walls"), call(scope, None, key, "walls")):
                    refuses(instance, role, f"{begin} {line}", "23514")
                instance.sql(f"{begin} {call(scope, scope_id, key, f'walls {role}')}; commit", role=role)
        for table, column, count in (("access_log", "read_at", 2), ("audit", "recorded_at", 1)):
            expect_equal(instance.sql(f"select scope, scope_id, person_id, {column} > now() - interval '1 minute' from {table}"
                                      " where action like 'walls %' order by action"), [[scope, scope_id, person, "t"]] * count, table)
        refuses(instance, "clea_national", "begin; " + quietly("scope_set('CERTIFIER', null)") + f" {done(scope, scope_id, key, 'walls')}", "23514")

    @test
    def a_tenant_sees_what_is_his(instance):
        """Own, others', none: each table, each kind of tenant, against the model; and something of each kind is seen at all."""
        columns = {}
        for table, column in instance.sql("select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where"
                                          " c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0"):
            columns.setdefault(table, set()).add(column)
        models = {table: model_of(table, columns[table]) for table in sorted(set(columns) - OPEN - PUBLIC_KNOWLEDGE - RULES)
                  if table != "walls_probe"}
        readable = {role: {row[0] for row in instance.sql("select relname from pg_class where relnamespace = 'public'::regnamespace"
                                                          f" and relkind = 'r' and has_table_privilege('{role}', oid, 'select')")}
                    for role in TENANT_ROLES}
        unsaid = [table for table, model in models.items() if model is None and any(table in tables for tables in readable.values())]
        expect_equal(unsaid, [], "who sees these? Say so in MODELS")
        seen_somewhere = dict.fromkeys(models, 0)
        for scope, scope_id in tenants(instance) + [("ORGANISM", NOBODY.strip("'")), ("CANDIDATE", NOBODY.strip("'"))]:
            values = {"scope": f"'{scope}'", "id": f"'{scope_id}'::uuid"}
            allowed = set(map(tuple, instance.sql(" union all ".join(
                f"select '{table}', t.ctid from {table} t where {model % values}" for table, model in models.items() if model))))
            for role in TENANT_ROLES:
                begin = quietly(f"scope_set('{scope}', '{scope_id}')")
                seen = set(map(tuple, instance.sql(f"begin; {begin} " + " union all ".join(
                    f"select '{table}', ctid from {table}" for table in models if table in readable[role]) + "; rollback", role=role)))
                expect_equal(sorted({table for table, _ in seen - allowed}), [], f"{role} as {scope} {scope_id} sees too much of")
                for table, _ in seen:
                    seen_somewhere[table] += 1
        never = sorted(table for table, count in seen_somewhere.items() if not count)
        full = {row[0] for row in instance.sql("select name from walls_probe")}
        expect_equal(sorted(set(never) & full - {"api_key", "api_key_use", "link_request", "cycle_person", "access_log", "idempotency_record", "candidate_distinct",
                                                 "certificate_due", "change_epoch"}), [],
                     "seen by nobody, so nothing is shown of them")

    @test
    def a_trainer_reaches_whom_he_trains(instance):
        people = instance.sql("""
            select p.id, a.organism_id, p.human_id from person p
            join affiliation a on a.person_id = p.id and a.role = 'TRAINER'
            where exists (select from cycle_person c where c.human_id = p.human_id and c.role = 'TRAINER')
            order by exists (select from path_module m join candidacy c on c.id = m.candidacy_id and c.state = 'IN_TRAINING'
                             where m.trainer_id = p.id) desc, p.id limit 4""")
        expect(people, "nobody trains")
        reached = 0
        for person, organism, human in people:
            modules = f"""
                select m.candidacy_id from path_module m join person p on p.id = m.trainer_id and p.human_id = '{human}'
                join path r on r.id = m.path_id and r.status = 'ACCEPTED'
                join candidacy c on c.id = m.candidacy_id and c.state = 'IN_TRAINING' where"""
            trained = {row[0] for row in instance.sql(modules + f"""
                exists (select from candidacy_access a where a.candidacy_id = m.candidacy_id and a.scope_id = '{organism}')""")}
            elsewhere = {row[0] for row in instance.sql(modules + f"""
                m.training_org_id = '{organism}' and '{organism}' not in (c.owner_org_id::text, r.acting_org_id::text)""")}
            for role in TENANT_ROLES:
                expect_equal(narrowed(instance, role, "ORGANISM", organism, person, "candidacy"), trained | elsewhere)
                expect_equal(narrowed(instance, role, "ORGANISM", organism, NOBODY.strip("'"), "candidacy"), set())
                candidates = narrowed(instance, role, "ORGANISM", organism, person, "candidate")
                expect_equal(candidates, {row[0] for row in instance.sql(
                    f"select candidate_id from candidacy where id::text = any ('{{{','.join(trained)}}}')")})
                expect_equal(narrowed(instance, role, "ORGANISM", organism, person, "appointment"), set())
            reached += len(trained)
        expect(reached, "nobody trains today: nothing is shown")

    @test
    def a_juror_reaches_the_files_of_his_sessions(instance):
        jurors = instance.sql("select m.id, m.person_id, m.commission_id from commission_member m order by m.id")
        reached = 0
        for member, person, commission in jurors:
            sessions = {row[0] for row in instance.sql(f"""
                select s.id from session s where s.commission_id = '{commission}' and s.state <> 'CANCELLED'
                  and not exists (select from attendance a where a.session_id = s.id and a.member_id = '{member}' and a.presence = 'ABSENT')
                  and ('{member}' in (s.chair_member_id, s.vice_chair_member_id)
                       or exists (select from attendance a where a.session_id = s.id and a.member_id = '{member}')
                       or (s.state in ('CONVENED', 'OPEN') and exists (select from commission_member m where m.id = '{member}'
                           and s.held_on between m.mandate_from and coalesce(m.mandate_to, 'infinity'))))""")}
            files = {row[0] for row in instance.sql(f"""select candidacy_id from agenda_item where removed_on is null
                and session_id::text = any ('{{{','.join(sessions)}}}')""")}
            expect_equal(narrowed(instance, "clea_read", "COMMISSION", commission, person, "session"), sessions)
            expect_equal(narrowed(instance, "clea_read", "COMMISSION", commission, person, "candidacy"), files)
            all_of_it = quietly(f"scope_set('COMMISSION', '{commission}')")
            whole = instance.sql(f"begin; {all_of_it} select count(*) from candidacy; rollback", role="clea_read")[0][0]
            reached += int(whole) > len(files)
        expect(reached, "every juror reaches everything: nothing is shown")

    @test
    def no_function_gets_longer_alone(instance):
        """What ends in a month, and binds a person or an organism of others, ends: its giver makes it shorter, and not longer."""
        for table, last, begin, scope, scope_id in GIVEN:
            # How it came about is not the question: nothing is asked of that.
            begun = f"""begin; set local session_replication_role = replica; {begin}; set local session_replication_role = origin;
                do $$ begin perform scope_set('{scope}', (select {scope_id} from {table} where id = {NOBODY})); end $$;
                set local role clea_app;"""
            change = f"update {table} set {last} = current_day() + %s where id = {NOBODY} returning id"
            expect_equal(len(instance.sql(f"{begun} {change % 20}; rollback")), 1, f"{table}: nobody made it shorter")
            refuses(instance, "postgres", f"{begun} {change % 40}", "23514")

    @test
    def definer_functions_do_not_take_the_scope_for_a_role(instance):
        """They are not bound by row-level security: what they tell to the nation alone they ask of the role (nation_asks())."""
        found = instance.sql(r"""select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
            and (has_function_privilege('clea_app', p.oid, 'execute') or p.prorettype = 'trigger'::regtype)
            and p.prosrc ~ '(scope_sees_all|scope_writes_all)\((public\.)?current_scope'""")
        expect_equal(found, [])


# How a function of a month begins that binds somebody of others, its last day, and in which scope acts who gave it.
MEMBERSHIP = "(select min(id::text)::uuid from network_membership)"
MEMBER, NETWORK, COMMISSION_ID = (f"(select organism_id from network_membership where id = {MEMBERSHIP})",
                                  f"(select network_id from network_membership where id = {MEMBERSHIP})", "(select min(id::text)::uuid from commission)")
STRANGER = (f"(select a.person_id from affiliation a where a.organism_id <> {MEMBER}"
            " and not exists (select from commission_member m where m.person_id = a.person_id) order by a.id limit 1)")
MONTH = "current_day(), current_day() + 30"
GIVEN = (
    ("network_membership", "valid_to", f"update network_membership set id = {NOBODY}, valid_to = current_day() + 30 where id = {MEMBERSHIP}",
     "NETWORK", "network_id"),
    ("affiliation", "valid_to", "insert into affiliation (id, person_id, organism_id, role, valid_from, valid_to)"
     f" select {NOBODY}, {STRANGER}, {MEMBER}, 'TRAINER', {MONTH}", "ORGANISM", "organism_id"),
    ("commission_member", "mandate_to", "insert into commission_member (id, person_id, commission_id, college, mandate_from, mandate_to)"
     f" select {NOBODY}, {STRANGER}, {COMMISSION_ID}, 'EMPLOYEE', {MONTH}", "COMMISSION", "commission_id"),
    ("staff_function", "valid_to", "insert into staff_function (id, person_id, scope, scope_id, role, valid_from, valid_to)"
     f" select {NOBODY}, {STRANGER}, 'NETWORK', {NETWORK}, 'NETWORK_MANAGER', {MONTH}", "NETWORK", "scope_id"),
)


def narrowed(instance, role, scope, scope_id, person, table):
    narrow = quietly(f"scope_set('{scope}', '{scope_id}')", f"scope_narrow('{person}')")
    return {row[0] for row in instance.sql(f"begin; {narrow} select id from {table}; rollback", role=role)}


def listed(value, kind):
    return f"array[{'null' if value is None else repr(value)}]::{kind}[]"


def shown(scope, scope_id, credential, action):
    """One line of the access log, as the server writes it."""
    return (f"select access_log_add({listed(scope, 'text')}, {listed(scope_id, 'uuid')}, array[gen_random_uuid()], {listed(credential, 'uuid')},"
            f" array[null]::uuid[], array['x'], array['{action}'], array['x'], array['x'], array[200], array['{{}}'], array['{{}}'], array['{{}}'],"
            " array['{}'], array['READ'])")


def done(scope, scope_id, credential, action):
    """One line of the audit."""
    return (f"select audit_add({listed(scope, 'text')}, {listed(scope_id, 'uuid')}, {listed(credential, 'uuid')}, array[null]::uuid[], array['x'],"
            f" array['{action}'], array['x'], array['x'], array[null]::uuid[], array['ACCEPTED'], array[null], array[null])")


def quietly(*calls):
    """Calls that answer nothing, so that rows are those of what follows."""
    return "do $quiet$ begin " + " ".join(f"perform {call};" for call in calls) + " end $quiet$;"


def refuses(instance, role, statement, states):
    try:
        instance.sql(f"\\set VERBOSITY sqlstate\n{statement};", role=role)
    except InstanceError as error:
        expect(any(state in str(error) for state in states.split("|")), f"{role}: {statement}: {error}")
    else:
        raise AssertionError(f"{role} did it: {statement}")
