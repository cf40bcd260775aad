/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/withdraw_key.h"

#include "db/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHY_SIZE = 512 };

const struct command_option withdraw_key_options[] = {
    { "key", "ID",
      "its thumbprint: what /v1/issuer/keys/… and the member kid of /.well-known/jwks.json say" },
    { 0 },
};

static int fail(const char *why)
{
    fprintf(stderr, "clea-server: withdraw-credential-key: %s\n", why);
    return EXIT_FAILURE;
}

int withdraw_key_run(const struct config *config, const struct command_line *line)
{
    char why[WHY_SIZE] = "";
    struct store_rows rows;
    const char *key = command_value(line, "key");
    if (!key)
        return fail("which one? --key ID");
    struct store *store = store_open(config->database.migrator_conninfo,
                                     "clea-server withdraw-credential-key", why, sizeof why);
    if (!store)
        return fail(why);
    const bool is_done = store_ask(store, "select * from public.credential_key_withdraw($1::text)",
                                   1, &key, &rows, why, sizeof why);
    const bool is_known = strcmp(store_constraint(store), "credential_key_known") != 0;
    if (is_done) {
        printf("withdrawn: %s\nto be signed anew: %s credentials and %s status lists\n", key,
               store_value(&rows, 0, "credentials").at, store_value(&rows, 0, "lists").at);
        store_rows_release(&rows);
    }
    store_close(store);
    if (!is_known)
        return fail("no key that is published goes by that thumbprint");
    return is_done ? EXIT_SUCCESS : fail(why);
}
