-- SPDX-License-Identifier: EUPL-1.2
-- Facts that guards have read are still as they were, and stay so until the commit; raises CL001 otherwise.
select check_facts(kinds => $3::text[], ids => $4::uuid[], versions => $5::int[]) where $1::text is not null
