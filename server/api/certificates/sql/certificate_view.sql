-- SPDX-License-Identifier: EUPL-1.2
-- A certificate by id or number.
select x.item, c.id, c.number, c.status, c.verification_code, c.candidacy_id, c.candidate_id, v.title, c.referential_code,
       v.version as referential_version, c.referential_version_id, c.issued_on, c.issued_by, c.decision_on, c.decision_id,
       c.session_id, c.commission_id, k.name as commission_name, c.holder, c.note, c.statement_id,
       c.handed_over_on, c.handover_due_on, c.annulled_on, c.annul_reason,
       coalesce((select json_agg(json_build_object('id', d.id, 'mark', 'DUPLICATA n° ' || d.ordinal, 'issued_on', d.issued_on,
                                                 'reason', d.reason, 'note', d.note, 'holder', d.holder, 'statement_id', d.statement_id)
                                 order by d.ordinal)
                 from certificate_duplicate_seen d where d.certificate_id = c.id), '[]'::json) as duplicates,
       c.version, wire_instant(c.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
join referential_version v on v.id = c.referential_version_id
join commission k on k.id = c.commission_id
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
