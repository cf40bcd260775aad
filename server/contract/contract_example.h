/* SPDX-License-Identifier: EUPL-1.2 */
/* What was answered once, and stands in the contract as an example: recorded by tests/examples from
 * what suites sent and heard, in examples/ as lines {"of":"KEY","value":…}:
 *
 *     createCandidate.request         a body that was accepted; of events ….request.SUBMIT_FILE
 *     createCandidate.201             an answer; ….en: the same in English, where words differ
 *     GRID_INCOMPLETE                 a refusal; ….en
 */
#ifndef CONTRACT_EXAMPLE_H
#define CONTRACT_EXAMPLE_H

#include "api/operation.h"

/* "examples": references to what was recorded under this key, with everything behind a further
 * dot; nothing when nothing was. */
void example_write(struct writer *writer, const char *key);
/* The same of an answer. */
void example_write_answer(struct writer *writer, const struct operation *o, int status);
/* The same of every code that answers with one of these statuses. */
void example_write_problems(struct writer *writer, bool (*is_wanted)(int status, int of), int of);
/* Members of a media type whose form is that of others (W3C, IETF), which no view describes: the
 * example is examples/ID.json, and tests/credential holds it to what is answered. */
void example_write_foreign(struct writer *writer, const struct operation *o);
/* Members of components.examples: all of them. */
void example_write_all(struct writer *writer);

#endif
