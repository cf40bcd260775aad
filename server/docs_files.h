/* SPDX-License-Identifier: EUPL-1.2 */
/* What the page /docs is made with: files of swagger-ui-dist, which is installed beside the server
 * and never part of it. */
#ifndef DOCS_FILES_H
#define DOCS_FILES_H

#include "slice.h"

#include <stdbool.h>

enum { DOCS_WHY_SIZE = 512 };

struct docs_files {
    struct slice style, script; /* unset: there is no page */
    struct slice initializer;   /* ours, which starts the script */
};

/* Reads the two files of that folder, for the life of the process: no other file is ever looked
 * for. False with a line in ret_why when one is missing, empty or larger than any release of it. */
bool docs_files_read(const char *folder, struct docs_files *ret_files, char ret_why[DOCS_WHY_SIZE]);

#endif
