/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom an answer names: the ids that leave the house with it. They are read from the text of the
 * answer itself, which is the one thing that every answer has, whether rows made it, C, or an
 * earlier request (a replay); what a role may not see is null in it, and names nobody. */
#ifndef NAMES_H
#define NAMES_H

#include "api/named.h"
#include "arena.h"
#include "id.h"
#include "json/view.h"

struct name_list {
    struct id *ids; /* in the arena */
    size_t count, capacity;
};

struct names {
    struct arena *arena;
    struct name_list lists[NAMED_COUNT]; /* of NOBODY nothing is kept */
    struct name_list told; /* objects whose file it is that they are of is named too */
    bool has_failed;       /* memory was short: the answer must not leave */
};

/* What an answer is made of: `id` within an object means what its view says. All of them may be
 * NULL. */
struct names_of {
    const struct view *view;
    bool is_list; /* { data: [view …], page } */
    const char *embedded_name;
    const struct view *embedded_view;
};

/* Begins anew: nobody is named. */
void names_init(struct names *names, struct arena *arena);
/* An id that is not set names nobody. */
void names_add(struct names *names, enum named named, struct id id);
/* Whoever is among the others is among these too. */
void names_join(struct names *names, const struct names *others);
/* Every id of a JSON text: a string of 36 characters that is a UUID, below a member that names
 * somebody. Text that is no JSON is looked through as far as it goes.
 * A row, which is an object in a list or the whole text, that names a candidate itself tells whose
 * its objects are, and those of the rows within it. */
void names_read(struct names *names, struct slice json, const struct names_of *of);
/* A candidate whose file all is of that was named so far; one that is not set tells nothing. */
void names_tell_all(struct names *names, struct id candidate);
/* Whether a candidate or somebody who works here is among them. */
bool names_hold_person(const struct names *names);
/* Sorted, each once, as PostgreSQL reads an array of uuid: "{…,…}"; the memory is the arena's. */
struct slice names_print(struct names *names, enum named named);
/* Likewise the objects of which nothing tells whose they are: by the candidates that are named
 * nobody would find them. */
struct slice names_print_loose(struct names *names);

#endif
