-- SPDX-License-Identifier: EUPL-1.2
-- Who did, or was refused, what: ids and codes only, in the transaction of the act.
select audit_add(scopes => $3::text[], scope_ids => $4::uuid[], credential_ids => $5::uuid[], function_ids => $6::uuid[],
    roles => $7::text[], actions => $8::text[], object_kinds => $9::text[], request_ids => $10::text[], object_ids => $11::uuid[],
    outcomes => $12::text[], reasons => $13::text[], keys => $14::text[])
