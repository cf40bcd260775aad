/* SPDX-License-Identifier: EUPL-1.2 */
/* Where in a JSON text something stands, for people and for programs: what a reader that gave up
 * says of it is a number of bytes. For json/ only. */
#ifndef TEXT_PLACE_H
#define TEXT_PLACE_H

#include "json/violation.h"
#include "status.h"

/* A violation of a text that was read up to `offset`: at the member or item that was being read
 * there, with line and column. The text need not be JSON. */
enum status text_place_violate(struct slice text, size_t offset, enum reason code,
                               struct violations *violations) NODISCARD;

#endif
