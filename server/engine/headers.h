/* SPDX-License-Identifier: EUPL-1.2 */
/* The headers that belong to every answer, whoever makes it. */
#ifndef HEADERS_H
#define HEADERS_H

#include "api/operation.h"
#include "http/http.h"
#include "reason.h"

/* Vary, and what lets the pages of other origins read the answer (CORS). `origin` is the request's,
 * as it came or unset. */
void headers_add_common(struct http_reply *reply, const char *const *origins, struct slice origin);
/* The types of body that a method takes: Accept-Post, Accept-Patch, or Accept. Of files (a POST)
 * those of the intake; else that is NULL. */
void headers_add_accepted(struct http_reply *reply, enum method method,
                          const struct intake *intake);
/* How to identify oneself, beside a 401. */
void headers_add_challenge(struct http_reply *reply, enum reason reason);
/* Where a refusal is explained for people: rel="help". The text stays as long as the process. */
void headers_add_help(struct http_reply *reply, enum reason reason);
/* Deprecation and Sunset of an operation that has something clients are asked to leave. */
void headers_add_deprecation(struct http_reply *reply, const struct operation *operation);
/* The texts of both, once, before the first answer. */
void headers_init(const struct operation *const *tables);
/* What a page of another origin may send, for a preflight. */
void headers_add_preflight(struct http_reply *reply, struct slice methods);

#endif
