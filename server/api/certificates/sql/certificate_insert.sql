-- SPDX-License-Identifier: EUPL-1.2
-- The certificate, with the holder's identity as it is that day (that of the evaluation and of the decision, unless a note says why it is another), never before the day of the decision: a commission overseas
-- may be a day ahead. The number has no gaps: this is the last statement. Who
-- comes second touches nothing, reads again and finds the certificate that there is.
insert into certificate (id, candidacy_id, candidate_id, referential_code, referential_version_id, number, verification_code,
                         issued_on, issued_by, decision_on, decision_id, session_id, commission_id, holder, note, statement_id, handover_due_on)
select x.id, c.id, c.candidate_id, c.referential_code, c.referential_version_id,
       next_reference('CLEA', extract(year from made.issued_on)::int), x.verification_code, made.issued_on, x.person_id,
       s.held_on, d.id, s.id, s.commission_id,
       {{holder_printed}},
       x.note, x.statement_id, x.handover_due_on
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::date[], $8::uuid[], $9::text[], $10::uuid[], $11::date[])
     as x(id, candidacy_id, decision_id, verification_code, issued_on, person_id, note, statement_id, handover_due_on)
cross join lateral (select c.id, c.candidate_id, c.referential_code, c.referential_version_id
                    from candidacy c where c.id = x.candidacy_id offset 0) c
cross join lateral (select n.* from candidate n where n.id = c.candidate_id offset 0) n
cross join lateral (select d.id, d.session_id, d.holder from decision d where d.id = x.decision_id offset 0) d
cross join lateral (select s.id, s.held_on, s.commission_id from session s where s.id = d.session_id offset 0) s
cross join lateral (select greatest(x.issued_on, s.held_on)) as made(issued_on)
where scope_writes_all($1::text) and (x.statement_id is not null or holder_changes_since(c.id, d.holder, {{holder_printed}}) = '{}')
on conflict do nothing
