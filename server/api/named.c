/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/named.h"

struct name {
    struct slice text;
    enum named named;
};

static const struct name members[] = {
#define NAMED(member, kind) { { #member, sizeof #member - 1 }, NAMED_##kind },
#include "api/named.def"
};

static const struct name views[] = {
#define ID_OF(view, kind) { { #view, sizeof #view - 1 }, NAMED_##kind },
#include "api/named.def"
};

static enum named find(const struct name *names, size_t count, struct slice text)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equals(names[i].text, text))
            return names[i].named;
    }
    return NAMED_UNSAID;
}

enum named named_by_member(struct slice member)
{
    return find(members, sizeof members / sizeof members[0], member);
}

enum named named_by_view(const struct view *view)
{
    return view ? find(views, sizeof views / sizeof views[0], slice_of(view->name)) : NAMED_UNSAID;
}
