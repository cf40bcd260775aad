/* SPDX-License-Identifier: EUPL-1.2 */
/* The fonts of documents: files of Debian packages, pinned by name. Nothing else of the machine is
 * looked at, so that the same data gives the same bytes wherever these packages are. */
#ifndef FONT_H
#define FONT_H

#include "slice.h"
#include "status.h"

#include <pango/pangocairo.h>
#include <stdbool.h>

/* What letters look like. Each has a fallback of its own for the rare letters that it lacks. */
enum face {
    FACE_ROMAN,
    FACE_ITALIC,
    FACE_SANS, /* labels, numbers, small print */
    FACE_SANS_BOLD,
    FACE_COUNT,
};

struct fonts;

enum { FONT_FAULT_SIZE = 320 };
/* Opens all of them. On failure ret_fault says which file is missing or is another font than its
 * name says, and the package that brings it. One thread uses them at a time. */
enum status fonts_open(struct fonts **ret_fonts, char ret_fault[FONT_FAULT_SIZE]) NODISCARD;
void fonts_close(struct fonts *fonts);

/* The first character of the text that no font of this face has; 0 = they have all of it. */
unsigned fonts_lack(const struct fonts *fonts, enum face face, struct slice text);

/* Whether every face has the character, itself or in its fallback. */
bool fonts_have(const struct fonts *fonts, unsigned code);

/* A layout of the text in `size` points of the face, to be released with g_object_unref(). A text
 * with marks that are no part of their letter (Ẹ̀) is set in the fallback, which places them. */
PangoLayout *fonts_layout(struct fonts *fonts, enum face face, double size, struct slice text);

#endif
