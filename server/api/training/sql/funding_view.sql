-- A funding by id; row-level security leaves out networks, commissions and what is not the former owner's (funding_pk).
select x.item, f.id, f.candidacy_id, f.step, f.module_id, f.funder_type, f.agreement_number, f.amount_cents, f.vat_rate_bp,
       f.currency, f.hours, f.valid_from, f.valid_to, f.acting_org_id, f.recorded_by, f.version,
       wire_instant(f.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join funding f on f.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
