/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/sandbox_agrees.h"

#include "db/store.h"

#include <stdio.h>

bool sandbox_agrees(const char *conninfo, bool is_sandbox, char *ret_why, size_t why_size)
{
    struct store *store = store_open_as_is(conninfo, "clea-server", ret_why, why_size);
    struct store_rows rows = { 0 };
    if (!store)
        return false;
    bool agrees =
        store_ask(store, "select is_sandbox from sandbox_clock", 0, NULL, &rows, ret_why, why_size);
    if (agrees) {
        const bool is_one = rows.count == 1 && store_value(&rows, 0, "is_sandbox").at[0] == 't';
        agrees = is_one == is_sandbox;
        if (!agrees && is_sandbox)
            snprintf(ret_why, why_size,
                     "this server is set as a sandbox and its database is not: run clea-sandbox "
                     "seed with the same setting, or set sandbox.enabled = false");
        else if (!agrees)
            snprintf(ret_why, why_size,
                     "this server is not a sandbox and its database is: set sandbox.enabled = "
                     "true, or use another database");
    }
    store_rows_release(&rows);
    store_close(store);
    return agrees;
}
