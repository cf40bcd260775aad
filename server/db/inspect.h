/* What the database says about itself, for `doctor`. May block. */
#ifndef INSPECT_H
#define INSPECT_H

#include <stdbool.h>
#include <stdio.h>

/* Writes "name  value" lines; an unsafe value is followed by what it should be. Returns how many
 * are unsafe or unknown; a database that cannot be reached counts as one. */
unsigned inspect_database(const char *conninfo, FILE *out);
/* Version of the libpq that is loaded, as PostgreSQL counts: 150013. */
int inspect_library_version(void);

#endif
