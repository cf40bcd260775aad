/* SPDX-License-Identifier: EUPL-1.2 */
/* What a text may hold (Unicode, by libunistring): its normal form, its characters, and what a name
 * of the civil register is made of. Every text of a body or a parameter comes through here
 * (json/field_value.c). Valid UTF-8 is asked for, and no locale. */
#ifndef TEXT_H
#define TEXT_H

#include "arena.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>

/* The one spelling of a text (NFC): é is one character, however it was typed. The text itself when
 * it is that already, else a copy in the arena. */
enum status text_compose(struct arena *arena, struct slice text, struct slice *ret_text) NODISCARD;

/* Nothing that a reader cannot see: no control character (TAB and LF but in several lines), no
 * format character (zero width, direction, soft hyphen), no line or paragraph separator, nothing
 * unassigned, private or half of a pair. */
bool text_is_visible(struct slice text, bool is_multiline);

/* A name of the civil register: letters of the scripts that are admitted with their marks, blanks,
 * apostrophes, hyphens and full stops of all kinds; at least one letter. */
bool text_is_name(struct slice text);
/* The first character that keeps a text from being one; 0 = none does: it has no letter, or is one.
 */
unsigned text_not_of_names(struct slice text);
/* The first letter of another script, or one that is no letter of names in its own; 0 = none: any
 * other sign may stand beside them. */
unsigned text_not_of_scripts(struct slice text);

/* Names of Unicode scripts, separated by commas; one at least. */
bool text_are_scripts(const char *names);
/* text.name_scripts, which is such a list. Set once, before anything is read; Latin until then. */
void text_admit_scripts(const char *names);

/* A character for people: itself, its number, in English its name in Unicode if it has one, and of
 * a letter that may be taken for a Latin one that it is none: "Ж (U+0416, qui n’est pas une lettre
 * latine)"; what is no character, its number alone. */
enum { TEXT_CHARACTER_SIZE = 352 };
void text_character(unsigned code, bool is_english, char ret_text[TEXT_CHARACTER_SIZE]);

/* The first character of a text that has one. */
unsigned text_character_at(struct slice text);
/* Whether that is a blank of any width, none included, or a mark that nobody sees. */
bool text_is_blank(struct slice text);

/* Of a name: the mark that stands between two words or in one. */
bool text_is_apostrophe(unsigned code);

#endif
