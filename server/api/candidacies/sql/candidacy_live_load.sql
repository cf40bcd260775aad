-- The same of the live rows alone, for acts: a former owner is told that the file is held elsewhere before anything of it is looked at.
with asked as materialized (
    select x.item, named.id
    from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
    cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
    where scope_sees_candidacy($1::text, $2::uuid, named.id)
), evaluations as not materialized (select l.* from evaluation l
), sittings as not materialized (select l.* from sitting l
), paths as not materialized (select l.* from path l
), modules as not materialized (select l.* from path_module l
), voidings as not materialized (select l.* from subdomain_voiding l
), lifts as not materialized (select l.* from subdomain_voiding_lift l
), files as not materialized (select l.* from file l
)
{{candidacy_parts}}
