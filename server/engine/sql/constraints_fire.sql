-- A dry run meets at once what a commit would meet.
select constraints_fire() where $1::text is not null and ($2::uuid is null or $2::uuid is not null)
