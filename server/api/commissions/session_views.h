/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a session and its agenda: shared by the operations that answer with them. */
#ifndef SESSION_VIEWS_H
#define SESSION_VIEWS_H

#include "json/view.h"

extern const struct view session_view;
extern const struct view session_short_view; /* in a list */
extern const struct view agenda_item_view;

#endif
