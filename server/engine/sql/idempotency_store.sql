-- SPDX-License-Identifier: EUPL-1.2
-- The answers of keys, in the transaction of their effects, and whom they name.
select idempotency_add(scopes => $3::text[], scope_ids => $4::uuid[], principal_keys => $5::text[], operations => $6::text[],
    paths => $7::text[], keys => $8::text[], fingerprints => $9::bytea[], statuses => $10::int[], etags => $11::text[],
    locations => $12::text[], bodies => $13::text[], candidate_ids => $14::text[], person_ids => $15::text[],
    object_ids => $16::text[])
