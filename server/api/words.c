/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/words.h"

#include "api/role.h"
#include "annulment_request.h"
#include "appeal.h"
#include "appointment.h"
#include "bound.h"
#include "candidacy_command.h"
#include "certificate.h"
#include "evidence.h"
#include "file_look.h"
#include "handover.h"
#include "link_request.h"
#include "notification.h"
#include "outcome.h"
#include "person.h"
#include "rectification.h"
#include "session_machine.h"
#include "simulation.h"
#include "time_zone.h"
#include "transfer_request.h"

/* --- codes --- */

#define WORDS(name, address, fr, en, ...)                                                          \
    static const char *const name##_codes[] = { __VA_ARGS__ NULL };
#define TEXT_WORDS                                     WORDS
#define CODED_WORDS(name, address, fr, en, codes, ...) /* they are elsewhere */
#define LISTED_WORDS(name)
#define TERM(prefix, code, fr, en) #code,
#define TEXT(code, fr, en)         code,
#define LABEL(number, fr, en)
#include "api/words.def"

/* clang-format off */
static const char *const invariant_codes[] = {
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
    "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", NULL,
};
/* clang-format on */

static const char *const whose_codes[] = {
#define WHOSE(name, text_fr, text_en) #name,
#include "api/whose.def"
#undef WHOSE
    NULL,
};

/* --- labels --- */

/* Roles are bits; their names go by number. */
#define BIT_OF(role) __builtin_ctz(role)

#define WORDS(name, address, fr, en, ...)                                                          \
    static const struct label name##_labels[] = { __VA_ARGS__ };
#define TEXT_WORDS                                     WORDS
#define CODED_WORDS(name, address, fr, en, codes, ...) WORDS(name, address, fr, en, __VA_ARGS__)
#define LISTED_WORDS(name)
#define TERM(prefix, code, fr, en) { fr, en },
#define TEXT(code, fr, en)         { fr, en },
#define LABEL(number, fr, en)      [number] = { fr, en },
#include "api/words.def"

#define INVARIANT(number, fr, en)                 [1##number - 101] = { fr, en },
#define BEHAVIOUR(number, fr, en, why_fr, why_en) [number - 1] = { fr, en },
static const struct label invariant_labels[] = {
#include "api/invariants.def"
};
#undef INVARIANT
#undef BEHAVIOUR
_Static_assert(sizeof invariant_codes / sizeof invariant_codes[0] ==
                   sizeof invariant_labels / sizeof invariant_labels[0] + 1,
               "each invariant has its number");

static const struct label whose_labels[] = {
#define WHOSE(name, text_fr, text_en) { text_fr, text_en },
#include "api/whose.def"
#undef WHOSE
};

/* --- vocabularies --- */

#define WORDS(name, address, fr, en, ...)                                                          \
    const struct vocabulary name##_words = { address, { fr, en }, name##_codes, name##_labels };
#define TEXT_WORDS WORDS
#define CODED_WORDS(name, address, fr, en, codes, ...)                                             \
    const struct vocabulary name##_words = { address, { fr, en }, codes, name##_labels };
#define LISTED_WORDS(name)
#define TERM(prefix, code, fr, en)
#define TEXT(code, fr, en)
#define LABEL(number, fr, en)
#include "api/words.def"

const struct vocabulary invariant_words = {
    "invariants",
    { "Invariants de la certification", "Invariants of the certification" },
    invariant_codes,
    invariant_labels,
};

const struct vocabulary whose_words = {
    "act-owners",
    { "À qui revient un acte", "Whose an act is" },
    whose_codes,
    whose_labels,
};

#define WORDS(name, address, fr, en, ...)              &name##_words,
#define TEXT_WORDS(name, address, fr, en, ...)         &name##_words,
#define CODED_WORDS(name, address, fr, en, codes, ...) &name##_words,
#define LISTED_WORDS(name)                             &name##_words,
#define TERM(prefix, code, fr, en)
#define TEXT(code, fr, en)
#define LABEL(number, fr, en)
const struct vocabulary *const vocabularies[] = {
#include "api/words.def"
    NULL,
};
