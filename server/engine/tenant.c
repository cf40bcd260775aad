/* SPDX-License-Identifier: EUPL-1.2 */
/* The third wall. A statement whose rows belong to tenants says of each row whose it is, in a
 * column `tenants`: "ORGANISM:… COMMISSION:… CANDIDATE:…" as the relation of the database has it.
 * That is not the question that the other two walls ask (may this caller see the row?), which may
 * be asked wrongly in both by the same mistake, but what the answer to it has to agree with,
 * compared where nothing of the database has a say. */
#include "engine/tenant.h"

#include "id_text.h"
#include "log.h"

#include <stdio.h>
#include <string.h>

enum { TENANT_SIZE = 16 + ID_TEXT_SIZE };

static bool is_named(struct slice tenants, const char *tenant)
{
    const size_t size = strlen(tenant);
    const char *end = tenants.at + tenants.size;
    for (const char *at = tenants.at; at && at + size <= end;) {
        const char *blank = memchr(at, ' ', (size_t)(end - at));
        const size_t word = (size_t)((blank ? blank : end) - at);
        if (word == size && memcmp(at, tenant, size) == 0)
            return true;
        at = blank ? blank + 1 : NULL;
    }
    return false;
}

static void tell(const struct flight *flight, const struct rows *rows)
{
    log_fields(LOG_ERROR, "a row of another tenant", LOG_SLICE("request_id", flight->request_id),
               LOG_TEXT("operation", flight->x.operation->id),
               LOG_TEXT("statement", rows->segment->executions[rows->execution].statement->name));
}

/* Who trains for an organism that does not hold the candidacy shares in what such operations show,
 * and the others there do not. */
static bool is_of_trainers(const struct flight *flight)
{
    const struct principal *principal = &flight->x.principal;
    return (flight->x.operation->flags & OPERATION_TRAINING) &&
           slice_is(principal->scope, "ORGANISM") && id_is_set(principal_reach(principal));
}

bool tenant_may_see(const struct flight *flight, const struct rows *rows)
{
    const struct principal *principal = &flight->x.principal;
    unsigned column;
    char id[ID_TEXT_SIZE], tenant[TENANT_SIZE], trainer[TENANT_SIZE];
    if (rows->count == 0 || !scope_is_tenant(principal->scope) ||
        !segment_find_column(rows->segment, rows->execution, "tenants", &column))
        return true;
    id_print(principal->scope_id, id);
    snprintf(tenant, sizeof tenant, "%s:%s", principal->scope.at, id);
    snprintf(trainer, sizeof trainer, "TRAINER:%s", id);
    const bool trains = is_of_trainers(flight);
    for (unsigned i = 0; i < rows->count; i++) {
        struct slice tenants =
            segment_cell(rows->segment, rows->execution, rows_number(rows, i), column);
        if (!is_named(tenants, tenant) && !(trains && is_named(tenants, trainer))) {
            tell(flight, rows);
            return false;
        }
    }
    return true;
}
