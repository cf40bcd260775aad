# SPDX-License-Identifier: EUPL-1.2
"""Invariants over the whole database (domain rules 9.5), each a query that returns the rows that break it. Written apart from the server's
own, which are asked beside them and must see what is tampered with as well. Used by scenarios, load and crash tests."""

import pathlib
import re

from kept_rows import KEPT
from recomputed import PREPARED

INVARIANTS = {
    "1 one live candidacy per candidate and certification": """
        select candidate_id, referential_code, count(*) from candidacy c join candidacy_state s using (state)
        where s.is_live and (c.state <> 'ABANDONED' or c.information_on is not null) group by 1, 2 having count(*) > 1""",
    "a module was attended as long as its history says, corrections included": """
        select m.id, m.attended_minutes from path_module m
        left join lateral (
            select sum(coalesce((select (x.data ->> 'attended_minutes')::int from candidacy_event x
                                 where x.candidacy_id = e.candidacy_id and x.event = 'CORRECT_ATTENDANCE' and x.data ->> 'attendance_id' = e.id::text
                                 order by x.sequence desc limit 1), (e.data ->> 'attended_minutes')::int)) as minutes
            from candidacy_event e
            where e.candidacy_id = m.candidacy_id and e.event = 'RECORD_ATTENDANCE' and e.data ->> 'module_id' = m.id::text) told on true
        where m.attended_minutes <> coalesce(told.minutes, 0)""",
    "endings: an abandoned candidacy knows where it was, a cancelled one why; no other does": """
        select reference from candidacy where (state = 'ABANDONED') <> (previous_state is not null)
           or (state = 'CANCELLED') <> (cancel_reason is not null)""",
    "endings: closed candidacies have no live path and no live file": """
        select c.reference from candidacy c join path p on p.candidacy_id = c.id and p.status in ('PROPOSED', 'ACCEPTED')
        where c.state in ('EXPIRED', 'WITHDRAWN', 'CANCELLED')
        union all
        select c.reference from candidacy c join file f on f.candidacy_id = c.id and f.status in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED')
        where c.state not in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED')""",
    **KEPT,
    "2 one live certificate per candidate and certification": """
        select candidate_id, referential_code, count(*) from certificate where status = 'ISSUED' group by 1, 2 having count(*) > 1""",
    "3 no certificate without a signed favourable decision of a session with the file on its agenda": """
        select t.number from certificate t where not exists (
            select from decision d join session s on s.id = d.session_id and s.state = 'SIGNED'
            join agenda_item a on a.id = d.agenda_item_id and a.session_id = s.id and a.candidacy_id = t.candidacy_id and a.removed_on is null
            where d.id = t.decision_id and d.outcome = 'CERTIFIED' and d.effective_on is not null and d.decided_on = t.decision_on
              and (select count(distinct g.college) from minutes m join minutes_signature g on g.minutes_id = m.id where m.session_id = s.id) = 2)""",
    "4 certified only with every domain validated": """
        select c.reference, e.subdomain from candidacy c join effective e on e.candidacy_id = c.id
        where c.state = 'CERTIFIED' and not e.is_validated""",
    "5 stored statuses are those recomputed from the results": """
        select id, subdomain, stored, computed from recomputed where stored is distinct from computed""",
    "6 completed evaluations have whole grids and are not touched after completion": """
        select e.id from evaluation e join candidacy c on c.id = e.candidacy_id
        join referential_version r on r.id = c.referential_version_id
        join item i on i.version_id = r.id
        where e.completed_on is not null and (e.scope_mask >> (i.subdomain - 1)) & 1 = 1 and substr(e.results, i.position, 1) = '-'
        union all
        select e.id from evaluation e
        join candidacy_event done on done.candidacy_id = e.candidacy_id
             and done.event = case e.kind when 'PRIOR' then 'COMPLETE_PRIOR' else 'COMPLETE_FINAL' end
        join candidacy_event later on later.candidacy_id = e.candidacy_id and later.event = 'RECORD_RESULTS' and later.sequence > done.sequence
        where e.kind = 'PRIOR' and later.from_state = 'PRIOR_IN_PROGRESS' and not exists (
            select from candidacy_event x where x.candidacy_id = e.candidacy_id and x.event = 'ANNUL_EVALUATION'
              and x.sequence between done.sequence and later.sequence)""",
    "7 validated sub-domains are not evaluated again unless a refusal voided them": """
        select x.candidacy_id, x.subdomain from recomputed x join recomputed y using (candidacy_id, subdomain)
        where x.computed = 'V' and x.annulled_on is null and y.ordinal > x.ordinal and y.in_scope and not exists (
            select from subdomain_voiding v where v.candidacy_id = x.candidacy_id and x.domain = any (v.domain_codes)
              and v.after_evaluation_ordinal >= x.ordinal and v.after_evaluation_ordinal < y.ordinal)""",
    "8 no result outside the scope": """
        select e.id from evaluation e join candidacy c on c.id = e.candidacy_id
        join referential_version r on r.id = c.referential_version_id
        join item i on i.version_id = r.id
        where (e.scope_mask >> (i.subdomain - 1)) & 1 = 0 and substr(e.results, i.position, 1) <> '-'""",
    "9 the prior evaluation covers everything; exactly one from its completion on": """
        select e.id::text from evaluation e join candidacy c on c.id = e.candidacy_id
        join referential_version r on r.id = c.referential_version_id
        where e.kind = 'PRIOR' and e.scope_mask <> (1::bigint << r.subdomain_count) - 1
        union all
        select c.reference from candidacy c where c.cycle_start_date is not null
          and (select count(*) from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is null) <> 1""",
    "10 final sittings lie between the end of the path and the deadline": """
        select s.id from sitting s join evaluation e on e.id = s.evaluation_id join candidacy c on c.id = e.candidacy_id
        left join path p on p.id = e.path_id
        where e.kind = 'FINAL' and e.annulled_on is null and (s.held_on > c.deadline_date or c.deadline_date is null or p.closed_on is null or s.held_on < p.closed_on
          or not exists (select from evaluation f where f.candidacy_id = c.id and f.kind = 'PRIOR' and f.completed_on is not null))""",
    "11 nobody evaluates and trains one candidate in one cycle": """
        select s.candidacy_id, p.human_id from evaluated s join person p on p.id = s.evaluator_id intersect
        (select m.candidacy_id, p.human_id from path_module m join person p on p.id = m.trainer_id union
         select v.candidacy_id, p.human_id from candidacy_event v, person p where v.event = 'CHANGE_TRAINER' and human_trained(v.candidacy_id, p.human_id))""",
    "12 every sitting was held by an organism habilitated that day": """
        select s.id from sitting s join candidacy c on c.id = s.candidacy_id
        where not exists (
            select from habilitation h
            where h.activity = 'EVALUATION' and h.referential_code = c.referential_code and h.state in ('GRANTED', 'SUSPENDED', 'WITHDRAWN', 'ENDED')
              and (h.organism_id = s.acting_org_id or exists (
                   select from network_membership n where n.network_id = h.network_id and n.organism_id = s.acting_org_id
                     and s.held_on between n.valid_from and coalesce(n.valid_to, 'infinity')))
              and s.held_on between h.valid_from and coalesce(h.valid_to, 'infinity')
              and (h.ended_on is null or s.held_on < h.ended_on or s.created_at < h.end_recorded_at)
              and not exists (select from habilitation_spell x where x.habilitation_id = h.id
                              and x.created_at < s.created_at and s.held_on between x.suspended_from and coalesce(x.suspended_to, 'infinity')))""",
    "13 parity, quorum, presence and independence on every decided file": """
        with voter as (
            select d.id as decision_id, d.candidacy_id, m.id as member_id, m.person_id, m.college, s.min_per_college, s.held_on, a.presence
            from decision d join session s on s.id = d.session_id join vote v on v.agenda_item_id = d.agenda_item_id and v.standing <> 'CONTESTED'
            join commission_member m on m.id = v.member_id
            left join attendance a on a.session_id = s.id and a.member_id = m.id
            where d.outcome <> 'NOT_EXAMINED' and not exists (select from vote_reversal r where r.decision_id = d.id) and not exists (
                select from step_down x where x.agenda_item_id = d.agenda_item_id and x.member_id = v.member_id))
        select decision_id from voter group by decision_id, min_per_college
        having count(*) filter (where college = 'EMPLOYER') <> count(*) filter (where college = 'EMPLOYEE')
            or count(*) filter (where college = 'EMPLOYER') < min_per_college or not bool_and(presence in ('PRESENT', 'REMOTE'))
        union all
        select v.decision_id from voter v join person p on p.id = v.person_id join person twin on twin.human_id = p.human_id
        join affiliation f on f.person_id = twin.id and v.held_on between f.valid_from and coalesce(f.valid_to, 'infinity')
        where f.organism_id in (select e.org_id from evaluation e where e.candidacy_id = v.candidacy_id union select t.acting_org_id from sitting t where t.candidacy_id = v.candidacy_id
                                union select q.training_org_id from path_module q join candidacy_event h on h.candidacy_id = q.candidacy_id
                                where q.candidacy_id = v.candidacy_id and h.event = 'RECORD_ATTENDANCE' and h.acting_org_id = q.training_org_id)
        union all
        select v.decision_id from voter v join person p on p.id = v.person_id join candidacy c on c.id = v.candidacy_id
        where exists (select from person q where q.human_id = p.human_id and (q.id = c.counsellor_id
            or exists (select from sitting t where t.candidacy_id = c.id and t.evaluator_id = q.id) or exists (select from evaluation e where e.candidacy_id = c.id and e.restituted_by = q.id)
            or exists (select from path_module m join candidacy_event h on h.data ->> 'module_id' = m.id::text and h.event = 'RECORD_ATTENDANCE'
                       where m.candidacy_id = c.id and m.trainer_id = q.id and (h.acting_org_id = m.training_org_id or h.person_id = q.id))))""",
    "14 the votes add up": """
        select d.id from decision d
        where d.outcome <> 'NOT_EXAMINED' and not exists (select from vote_reversal r where r.decision_id = d.id) and (d.voter_count <> d.for_count + d.against_count + d.abstain_count or
          array[d.for_count, d.against_count, d.abstain_count] is distinct from (
            select array[count(*) filter (where choice = 'FOR')::int, count(*) filter (where choice = 'AGAINST')::int,
                         count(*) filter (where choice = 'ABSTAIN')::int]
            from vote v where v.agenda_item_id = d.agenda_item_id and v.standing <> 'CONTESTED' and not exists (
                select from step_down x where x.agenda_item_id = v.agenda_item_id and x.member_id = v.member_id)))
        union all
        select d.id from decision d join vote v on v.agenda_item_id = d.agenda_item_id and v.standing = 'RECORDED'
        join commission_member m on m.id = v.member_id
        where d.effective_on is not null and d.outcome <> 'NOT_EXAMINED' and m.college not in (
            select g.college from minutes_signature g where g.session_id = d.session_id
            and not exists (select from vote_reversal r where r.minutes_id = g.minutes_id))""",
    "15 a file is on one live agenda at most": """
        select file_id from agenda_item where is_live group by 1 having count(*) > 1
        union all
        select a.file_id from agenda_item a join candidacy c on c.id = a.candidacy_id where a.is_live and c.state <> 'ON_AGENDA'""",
    "16 minutes exist from closing on, are signed by both colleges, and are what was signed": """
        select s.reference from session s left join minutes m on m.session_id = s.id
            and not exists (select from vote_reversal r where r.minutes_id = m.id)
        where (s.state in ('CLOSED', 'SIGNED')) <> (m.id is not null)
           or (s.state = 'SIGNED' and (select count(distinct college) from minutes_signature g where g.minutes_id = m.id) <> 2)
           or (s.state = 'SIGNED' and exists (select from minutes_signature g where g.minutes_id = m.id and g.sha256 <> m.sha256))
           or (s.state in ('CLOSED', 'SIGNED') and exists (select from agenda_item a where a.session_id = s.id and a.removed_on is null
                   and not exists (select from decision d where d.agenda_item_id = a.id
                   and not exists (select from vote_reversal r where r.decision_id = d.id))))
        union all
        select s.reference from rectification r join session s on s.id = r.session_id join minutes m on m.id = r.minutes_id
        left join rectification b on b.id = r.rectifies_id
        where s.state <> 'SIGNED' or m.session_id <> s.id
           or (r.state = 'SIGNED') <> ((select count(distinct college) from rectification_signature g where g.rectification_id = r.id) = 2)
           or exists (select from rectification_signature g where g.rectification_id = r.id and g.sha256 <> r.sha256)
           or sha256(convert_to(r.content::text, 'UTF8')) <> r.sha256
           or r.content #>> '{rectifies,sha256}' is distinct from encode(coalesce(b.sha256, m.sha256), 'hex')
           or r.content #> '{minutes,files}' is distinct from (
                select jsonb_agg(f.value || (select jsonb_object_agg(k.key, n.value -> k.key)
                                             from unnest(array['reasons', 'request_text', 'domain_codes', 'answer_by_date']) as k(key)) order by f.place)
                from jsonb_array_elements(m.content -> 'files') with ordinality as f(value, place)
                join jsonb_array_elements(r.content #> '{minutes,files}') with ordinality as n(value, place) on n.place = f.place)""",
    "17 the deadline follows from the start of the cycle": """
        select c.reference from candidacy c
        where c.deadline_date is distinct from (c.cycle_start_date + interval '5 years')::date
           or c.cycle_start_date is distinct from (select max(s.held_on) from sitting s join evaluation e on e.id = s.evaluation_id
                where s.candidacy_id = c.id and e.kind = 'PRIOR' and e.completed_on is not null and e.annulled_on is null)""",
    "18 closed candidacies accept no result": """
        select e.id from candidacy_event e join candidacy_state s on s.state = e.from_state where s.is_final and e.event = 'RECORD_RESULTS'""",
    "21 certificate numbers have no gap": """
        select prefix, year, value from reference_counter r where prefix = 'CLEA' and value <> (
            select count(*) from certificate t where t.number like 'CLEA-' || r.year || '-%')
        union all
        select prefix, year, value from reference_counter r where prefix = 'PV' and value <> (
            select count(*) from (select reference from minutes union all select reference from rectification) t
            where t.reference like 'PV-' || r.year || '-%')""",
    "handovers: a certificate tells the record that stands, and waits while there is none": """
        select t.number from certificate t
        left join lateral (select h.handed_on from certificate_handover h where h.certificate_id = t.id and h.duplicate_id is null
                           and not exists (select from certificate_handover k where k.corrects_id = h.id)) h on true
        where t.handed_over_on is distinct from h.handed_on
           or (t.handover_due_on is not null) <> (h.handed_on is null and t.status = 'ISSUED' and not exists (
                  -- what took its place is in the holder's hands
                  select from certificate_handover k join certificate_duplicate u on u.id = k.duplicate_id
                  where k.certificate_id = t.id and u.reason = 'IDENTITY_CORRECTED'))
        union all
        select t.number from certificate_handover h join certificate t on t.id = h.certificate_id
        where h.handed_on < t.issued_on or h.candidacy_id <> t.candidacy_id""",
    "documents: whatever an act made has its paper, and the last edition of an agenda or a convocation says what holds": """
        select 'RESTITUTION ' || r.evaluation_id from restitution r where not exists (select from document d where d.evaluation_id = r.evaluation_id)
        union all
        select 'PORTFOLIO ' || o.id from portfolio o where not exists (select from document d where d.portfolio_id = o.id)
        union all
        select 'PATH_PROPOSAL ' || p.id from path p where not exists (select from document d where d.path_id = p.id)
        union all
        select 'DECISION ' || e.id from decision e
        where (e.effective_on is not null and e.outcome <> 'NOT_EXAMINED') <> exists (select from document d where d.decision_id = e.id)
        union all
        select 'CONVOCATION ' || v.id from convocation v where not exists (select from document d where d.convocation_id = v.id)
        union all
        select 'MINUTES ' || m.reference from minutes m join session s on s.id = m.session_id
        where (s.state = 'SIGNED' and not exists (select from vote_reversal r where r.minutes_id = m.id))
              <> exists (select from document d where d.minutes_id = m.id)
        union all
        select 'RECTIFYING_MINUTES ' || r.id from rectification r
        where (r.state = 'SIGNED') <> exists (select from document d where d.rectification_id = r.id)
        union all
        select 'AGENDA ' || s.reference from session s
        cross join lateral (select agenda_told(s.id) as now,
                                   (select d.told from document d where d.session_id = s.id order by d.edition desc limit 1) as last) as said
        where s.state = 'CONVENED' and (said.now -> 'session', jsonb_path_query_array(said.now, '$.items[*].candidacy_reference'))
              is distinct from (said.last -> 'session', jsonb_path_query_array(said.last, '$.items[*].candidacy_reference'))
        union all
        select 'CONVOCATION ' || v.id from convocation v join session s on s.id = v.session_id
        where s.state = 'CONVENED' and (v.held_on, v.time_zone, v.starts_at, v.place, v.modality) is not distinct from (s.held_on, s.time_zone, s.starts_at, s.place, s.modality)
          and (session_told(s.id) -> 'session') - 'ends_at_local' is distinct from (
            select (d.told -> 'session') - 'ends_at_local' from document d where d.convocation_id = v.id order by d.edition desc limit 1)""",
    "annulments by four eyes: what is annulled was asked for by one person and confirmed by another, whoever they are by now": """
        select t.number from certificate t
        where (t.status = 'ANNULLED') <> exists (
            select from annulment_request r where r.certificate_id = t.id and r.state = 'CONFIRMED' and r.settled_by = t.annulled_by
              and r.settled_by <> r.requested_by and r.settled_on between r.requested_on and r.confirm_until)""",
    "annulments: a certificate and its candidacy agree; what rests on an annulled prior evaluation is annulled": """
        select c.reference from candidacy c
        where c.is_certificate_annulled <> exists (select from certificate t where t.candidacy_id = c.id and t.status = 'ANNULLED')
        union all
        select c.reference from candidacy c join evaluation e on e.candidacy_id = c.id and e.kind = 'FINAL' and e.annulled_on is null
        where not exists (select from evaluation p where p.candidacy_id = c.id and p.kind = 'PRIOR' and p.annulled_on is null)""",
    "appeals: against an effective refusal; who voted on one examined again does not vote on that candidacy any more": """
        select r.id::text from appeal r join decision d on d.id = r.decision_id
        where d.outcome <> 'REFUSED' or d.effective_on is null or r.filed_on < d.effective_on
           or (r.state = 'REEXAMINE') <> exists (select from subdomain_voiding_lift l where l.appeal_id = r.id)
        union all
        select r.id::text from appeal r join decision d on d.id = r.decision_id
        join vote v on v.agenda_item_id = d.agenda_item_id join commission_member m on m.id = v.member_id join person p on p.id = m.person_id
        join decision again on again.candidacy_id = r.candidacy_id and again.id <> d.id and again.created_at > d.created_at
        join vote w on w.agenda_item_id = again.agenda_item_id join commission_member n on n.id = w.member_id join person q on q.id = n.person_id
        where r.state = 'REEXAMINE' and p.human_id = q.human_id and not exists (
            select from step_down x where x.agenda_item_id = w.agenda_item_id and x.member_id = w.member_id)""",
    "notifications: a file waits while the last decision on it that is in effect was not told, and nobody was told too early": """
        select f.id::text from file f
        left join lateral (select d.id, d.notification_due_on, d.rectification_id from decision d
                           where d.file_id = f.id and d.effective_on is not null and d.outcome <> 'NOT_EXAMINED' order by d.id desc limit 1) last on true
        where f.notification_due_on is distinct from (
            case when not exists (select from decision_notification n where n.decision_id = last.id and n.rectification_id is not distinct from last.rectification_id)
                  and not exists (select from certificate c where c.decision_id = last.id and (c.status = 'ANNULLED' or c.handed_over_on is not null))
                 then last.notification_due_on end)
        union all
        select n.id::text from decision_notification n join decision d on d.id = n.decision_id
        where d.effective_on is null or d.outcome = 'NOT_EXAMINED' or n.notified_on < d.effective_on
           or (d.outcome = 'REFUSED') <> (n.appeal_by_date is not null)""",
    "24 the events of a candidacy form a chain without a gap": """
        select candidacy_id, sequence from (
            select e.*, lag(to_state, 1, 'NONE') over w as before, row_number() over w as n
            from candidacy_event e window w as (partition by candidacy_id order by sequence)) as chain
        where from_state <> before or sequence <> n""",
    "25 events follow one another in time": """
        select c.reference from candidacy c
        where c.information_on > c.cycle_start_date
           or exists (select from restitution r join evaluation e on e.id = r.evaluation_id join sitting s on s.evaluation_id = e.id
                      where r.candidacy_id = c.id and r.given_on < s.held_on)
           or exists (select from file f where f.candidacy_id = c.id and f.submitted_on < c.cycle_start_date
                      and not exists (select from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is not null))""",
    "sessions: convened on their day or before, cancelled later": """
        select reference from session where convened_on > held_on or cancelled_on < convened_on""",
    "replay: the last event leads to the live state": """
        select c.reference, c.state from candidacy c
        left join lateral (select to_state from candidacy_event e where e.candidacy_id = c.id order by sequence desc limit 1) e on true
        where e.to_state is distinct from c.state""",
    "replay: the columns written by the events are the live columns": """
        select c.reference, k.key, k.value, to_jsonb(c) -> k.key from candidacy c
        cross join lateral (
            select distinct on (x.key) x.key, x.value from candidacy_event e, jsonb_each(e.state_after) as x
            where e.candidacy_id = c.id order by x.key, e.sequence desc) as k
        where k.key <> 'version' and to_jsonb(c) -> k.key is distinct from k.value""",
    "replay: every legal column was written by an event": """
        select c.reference, k.key from candidacy c cross join lateral jsonb_each(to_jsonb(c)) as k
        where k.key in ('state', 'information_on', 'counsellor_id', 'consent_on', 'referential_version_id', 'cycle_start_date',
                        'deadline_date', 'answer_by_date', 'previous_state', 'cancel_reason') and k.value <> 'null'
          and not (k.key = 'state' and c.state = 'CONTACT')
          and not exists (select from candidacy_event e where e.candidacy_id = c.id and e.state_after ? k.key)""",
}


# For each invariant, an act behind the server's back that must be seen. Rolled back afterwards.
TAMPERED = {
    "1": """do $$ declare kept text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
             where attrelid = 'candidacy'::regclass and attnum > 0 and not attisdropped and attgenerated = '');
         begin
             execute format('insert into candidacy (%1$s) select %1$s from (select (jsonb_populate_record(c,'
                 'jsonb_build_object(''id'', gen_random_uuid(), ''reference'', ''x''))).* from candidacy c'
                 ' where state = ''INFORMED'' limit 1) x', kept);
         end $$""",
    "2": "insert into certificate select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', 'x',"
         " 'verification_code', 'x'))).* from certificate t limit 1",
    "3": "delete from minutes_signature where college = 'EMPLOYEE'",
    "4": "update evaluation set results = translate(results, 'V', 'N')",
    "5": "update evaluation set subdomain_statuses = overlay(subdomain_statuses placing 'V' from strpos(subdomain_statuses, 'N') for 1)"
         " where subdomain_statuses like '%N%'",
    "6": "update evaluation set results = overlay(results placing '-' from 1 for 1) where kind = 'PRIOR' and completed_on is not null",
    "7": "update evaluation set scope_mask = (select max(scope_mask) from evaluation), results = translate(results, '-', 'V') where kind = 'FINAL'",
    "8": "update evaluation set scope_mask = 1 where kind = 'FINAL'",
    "9": "update evaluation set annulled_on = '2026-01-01', annul_reason = 'x' where kind = 'PRIOR'",
    "10": "update path set closed_on = '2030-01-01' where closed_on is not null",
    "11": "update path_module m set trainer_id = s.evaluator_id from sitting s where s.candidacy_id = m.candidacy_id",
    "12": "update habilitation set state = 'REQUESTED' where activity = 'EVALUATION'",
    "13": "update attendance set presence = 'ABSENT'", "14": "update vote set choice = 'ABSTAIN'",
    "15": "update candidacy set state = 'SUBMITTED' where state = 'ON_AGENDA'",
    "16": "update minutes set sha256 = sha256('x')", "17": "update candidacy set deadline_date = deadline_date + 1",
    "18": "update candidacy_event set from_state = 'EXPIRED' where event = 'RECORD_RESULTS'",
    "21": "delete from certificate where number = (select min(number) from certificate)",
    "handovers: a": "update certificate set handed_over_on = issued_on where handed_over_on is null",
    "documents: whatever": "delete from document where kind = 'AGENDA'",
    "annulments by": "update annulment_request set settled_by = requested_by where state = 'CONFIRMED'",
    "annulments: a": "update candidacy set is_certificate_annulled = false",
    "appeals: against": "update person set human_id = (select min(id::text)::uuid from person)",
    "notifications: a": "update file set notification_due_on = '2026-01-01' where status = 'SUBMITTED'",
    "24": "delete from candidacy_event where event = 'START_PRIOR'",
    "25": "update restitution set given_on = '2000-01-01'",
    "sessions: convened": "update session set convened_on = held_on + 1",
    "endings: an": "update candidacy set previous_state = 'PARTIAL' where state = 'PARTIAL'",
    "endings: closed": "update path set status = 'ACCEPTED' where status = 'INTERRUPTED'",
    "work: certificates": "delete from certificate_due", "lists: by": "update candidacy_activity set last_activity_on = last_activity_on - 1",
    "endings: only": "update candidacy_access set can_write = false where scope = 'ORGANISM'",
    "replay: the last": "update candidacy set state = 'CANCELLED' where state = 'CERTIFIED'",
    "replay: the columns": "update candidacy set deadline_date = deadline_date - 1, cycle_start_date = cycle_start_date - 1",
    "replay: every": "update candidacy_event set state_after = '{}'",
}


def _script(wanted=""):
    """Of the invariants whose names begin like this."""
    return PREPARED + "\nunion all ".join(
        f"(select {place}, row_to_json(t)::text from ({query}\nlimit 5) as t)"
        for place, (name, query) in enumerate(INVARIANTS.items()) if f"{name} ".startswith(wanted)) + ";"


def _found(rows):
    names, found = list(INVARIANTS), {}
    for place, row in rows:
        found.setdefault(names[int(place)], []).append(row)
    return found


def broken(instance):
    """{invariant: first offending rows}."""
    return _found(instance.sql(_script()))


def blind(instance):
    """Invariants that do not see their own tampering: a checker that cannot fail proves nothing."""
    return [name for name, tampering in TAMPERED.items()
            if not any(seen.startswith(f"{name} ") for seen in _found(instance.sql(
                f"begin; set local session_replication_role = replica;\n{CONSTRAINTS}\n{tampering};\n{_script(f'{name} ')}\nrollback;")))]


# What the database itself would refuse first: unique indexes and checks, dropped for the length of a tampering.
CONSTRAINTS = """
do $$
declare c record;
begin
    for c in select conrelid::regclass as place, conname from pg_constraint where contype in ('u', 'c', 'x')
             and connamespace = 'public'::regnamespace and conrelid <> 0 loop
        execute format('alter table %s drop constraint %I cascade', c.place, c.conname);
    end loop;
    for c in select indexrelid::regclass as place from pg_index where indisunique and not indisprimary
             and indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) loop
        execute format('drop index %s', c.place);
    end loop;
end
$$;"""


def check(instance, **_):
    _must_be_none(broken(instance))


def _must_be_none(found):
    if found:
        raise AssertionError("\n".join(f"invariant {name}: {rows}" for name, rows in found.items()))


class Watch:
    """The same question, answered while the next story runs: of the database as it stood when it was asked. What stories left broken
    fails the story behind them, by the names of those that may be guilty."""

    def __init__(self, instance):
        self.instance = instance
        self.pending = None

    def ask(self, stories):
        self.wait()
        self.pending = stories, self.instance.sql_of_now(_script())

    def wait(self):
        if self.pending:
            (stories, answer), self.pending = self.pending, None
            try:
                _must_be_none(_found(answer()))
            except AssertionError as error:
                raise AssertionError(f"left behind by one of “{stories}”: {error}") from None


# The server's own statements (GET /v1/invariants) --------------------------------------------------------------------

STATEMENTS = pathlib.Path(__file__).resolve().parents[2] / "server" / "api" / "service" / "sql"
# What only the server's statements look at.
ALSO_TAMPERED = {
    # Its 4 rests on the stored statuses, which its 5 holds to the grid.
    "4": "update evaluation set subdomain_statuses = translate(subdomain_statuses, 'V', 'N')",
    "19": "update candidacy set opened_on = '2099-01-01'",
    "20": "update referential_version set valid_from = '1900-01-01', valid_to = null, status = 'ACTIVE'",
    "22": "update certificate_duplicate set ordinal = ordinal + 5",
    "26": "update candidacy_access set candidate_id = gen_random_uuid()",
    "28": """update candidacy_event set state_after = state_after || '{"version": 1}'""",
}


# One slice for all.
FIRST_ID, LAST_ID = "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"


def _statement(number):
    """A statement of the server as an administrator of the database would run it."""
    text = (STATEMENTS / f"invariant_{int(number):02d}.sql").read_text()
    # The scope's id is of no use to who sees all: most statements leave it out.
    for parameter, value in (("$1::text", "'SYSTEM'::text"), ("$2::uuid", "null::uuid"), ("$3::int[]", f"array[{number}]"),
                             ("$4::uuid[]", f"array['{FIRST_ID}'::uuid]"), ("$5::uuid[]", f"array['{LAST_ID}'::uuid]")):
        text = text.replace(parameter, value)
    assert not re.search(r"\$\d", text), f"invariant {number} has a parameter that is not known here"
    return text


def blind_server(instance):
    """Invariants whose statement does not see a tampering with it."""
    numbers = {name: tampering for name, tampering in TAMPERED.items() if name.isdigit()} | ALSO_TAMPERED
    asked = {path.stem[-2:].lstrip("0") for path in STATEMENTS.glob("invariant_[0-9]*.sql")}
    assert len(asked) > 20, "hardly any statement was found"
    blind = [f"{number} is never tampered with" for number in sorted(asked - set(numbers))]
    for number, tampering in numbers.items():
        if not instance.sql(f"begin; set local session_replication_role = replica;\n{CONSTRAINTS}\n{tampering};\n"
                            f"{_statement(number)};\nrollback;"):
            blind.append(number)
    return blind


def ask(world, numbers=None):
    """The report of the server; one that is not whole is a failure."""
    report = world.certifier.get("/v1/invariants" + (f"?numbers={numbers}" if numbers else "")).must(200).body
    broken = [entry for entry in report["data"] if entry["status"] == "BROKEN"]
    if broken or not report["is_whole"]:
        raise AssertionError("the server finds broken: " + "; ".join(f"{entry['number']} {entry['samples']}" for entry in broken))
    return report
