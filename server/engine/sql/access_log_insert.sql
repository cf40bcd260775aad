-- SPDX-License-Identifier: EUPL-1.2
-- What was shown to whom: one row an answer, with whom it names, those of a turn at once. Whosever they are: no scope is asked for.
select access_log_add(scopes => $3::text[], scope_ids => $4::uuid[], ids => $5::uuid[], credential_ids => $6::uuid[],
    function_ids => $7::uuid[], roles => $8::text[], actions => $9::text[], object_kinds => $10::text[], request_ids => $11::text[],
    statuses => $12::int[], candidate_ids => $13::text[], person_ids => $14::text[], object_ids => $15::text[],
    loose_ids => $16::text[], effects => $17::text[])
