/* SPDX-License-Identifier: EUPL-1.2 */
#include "scanner.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool scanner_is_wanted(const struct config *config)
{
    return config->evidence.scanner[strspn(config->evidence.scanner, " \t")] != '\0';
}

bool scanner_of(const struct config *config, struct scanner *ret_scanner,
                char ret_why[SCANNER_WHY_SIZE])
{
    const size_t size = strlen(config->evidence.scanner);
    unsigned count = 0;
    *ret_scanner = (struct scanner){ 0 };
    if (size >= SCANNER_TEXT_SIZE) {
        snprintf(ret_why, SCANNER_WHY_SIZE, "evidence.scanner is too long");
        return false;
    }
    memcpy(ret_scanner->text, config->evidence.scanner, size + 1);
    char *rest = NULL;
    for (char *word = strtok_r(ret_scanner->text, " \t", &rest); word;
         word = strtok_r(NULL, " \t", &rest)) {
        if (count == SCANNER_WORDS_MAX) {
            snprintf(ret_why, SCANNER_WHY_SIZE, "evidence.scanner has more than %d words",
                     SCANNER_WORDS_MAX);
            return false;
        }
        ret_scanner->words[count++] = word;
    }
    if (count > 0 && ret_scanner->words[0][0] != '/') {
        snprintf(ret_why, SCANNER_WHY_SIZE, "evidence.scanner does not begin with a whole path");
        return false;
    }
    if (count > 0 && access(ret_scanner->words[0], X_OK) != 0) {
        const int error = errno;
        snprintf(ret_why, SCANNER_WHY_SIZE, "evidence.scanner: %s cannot be run: %s",
                 ret_scanner->words[0], strerrordesc_np(error));
        return false;
    }
    return true;
}
