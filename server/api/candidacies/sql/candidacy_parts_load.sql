-- SPDX-License-Identifier: EUPL-1.2
-- What hangs on a candidacy, as rows of several sorts: evaluations (evaluation_one_ordinal) and sittings (sitting_by_candidacy), paths
-- (path_one_ordinal) and modules (path_module_by_candidacy), sub-domains voided by refusals, with those of a refusal that is examined
-- again marked (subdomain_voiding_by_candidacy), files with the live agenda they are on (file_one_ordinal,
-- agenda_item_one_live_agenda). Oldest first within each sort. offset 0: each is looked up by its candidacy, also by a plan that was
-- made when the table was empty.
with asked as materialized (
    select x.item, named.id
    from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
    cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
    where scope_sees_candidacy($1::text, $2::uuid, named.id)
), evaluations as not materialized (select l.* from evaluation_seen l
), sittings as not materialized (select l.* from sitting_seen l
), paths as not materialized (select l.* from path_seen l
), modules as not materialized (select l.* from path_module_seen l
), voidings as not materialized (select l.* from subdomain_voiding_seen l
), lifts as not materialized (select l.* from subdomain_voiding_lift_seen l
), files as not materialized (select l.* from file_seen l
)
{{candidacy_parts}}
