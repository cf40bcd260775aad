/* SPDX-License-Identifier: EUPL-1.2 */
/* Refusals that http decides, in the words of the catalogue: there is no flight yet, or its call is
 * cut short. */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "http/http.h"
#include "reason.h"

struct engine;

/* `call` may be NULL. */
void refusal_render(const struct engine *engine, struct http_reply *ret_reply,
                    const struct http_call *call, int status, enum reason reason);

#endif
