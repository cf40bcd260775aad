-- The same of the live rows alone, for acts: a former owner is told that the file is held elsewhere before anything of it is looked at.
with asked as materialized (
    select x.item, named.id
    from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
    cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
    where scope_sees_candidacy($1::text, $2::uuid, named.id)
), evaluations as not materialized (select * from evaluation
), sittings as not materialized (select * from sitting
), paths as not materialized (select * from path
), modules as not materialized (select * from path_module
), voidings as not materialized (select * from subdomain_voiding
), lifts as not materialized (select * from subdomain_voiding_lift
), files as not materialized (select * from file
)
{{candidacy_parts}}
