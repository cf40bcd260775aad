/* SPDX-License-Identifier: EUPL-1.2 */
/* A text file carried inside the binary (a migration, a referential). */
#ifndef EMBEDDED_H
#define EMBEDDED_H

struct embedded_text {
    const char *name; /* file name; NULL ends a table */
    const char *text;
};

#endif
