/* SPDX-License-Identifier: EUPL-1.2 */
/* Every closed list of the contract (words.def). X_words is the vocabulary of X: what a row of a
 * field table or of a view names as .words. Most enumerations of lib/ keep their enum and their
 * codes there; those of the server are made here: enum X_word. */
#ifndef WORDS_H
#define WORDS_H

#include "json/vocabulary.h"

/* clang-format off */
#define WORDS(name, address, fr, en, ...)              enum name##_word { __VA_ARGS__ };
#define TEXT_WORDS(name, address, fr, en, ...)         /* no identifiers */
#define CODED_WORDS(name, address, fr, en, codes, ...) /* their enum is elsewhere */
#define LISTED_WORDS(name)
#define TERM(prefix, code, fr, en) prefix##_##code,
#define TEXT(code, fr, en)
#define LABEL(number, fr, en)
#include "api/words.def"
/* clang-format on */

#define WORDS(name, address, fr, en, ...)              extern const struct vocabulary name##_words;
#define TEXT_WORDS(name, address, fr, en, ...)         extern const struct vocabulary name##_words;
#define CODED_WORDS(name, address, fr, en, codes, ...) extern const struct vocabulary name##_words;
#define LISTED_WORDS(name)                             extern const struct vocabulary name##_words;
#define TERM(prefix, code, fr, en)
#define TEXT(code, fr, en)
#define LABEL(number, fr, en)
#include "api/words.def"

/* What a domain or a sub-domain may be. */
enum { RESULTS_DECIDED = 1 << RESULT_WORD_VALIDATED | 1 << RESULT_WORD_NOT_VALIDATED };

/* All of them, alphabetical by name; ended by NULL. */
extern const struct vocabulary *const vocabularies[];

#endif
