-- SPDX-License-Identifier: EUPL-1.2
-- As many files as `files` says, of 20 organisms in 2 networks and 4 commissions: rows enough to see what a statement costs, with what
-- lists and searches read of them. Not what the rules would make (triggers and foreign keys rest): no test of rules runs on it.
-- As a superuser, once on an empty database, or again with more files: those that are there stay. Without `vacuum` nothing tells the
-- plans that are kept that there is more now.
set session_replication_role = replica;
set synchronous_commit = off;

create or replace function pg_temp.made(kind int, n bigint) returns uuid language sql as $$
    -- UUIDv7 in the order of n
    select ('0196' || lpad(to_hex(n / 65536), 4, '0') || '-' || lpad(to_hex(n % 65536), 4, '0') || '-7' || lpad(to_hex(kind), 3, '0')
            || '-8000-' || lpad(to_hex(n * 2654435761 % 281474976710656), 12, '0'))::uuid
$$;
create or replace function pg_temp.referenced(prefix text, n bigint) returns text language sql as $$
    select s || '-' || reference_check_digits(s) from (select prefix || '-2019-' || lpad(n::text, 6, '0') as s) s
$$;
create or replace function pg_temp.named(n bigint) returns text language sql as $$ -- letters alone
    select translate(lpad(to_hex(n * 40503 % 1048576), 5, '0'), '0123456789abcdef', 'bcdfghjklmnpqrst')
$$;

insert into network (id, name) select pg_temp.made(1, n), 'Volume ' || n from generate_series(1, 2) n on conflict do nothing;
insert into organism (id, reference, siret, name, search_name, name_rule)
select pg_temp.made(2, n), pg_temp.referenced('ORG', n), lpad(n::text, 14, '9'), 'Volume ' || n, 'volume ' || n, 1
from generate_series(1, 20) n on conflict do nothing;
insert into network_membership (id, network_id, organism_id, valid_from)
select pg_temp.made(3, n), pg_temp.made(1, 1 + n % 2), pg_temp.made(2, n), '2019-01-01' from generate_series(1, 20) n on conflict do nothing;
insert into commission (id, reference, kind, name, region, referential_code)
select pg_temp.made(4, n), pg_temp.referenced('COM', n), 'REGIONAL', 'Volume ' || n, 'Volume ' || n, 'VOLUME' from generate_series(1, 4) n
on conflict do nothing;
insert into person (id, human_id, last_name, first_name)
select pg_temp.made(5, n), pg_temp.made(5, n), 'Volume', 'Nr' from generate_series(1, greatest(200, :files / 20)) n on conflict do nothing;
insert into affiliation (id, person_id, organism_id, role, valid_from)
select pg_temp.made(6, n), pg_temp.made(5, n), pg_temp.made(2, 1 + n % 20),
       (array['COUNSELLOR', 'EVALUATOR', 'TRAINER', 'REFERENT'])[1 + n / 20 % 4], '2019-01-01'
from generate_series(1, greatest(200, :files / 20)) n on conflict do nothing;
-- Some fifty sites a commune and a département at any size: a page of them costs the same.
insert into site (id, organism_id, name, city, insee_code, status)
select pg_temp.made(7, n), pg_temp.made(2, 1 + n % 20), 'Volume', 'Lille',
       case when n % 4 = 0 then '59350' else lpad((1 + n % 90)::text, 2, '0') || lpad((n % 900)::text, 3, '0') end,
       case when n % 5 = 0 then 'CLOSED' else 'ACTIVE' end
from generate_series(1, :files / 20) n on conflict do nothing;
insert into habilitation (id, organism_id, activity, referential_code, valid_from, valid_to, state)
select pg_temp.made(8, n), pg_temp.made(2, 1 + n % 20), 'EVALUATION', 'VOLUME', '2019-01-01', '2019-12-31', 'ENDED'
from generate_series(1, :files / 20) n on conflict do nothing;

create temporary table volume on commit preserve rows as
select n, pg_temp.made(16, n) as candidacy_id, pg_temp.made(17, n) as candidate_id, pg_temp.made(2, 1 + n % 20) as owner_id,
       case when n % 3 = 0 then pg_temp.made(4, 1 + n / 3 % 4) end as commission_id,
       (array['CONTACT', 'INFORMED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'CERTIFIED', 'EXPIRED', 'CERTIFIED', 'CERTIFIED'])[1 + n / 3 % 10]
           as state,
       date '2021-01-01' + (n * 7919 % 3000)::int as day
from generate_series(1, :files::bigint) n
where not exists (select from candidacy c where c.id = pg_temp.made(16, n));

insert into candidate (id, reference, birth_name, first_name_1, birth_year, birth_month, birth_day, search_name, name_rule, created_by_org_id,
                       identity_parts, search_words)
select candidate_id, pg_temp.referenced('CAN', n), pg_temp.named(n), pg_temp.named(n % 500), 1970 + n % 40, 1 + n % 12, 1 + n % 28, pg_temp.named(n) || ' ' || pg_temp.named(n % 500), 1, owner_id,
       array[pg_temp.named(n), pg_temp.named(n % 500), 'F', (1970 + n % 40)::text, (1 + n % 12)::text, (1 + n % 28)::text, '100', '59350'], array[pg_temp.named(n), pg_temp.named(n % 500)]
from volume;
insert into candidate_word (candidate_id, word) select c.candidate_id, w.word from volume c
cross join lateral (select pg_temp.named(c.n) union select pg_temp.named(c.n % 500) union select unnest(candidate_marks((1970 + c.n % 40)::int, null))) w (word);
insert into candidate_access (candidate_id, organism_id, name_key) select candidate_id, owner_id, pg_temp.named(n) || ' ' || pg_temp.named(n % 500) from volume where n % 10 > 0;
insert into candidate_access_word (organism_id, word, candidate_id)
select v.owner_id, w.word, v.candidate_id from volume v join candidate_word w on w.candidate_id = v.candidate_id where v.n % 10 > 0;
insert into candidate_known (candidate_id, organism_id, reference, record)
select candidate_id, owner_id, pg_temp.referenced('CAN', n),
       jsonb_build_object('id', candidate_id, 'reference', pg_temp.referenced('CAN', n), 'status', 'ACTIVE') from volume where n % 10 = 0;
insert into candidacy (id, reference, candidate_id, referential_code, referential_version_id, state, owner_org_id, opened_org_id, opened_on,
                       information_on, counsellor_id, consent_on, cycle_start_date, deadline_date, can_expire, last_activity_on, entered_on)
select candidacy_id, pg_temp.referenced('DOS', n), candidate_id, 'VOLUME', pg_temp.made(9, 1), state, owner_id, owner_id, day, day,
       pg_temp.made(5, 1), day, case when state not in ('CONTACT', 'INFORMED') then day + 10 end,
       case when state not in ('CONTACT', 'INFORMED') then (day + 10 + interval '5 years')::date end,
       state in ('PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY'), day + (n % 100)::int, current_date
from volume;
insert into candidacy_activity (candidacy_id, owner_org_id, last_activity_on, idle_state, idle_since)
select c.id, c.owner_org_id, c.last_activity_on, case when candidacy_idles(c.state) then c.state end, case when candidacy_idles(c.state) then c.entered_on end
from volume v join candidacy c on c.id = v.candidacy_id;
insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
select candidacy_id, 'ORGANISM', owner_id, candidate_id, true from volume union all
select candidacy_id, 'CANDIDATE', candidate_id, candidate_id, true from volume;
insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write, deadline_key, last_activity_on)
select v.candidacy_id, 'COMMISSION', v.commission_id, v.candidate_id, false, c.deadline_key, c.last_activity_on
from volume v join candidacy c on c.id = v.candidacy_id where v.commission_id is not null;
insert into cycle_person (candidacy_id, human_id, role)
select candidacy_id, pg_temp.made(5, 40 + n % 20), 'TRAINER' from volume where n % 2 = 0 and n / 20 % 10 = 0;
insert into candidacy_event (id, candidacy_id, sequence, event, from_state, to_state, occurred_on)
select pg_temp.made(18 + s, n), candidacy_id, s, 'RECORD_ATTENDANCE', state, state, day from volume cross join generate_series(1, 2) s;
insert into file (id, candidacy_id, commission_id, submitted_on, moved_on, acting_org_id, snapshot, status, owner_org_id)
select pg_temp.made(21, n), candidacy_id, commission_id, day, day, owner_id, '{}', case when n % 30 = 0 then 'SUBMITTED' else 'DECIDED' end, owner_id
from volume where commission_id is not null;
insert into certificate (id, candidacy_id, candidate_id, referential_code, referential_version_id, number, verification_code, issued_on, decision_on,
                         decision_id, session_id, commission_id, holder, owner_org_id)
select pg_temp.made(22, n), candidacy_id, candidate_id, 'VOLUME', pg_temp.made(9, 1), pg_temp.referenced('CLEA', n),
       lpad(translate(n::text, 'ILOU', ''), 26, '0'), day, day, pg_temp.made(23, n), pg_temp.made(24, n / 10), commission_id, '{}', owner_id
from volume where commission_id is not null and state = 'CERTIFIED';
-- Papers and credentials of the certificates, and evidence beside every candidacy. As many wait at any size.
insert into document (kind, subject_id, content, sha256, drawing, sealed_at)
select 'CERTIFICATE', c.id, w.content, sha256(w.content), case when w.content is not null then 'volume' end,
       case when w.content is not null then clock_timestamp() end
from volume v join certificate c on c.candidacy_id = v.candidacy_id
cross join lateral (select case when v.n > 300 then decode(repeat('00', 40000), 'hex') end as content) w;
insert into credential_list (id, number) values (pg_temp.made(31, 1), 1) on conflict do nothing;
update credential_list set with_proof = repeat('x', 20000), token = repeat('x', 20000), signed_version = version, signed_at = clock_timestamp()
where signed_version is null;
insert into credential_key (id, issuer, algorithm, jwk, method)
select lpad(n::text, 43, 'k'), 'https://volume.example/v1/issuer', case n when 1 then 'EdDSA' else 'RS256' end, '{}', case n when 1 then '{}' end
from generate_series(1, 2) n on conflict do nothing;
insert into credential (certificate_id, list_id, list_index, with_proof, token, signed_at)
select c.id, pg_temp.made(31, 1), v.n, w.text, w.text, case when w.text is not null then clock_timestamp() end
from volume v join certificate c on c.candidacy_id = v.candidacy_id
cross join lateral (select case when v.n > 300 then repeat('x', 5000) end as text) w;
insert into evidence (id, candidacy_id, acting_scope, acting_org_id, media_type, byte_count, part_count, sha256, state, scanned_at)
select pg_temp.made(32, n), candidacy_id, 'ORGANISM', owner_id, 'application/pdf', 100000, 2, sha256('x'), case when n > 100 then 'CLEAN' else 'PENDING_SCAN' end,
       case when n > 100 then clock_timestamp() end
from volume;
insert into evidence_part (evidence_id, number, candidacy_id, content)
select pg_temp.made(32, n), number, candidacy_id, decode(repeat('00', 50000), 'hex') from volume cross join generate_series(0, 1) number;
insert into evidence_part (evidence_id, number, candidacy_id, content, loose_since)
select pg_temp.made(33, n), 0, candidacy_id, 'x', '2024-01-01' from volume where n <= 40;
insert into session (id, commission_id, reference, planned_on, held_on, state)
select pg_temp.made(24, n), pg_temp.made(4, 1 + n % 4), pg_temp.referenced('SES', n), '2023-12-01', '2024-01-01', 'PLANNED'
from generate_series(1, :files / 20) n on conflict do nothing;
insert into agenda_item (id, session_id, commission_id, candidacy_id, file_id, position, added_on, settled_on)
select pg_temp.made(25, n), pg_temp.made(24, 1 + n % (:files / 20)), commission_id, candidacy_id, pg_temp.made(21, n), 1, day, day
from volume where commission_id is not null;
insert into appointment (id, organism_id, candidate_id, counsellor_id, kind, starts_at, time_zone, duration_minutes)
select pg_temp.made(26, n), owner_id, candidate_id, pg_temp.made(5, 1), 'INFORMATION', day, 'Europe/Paris', 30 from volume;
insert into transfer_request (id, kind, contact_candidacy_id, requesting_org_id, requested_on, consent_on, state, settled_on)
select pg_temp.made(27, n), 'REQUEST', candidacy_id, owner_id, day, day, 'LAPSED', day from volume where n % 10 = 0;
insert into transfer_request_route (request_id, candidacy_id, owner_org_id)
select pg_temp.made(27, n), candidacy_id, pg_temp.made(2, 1 + (n + 1) % 20) from volume where n % 10 = 0;
insert into invitation (id, code_digest, candidate_id, scope, scope_id, status, expires_at, settled_at)
select pg_temp.made(28, n), sha256(n::text::bytea), candidate_id, 'ORGANISM', owner_id, 'ACCEPTED', day, day from volume where n % 10 = 0;
insert into login (id, issuer, subject, digest, candidate_id, invitation_id)
select pg_temp.made(29, n), 'volume', n::text, sha256(n::text::bytea), candidate_id, pg_temp.made(28, n) from volume where n % 10 = 0;
insert into link_request (id, kind, person_id, organism_id, role, valid_from, asked_scope, asked_scope_id, asked_on, answer_until, state, settled_on)
select pg_temp.made(30, n), 'FUNCTION', pg_temp.made(5, 1 + n % 200), pg_temp.made(2, 1 + n % 20), 'EVALUATOR', '2024-01-01', 'ORGANISM',
       pg_temp.made(2, 1 + n % 20), '2024-01-01', '2024-02-01', 'LAPSED', '2024-02-01'
from generate_series(1, :files / 20) n on conflict do nothing;
-- What was told of them: two acts of each, an appointment, and the sessions. Of a transaction long before any other.
insert into change (id, kind, object_id, root_id, what, occurred_on, told_id, commission_id)
select change_place('3', 4 * n + s), 'CANDIDACY', candidacy_id, candidacy_id, 'RECORD_ATTENDANCE', day, owner_id, commission_id
from volume cross join generate_series(1, 2) s;
insert into change (id, kind, object_id, root_id, what, occurred_on, told_id)
select change_place('3', 4 * n + 3), 'APPOINTMENT', pg_temp.made(26, n), candidate_id, 'PLANNED', day, owner_id from volume;
insert into change (id, kind, object_id, root_id, what, occurred_on, commission_id)
select change_place('3', 4 * n), 'SESSION', s.id, s.id, 'PLANNED', s.held_on, s.commission_id
from generate_series(1, :files / 20) n join session s on s.id = pg_temp.made(24, n) on conflict do nothing;
-- One history as long as there are files.
insert into candidacy_event (id, candidacy_id, sequence, event, from_state, to_state, occurred_on)
select pg_temp.made(20, s), pg_temp.made(16, 4), s, 'RECORD_RESULTS', 'PRIOR_IN_PROGRESS', 'PRIOR_IN_PROGRESS', '2026-01-14'
from generate_series(3, :files) s on conflict do nothing;
set session_replication_role = origin;
\if :vacuum
vacuum analyze; -- what is in an index is counted there
\endif
