-- Who pays a step. The candidacy is not claimed: money never stands in the way of an act (invariant 30).
insert into funding (id, candidacy_id, acting_org_id, recorded_by, step, module_id, funder_type, agreement_number, amount_cents,
                     vat_rate_bp, hours, valid_from, valid_to)
select x.id, x.candidacy_id, $2::uuid, x.person_id, x.step, x.module_id, x.funder_type, x.agreement_number, x.amount_cents,
       x.vat_rate_bp, x.hours, x.valid_from, x.valid_to
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::bigint[], $11::int[],
            $12::int[], $13::date[], $14::date[])
     as x(id, candidacy_id, person_id, step, module_id, funder_type, agreement_number, amount_cents, vat_rate_bp, hours,
          valid_from, valid_to)
where $1::text = 'ORGANISM' and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
