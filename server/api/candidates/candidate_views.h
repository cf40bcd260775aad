/* What clients read of a candidate: shared by the operations that answer with one. */
#ifndef CANDIDATE_VIEWS_H
#define CANDIDATE_VIEWS_H

#include "json/view.h"

extern const struct view candidate_view;
extern const struct view candidate_short_view;
extern const struct view candidate_similar_view;

#endif
