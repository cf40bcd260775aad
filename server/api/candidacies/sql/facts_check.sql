-- Facts that guards have read are still as they were, and stay so until the commit; raises CL001 otherwise.
select check_facts($3::text[], $4::uuid[], $5::int[]) where $1::text is not null and ($2::uuid is null or $2::uuid is not null)
