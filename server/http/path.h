/* SPDX-License-Identifier: EUPL-1.2 */
/* The path of a target: one spelling for each, or none. */
#ifndef PATH_H
#define PATH_H

#include "arena.h"
#include "slice.h"

enum path_result { PATH_OK, PATH_MALFORMED, PATH_NO_MEMORY };

/* What stands before '?'. Begins with '/', holds nothing but unreserved ASCII, no empty segment but
 * a last one, no "." and no "..". Escaped are blanks alone, and dashes beyond ASCII (what is pasted
 * into an address brings them): each is one ' ' or '-' in *ret_path, whatever kind it was.
 * Everything else that is escaped, %2F and %00 before all, would be understood differently by a
 * proxy in front. */
enum path_result path_read(struct slice raw, struct arena *arena, struct slice *ret_path);

#endif
