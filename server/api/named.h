/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom an id in an answer names: what the access log keeps of an answer (decision 46), and what is
 * asked for when a person wants to know who read his file. */
#ifndef NAMED_H
#define NAMED_H

#include "json/view.h"

enum named {
    NAMED_UNSAID, /* nobody has thought of it: red in the tests, kept as an object by the engine */
    NAMED_NOBODY, /* an organism, a référentiel, a place: no person stands behind it */
    NAMED_OBJECT, /* part of somebody's file, or of what a person did: a candidacy, a mandate */
    NAMED_CANDIDATE, /* a candidate */
    NAMED_PERSON,    /* somebody who works here */
    NAMED_COUNT
};

/* By the name of a member of an answer, or of a path; not of `id`. */
enum named named_by_member(struct slice member);
/* The member `id` of a view; NULL is no view of ours. */
enum named named_by_view(const struct view *view);

#endif
