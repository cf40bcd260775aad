# SPDX-License-Identifier: EUPL-1.2
"""What each role of the application may do with each table and view, tried, against grants.csv: what the house decided, row by row.

A cell names roles, each with the columns when they are not all: `app(valid_to version)` may write these two, `app(-hash)` reads all but
that one. What app may, national may; what read may, national_read may. A table that is not in the file may be reached by nobody.
`tests/proof/database/run --grants` prints the file as the database has it."""

import csv
import io
import pathlib
import re

FILE = pathlib.Path(__file__).resolve().with_name("grants.csv")
ROOT = FILE.parents[3]
ROLES = {"app": "clea_app", "read": "clea_read", "nation": "clea_national", "nation_read": "clea_national_read", "documents": "clea_documents",
         "auditor": "clea_auditor"}
INHERITED = {"nation": "app", "nation_read": "read"}
VERBS = ("select", "insert", "update", "delete")

# Written once, and never again by anybody: a trigger says so to the owner too.
HISTORY = {"access_log", "audit", "candidacy_event", "certificate_duplicate", "certificate_handover", "convocation", "departure", "session_stand_in", "earlier_name", "minutes", "minutes_signature",
           "identity_statement", "decision_notification", "habilitation_act", "portfolio", "rectification_signature", "subdomain_voiding", "vote_reversal"}
# Lines of them, and stored answers, are added by functions that look at who asks.
LOGS = {"access_log", "audit", "idempotency_record"}
# What lets somebody in: made and changed by functions that look at who asks.
KEYS = {"api_key", "api_key_use", "login"}
# Found by their digest, which nobody is shown; nor the name by which an identity provider knows somebody.
SECRET = re.compile(r"^(hash|code_hash|digest|code_digest|subject)$")
# Kept by triggers and definer functions alone.
KEPT_BY_TRIGGERS = re.compile(r"^(candidacy_access|candidate_access|candidate_known|candidate_(access_)?word|cycle_person|earlier_name|former_\w+|transfer_request_route"
                              r"|refused_caller|reference_counter|schema_\w+|\w+_transition|candidacy_state|commune|country)$")

# Every statement is tried with no row in sight: what is asked is the privilege alone. A view that cannot be written is refused too.
TRIED = """
do $grants$
declare
    it record;
    of_type text;
    allowed text[] := '{}';
begin
    for it in
        select c.relname, v.verb, a.attname, format_type(a.atttypid, a.atttypmod) as kind
        from pg_class c
        cross join (values ('select'), ('insert'), ('update'), ('delete'), ('truncate')) as v(verb)
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                                and v.verb not in ('delete', 'truncate') and (a.attidentity <> 'a' or v.verb = 'select')
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'f') and c.relname <> 'probe'
    loop
        begin
            execute case it.verb
                when 'select' then format('select %I from %I limit 0', it.attname, it.relname)
                when 'insert' then format('insert into %I (%I) select null::%s where false', it.relname, it.attname, it.kind)
                when 'update' then format('update %I set %I = null where false', it.relname, it.attname)
                when 'delete' then format('delete from %I where false', it.relname)
                else format('truncate %I', it.relname) end;
            allowed := allowed || concat_ws(' ', it.relname, it.verb, it.attname);
        exception
            -- What cannot be written at all, as a column of a view, is said before who may.
            when insufficient_privilege or object_not_in_prerequisite_state or wrong_object_type or feature_not_supported then null;
            when others then  -- let in, and stopped by something else
                allowed := allowed || concat_ws(' ', it.relname, it.verb, it.attname);
        end;
    end loop;
    perform set_config('test.allowed', array_to_string(allowed, ','), true);
end
$grants$;
select current_setting('test.allowed');
"""


def tried(instance):
    """{(table, verb): {role: set of columns, or True for a whole row}}, and {table: columns}."""
    columns = {}
    for table, column in instance.sql("select c.relname, a.attname from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
                                      " and not a.attisdropped and a.attgenerated = '' where c.relnamespace = 'public'::regnamespace"
                                      " and c.relkind in ('r', 'v', 'm', 'p', 'f') and c.relname <> 'probe' order by 1, a.attnum"):
        columns.setdefault(table, []).append(column)
    found = {}
    for short, role in ROLES.items():
        for line in instance.sql(f"begin;{TRIED}rollback;", role=role)[0][0].split(","):
            table, verb, *column = line.split()
            found.setdefault((table, verb), {}).setdefault(short, set()).update(column or ["*"])
    return found, columns


def cell(roles, columns):
    """Roles in the order of ROLES, those left out that follow from another."""
    words = []
    for short in ROLES:
        allowed = roles.get(short)
        if not allowed or allowed == roles.get(INHERITED.get(short)):
            continue
        missing = [column for column in columns if column not in allowed]
        if "*" in allowed or not missing:
            words.append(short)
        elif len(missing) < len(allowed):
            words.append(f"{short}({' '.join('-' + column for column in missing)})")
        else:
            words.append(f"{short}({' '.join(column for column in columns if column in allowed)})")
    return " ".join(words)


def table_of(found, columns):
    return {table: [cell(found.get((table, verb), {}), columns[table]) for verb in VERBS] for table in columns}


def printed(found, columns):
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["table", *VERBS])
    out.writerows([table, *cells] for table, cells in table_of(found, columns).items() if any(cells))
    return text.getvalue()


def needed():
    """{(table, verb)} of what the statements of the server write. What is locked, and what an insert may update, is an update."""
    patterns = {"insert": r"\binsert into (\w+)", "update": r"\bupdate (\w+)(?: (?:as )?\w+)?\s+set\b", "delete": r"\bdelete from (\w+)"}
    written = set()
    for path in (ROOT / "server").rglob("*.sql"):
        text = path.read_text()
        written |= {(table, verb) for verb, pattern in patterns.items() for table in re.findall(pattern, text)}
        if "do update" in text:
            written |= {(table, "update") for table in re.findall(patterns["insert"], text)}
        for alias in re.findall(r"for (?:no key )?(?:update|share) of (\w+)", text):
            written |= {(table, "update") for table in re.findall(rf"\b(?:from|join) (\w+) (?:as )?{alias}\b", text)}
    return written


def judge(instance, check):
    found, columns = tried(instance)
    with open(FILE, encoding="utf-8") as file:
        wanted = {row["table"]: [row[verb] for verb in VERBS] for row in csv.DictReader(file)}
    seen = {table: cells for table, cells in table_of(found, columns).items() if any(cells)}
    attempts = sum(len(columns[table]) * 3 + 2 for table in columns) * len(ROLES)
    wrong = [f"{table}: {seen.get(table)}, not {wanted.get(table)}" for table in sorted(seen.keys() | wanted) if seen.get(table) != wanted.get(table)]
    check(not wrong, f"{attempts} statements of {len(ROLES)} roles on {len(columns)} tables and views: let in and refused as grants.csv says",
          "; ".join(wrong))

    def by(condition):
        return sorted(f"{role} {verb} {table}" for (table, verb), roles in found.items() for role in roles if condition(table, verb, roles[role]))

    written = needed()
    check_none(check, "nothing may be written that no statement of the server writes", by(
        lambda table, verb, allowed: verb not in ("select", "truncate") and (table, verb) not in written))
    check_none(check, "nobody truncates", by(lambda table, verb, allowed: verb == "truncate"))
    check_none(check, "nobody changes or deletes history", by(lambda table, verb, allowed: table in HISTORY and verb in ("update", "delete")))
    check_none(check, "nobody makes, changes or deletes a key by hand", by(
        lambda table, verb, allowed: table in KEYS and verb != "select" and (table, verb, allowed) != ("login", "update", {"ended_at", "version"})))
    check_none(check, "nobody reads a digest", by(lambda table, verb, allowed: verb == "select" and any(map(SECRET.match, allowed))))
    check_none(check, "nobody writes what triggers keep", by(lambda table, verb, allowed: verb != "select" and KEPT_BY_TRIGGERS.match(table)))
    check_none(check, "who only reads, and the auditor, write nothing", sorted(
        f"{role} {verb} {table}" for (table, verb), roles in found.items() for role in roles
        if role in ("read", "nation_read", "auditor") and verb != "select"))
    check_none(check, "nobody writes a line of a log by hand", by(lambda table, verb, allowed: table in LOGS and verb in ("insert", "update")))
    more = instance.sql("select c.relname || ' ' || a.privilege_type from pg_class c cross join aclexplode(c.relacl) a where c.relnamespace ="
                        " 'public'::regnamespace and a.grantee <> c.relowner and c.relname <> 'probe' and (a.is_grantable or a.grantee = 0 or"
                        " (c.relkind in ('r', 'v') and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')))")
    check_none(check, "nobody may do anything else with a table, or hand on what he may", more)


def check_none(check, name, found):
    check(not found, name, ", ".join(map(str, found[:10])))


def owner_is_refused(instance, check):
    """Append-only tables, as their owner: each has a row here, so that a trigger for rows is met."""
    kept = {row[0] for row in instance.sql("select distinct t.tgrelid::regclass from pg_trigger t join pg_proc p on p.oid = t.tgfoid"
                                           " where p.proname = 'reject_change'")}
    check(kept == HISTORY, f"{len(HISTORY)} tables only grow", f"{kept ^ HISTORY}")
    found = instance.sql("""
begin;
-- What the demonstration has none of.
set local session_replication_role = replica;
insert into portfolio (id, candidacy_id, ordinal, issued_on, acting_org_id, subdomain_mask, content)
select gen_random_uuid(), c.id, 1, current_date, c.owner_org_id, 1, '{}' from candidacy c order by c.id limit 1;
insert into certificate_duplicate (id, certificate_id, ordinal, issued_on)
select gen_random_uuid(), t.id, 1, current_date from certificate t order by t.id limit 1;
insert into identity_statement (id, candidate_id, holder, note, stated_on, stated_by, stands_until)
select gen_random_uuid(), c.id, '{}', 'x', current_date, p.id, current_date from candidate c cross join person p limit 1;
insert into certificate_handover (id, certificate_id, candidacy_id, handed_on, channel, acting_scope)
select gen_random_uuid(), t.id, t.candidacy_id, current_date, 'IN_PERSON', 'CERTIFIER' from certificate t order by t.id limit 1;
insert into vote_reversal (decision_id, session_id, commission_id, agenda_item_id, member_id, person_id, reversed_on)
select d.id, d.session_id, d.commission_id, d.agenda_item_id, v.member_id, m.person_id, current_date
from decision d join vote v on v.agenda_item_id = d.agenda_item_id join commission_member m on m.id = v.member_id order by d.id limit 1;
insert into rectification_signature (rectification_id, session_id, commission_id, member_id, college, person_id, sha256, signed_on)
select gen_random_uuid(), g.session_id, g.commission_id, g.member_id, g.college, g.person_id, g.sha256, g.signed_on from minutes_signature g limit 1;
insert into departure (session_id, member_id, commission_id, left_at, said_by)
select a.session_id, a.member_id, a.commission_id, clock_timestamp(), m.person_id
from attendance a join commission_member m on m.id = a.member_id order by 1, 2 limit 1;
insert into session_stand_in (id, session_id, commission_id, member_id, college, edition, reason, named_on, acting_scope)
select gen_random_uuid(), a.session_id, a.commission_id, a.member_id, m.college, 1, 'x', current_date, 'COMMISSION'
from attendance a join commission_member m on m.id = a.member_id order by a.session_id, a.member_id limit 1;
insert into habilitation_act (id, habilitation_id, event, occurred_on)
select gen_random_uuid(), h.id, 'GRANT', current_date from habilitation h order by h.id limit 1;
set local session_replication_role = origin;
set local role clea_owner;
do $owner$
declare
    name text;
    what text;
    n bigint;
    found text[] := '{}';
begin
    foreach name in array string_to_array('%s', ' ') loop
        execute format('select count(*) from %%I', name) into n;
        if n = 0 then found := found || (name || ' is empty'); end if;
        foreach what in array array['update %%1$I set %%2$I = %%2$I', 'delete from %%1$I', 'truncate %%1$I cascade'] loop
            begin
                execute format(what, name, (select attname from pg_attribute where attrelid = name::regclass and attnum > 0
                    and not attisdropped and attidentity = '' and attgenerated = '' limit 1));
                found := found || format(what, name, '...');
            exception when check_violation then null;
            end;
        end loop;
    end loop;
    perform set_config('test.found', array_to_string(found, ', '), true);
end
$owner$;
select current_setting('test.found');
rollback;""" % " ".join(sorted(HISTORY)))[0][0]
    check(not found, "not even their owner changes, deletes or truncates them", found)
