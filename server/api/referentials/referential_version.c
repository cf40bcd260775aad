/* A version of a référentiel by its label: how it is named and read. */
#include "api/referentials/referential_version.h"

void referential_bind_label(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_text(params, x->path_text[0]);
    params_text(params, x->path_text[1]);
}

void referential_read_version(struct exchange *x, struct row *row)
{
    struct referential_version_snapshot *known = x->snapshot;
    known->id = row_id(row);
    known->status = row_text(row);
    known->valid_from = row_date(row);
    known->valid_to = row_date(row);
    known->tree = row_text(row);
    known->shape = row_text(row);
    known->declared.domains = row_int(row);
    known->declared.subdomains = row_int(row);
    known->declared.criteria = row_int(row);
    known->listed.domains = row_int(row);
    known->listed.subdomains = row_int(row);
    known->listed.criteria = row_int(row);
    x->version = row_int(row);
}

void referential_read_neighbour(struct exchange *x, struct row *row)
{
    struct referential_version_snapshot *known = x->snapshot;
    if (known->neighbour_count < REFERENTIAL_NEIGHBOURS_MAX)
        known->neighbours[known->neighbour_count++].version = row_text(row);
}
