/* What the domain answers to a wish: nothing to object, or every reason to refuse, each with its
 * details. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "calendar.h"
#include "id.h"
#include "reason.h"
#include "referential.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Only what the reason has to say is set; zero means unsaid. Pointers borrow from the caller's
 * facts and command. */
struct reason_detail {
    uint32_t domains; /* of the pinned version: DOMAINS_MISSING, PATH_…, DOMAIN_ALREADY_VALIDATED */
    uint64_t modules;         /* bit i = path->modules[i], or the proposed module i */
    struct item_set items;    /* GRID_INCOMPLETE, CRITERION_OUT_OF_SCOPE */
    const char *const *names; /* missing fields or documents, unknown codes */
    size_t name_count;
    struct date date;    /* the date at fault */
    struct date limit;   /* what it is compared with: deadline, sitting, closing of the path… */
    struct id id;        /* the person or organism at fault */
    uint64_t jurors;     /* bit i = session->jurors[i] */
    int expected, found; /* counts: quorum, capacity, majority */
};

struct unmet {
    enum reason reason;
    struct reason_detail detail;
};

enum { OUTCOME_MAX_REASONS = 16 };

struct outcome {
    int count;                               /* 0 = accepted */
    struct unmet unmet[OUTCOME_MAX_REASONS]; /* in the order of the rules; each reason once */
};

/* What is known of a guard before the body of an event is. */
enum guard_answer { GUARD_MET, GUARD_UNMET, GUARD_NEEDS_DATA };
extern const char *const guard_answer_names[]; /* MET UNMET NEEDS_DATA, NULL-terminated */

static inline bool outcome_is_accepted(const struct outcome *outcome)
{
    return outcome->count == 0;
}

bool outcome_has(const struct outcome *outcome, enum reason reason);
/* Beyond the bound or when the reason is already there, nothing is added. */
void outcome_add(struct outcome *outcome, enum reason reason, const struct reason_detail *detail);

#endif
