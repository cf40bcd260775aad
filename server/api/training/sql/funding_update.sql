-- A correction of a funding, from the version that was read.
update funding f
set step = x.step, module_id = x.module_id, funder_type = x.funder_type, agreement_number = x.agreement_number,
    amount_cents = x.amount_cents, vat_rate_bp = x.vat_rate_bp, hours = x.hours, valid_from = x.valid_from, valid_to = x.valid_to
from unnest($3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::bigint[], $10::int[], $11::int[],
            $12::date[], $13::date[])
     as x(id, version, step, module_id, funder_type, agreement_number, amount_cents, vat_rate_bp, hours, valid_from, valid_to)
where f.id = x.id and f.version = x.version and scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
