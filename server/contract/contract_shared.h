/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands in many places of the contract with the same text is said once, under components, and
 * referred to everywhere else. Whether that is worth it shows when all of it was printed: the
 * document is printed twice, first to count. Used by the thread that starts the process. */
#ifndef CONTRACT_SHARED_H
#define CONTRACT_SHARED_H

#include "json/vocabulary.h"
#include "json/writer.h"

enum shared_kind { SHARED_SCHEMA, SHARED_PARAMETER, SHARED_ACCESS, SHARED_KINDS };

/* In which schema or operation the next parts stand: a name must outlive shared_end(). */
void shared_enter(const char *place);
/* An object that may turn out to be shared: its members are written between these two. */
size_t shared_open(struct writer *writer);
void shared_close(struct writer *writer, size_t start, enum shared_kind kind, struct slice name);
/* Members of the schema of a closed list: it is referred to by the name of its vocabulary; some
 * words of one are told one by one. only: as in struct field. */
void shared_write_enum(struct writer *writer, const struct vocabulary *words, uint64_t only,
                       bool is_nullable);

/* Between the two prints: from here on what is worth it is written as a reference. */
void shared_choose(void);
/* Members of the object that holds a kind of component; the closed lists are schemas too. */
void shared_write(struct writer *writer, enum shared_kind kind);
void shared_write_words(struct writer *writer);
/* The first name that a closed list has in common with another one; NULL = none. */
const char *shared_conflict(bool (*is_taken)(const void *context, const char *name),
                            const void *context);
void shared_end(void);

#endif
