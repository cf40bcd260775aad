/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/asked.h"

#include "documents_sql.h"

#include <assert.h>
#include <string.h>

static const char *text_of(const char *name)
{
    const struct embedded_text *found = embedded_documents_sql;
    while (found->name && strcmp(found->name, name) != 0)
        found++;
    assert(found->name);
    return found->text;
}

void asked_init(struct asked *asked, const char *name)
{
    asked->text = text_of(name);
    arena_init(&asked->arena, 0);
    store_statement_init(&asked->statement, asked->text);
    params_init(&asked->params, &asked->statement.statement, &asked->arena);
    params_item(&asked->params);
}
