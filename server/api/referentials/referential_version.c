/* SPDX-License-Identifier: EUPL-1.2 */
/* A version of a référentiel by its label: how it is named and read. */
#include "api/referentials/referential_version.h"

void referential_bind_label(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_text(params, "code", x->path_text[0]);
    params_text(params, "version", x->path_text[1]);
}

void referential_read_version(struct exchange *x, struct row *row)
{
    struct referential_version_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->status = row_text(row, "status");
    known->valid_from = row_date(row, "valid_from");
    known->valid_to = row_date(row, "valid_to");
    known->tree = row_text(row, "tree");
    known->shape = row_text(row, "shape");
    known->declared.domains = row_int(row, "declared_domains");
    known->declared.subdomains = row_int(row, "declared_subdomains");
    known->declared.criteria = row_int(row, "declared_criteria");
    known->listed.domains = row_int(row, "listed_domains");
    known->listed.subdomains = row_int(row, "listed_subdomains");
    known->listed.criteria = row_int(row, "listed_criteria");
    x->version = row_int(row, "row_version");
}

void referential_read_neighbour(struct exchange *x, struct row *row)
{
    struct referential_version_snapshot *known = x->snapshot;
    struct slice *added =
        exchange_more(x, &known->neighbours, known->neighbour_count, sizeof *added);
    if (!added)
        return;
    *added = row_text(row, "version");
    known->neighbour_count++;
}
