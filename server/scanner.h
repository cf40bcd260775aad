/* SPDX-License-Identifier: EUPL-1.2 */
/* The command that scans evidence, as the settings name it: its words, and whether it can be run.
 * It is run by clea-documents alone, without a shell. */
#ifndef SCANNER_H
#define SCANNER_H

#include "config.h"

#include <stdbool.h>

enum { SCANNER_WORDS_MAX = 16, SCANNER_TEXT_SIZE = 1024, SCANNER_WHY_SIZE = 512 };

struct scanner {
    char text[SCANNER_TEXT_SIZE];
    char *words[SCANNER_WORDS_MAX + 1]; /* in `text`; NULL-terminated, as execv() wants them */
};

bool scanner_is_wanted(const struct config *config);
/* False and one line: it names no program that may be run. Legal without one too: no words then. */
bool scanner_of(const struct config *config, struct scanner *ret_scanner,
                char ret_why[SCANNER_WHY_SIZE]) NODISCARD;

#endif
