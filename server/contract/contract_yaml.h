/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON text as YAML for people: block style, plain words without quotes, long text folded. */
#ifndef CONTRACT_YAML_H
#define CONTRACT_YAML_H

#include "buffer.h"
#include "slice.h"

/* The text is JSON of our own writer: well-formed, or a bug. */
void yaml_print(struct buffer *buffer, struct slice json);

#endif
