/* SPDX-License-Identifier: EUPL-1.2 */
/* French on paper, as an official writes it with care. Results are in the arena; .at is NULL when
 * memory is short, or when that of a text was. */
#ifndef FRENCH_H
#define FRENCH_H

#include "arena.h"
#include "calendar.h"
#include "slice.h"

/* Typographic apostrophes (D’Almeida, whatever key was pressed), and no line that begins with what
 * stands behind a blank: ; : ! ? » */
struct slice french_text(struct arena *arena, struct slice text);
/* The same of what somebody wrote in his own words: characters that no document can show become
 * "\ufffd". A name never does: it is refused (draw.h). */
struct slice french_words(struct arena *arena, struct slice text);
/* A number as it is called: its blanks break no line. */
struct slice french_unbroken(struct arena *arena, struct slice text);
/* A pattern with a text for each % of it; unset when one of them is. */
struct slice french_say(struct arena *arena, const char *pattern, const struct slice *texts,
                        size_t count);
#define FRENCH_SAY(arena, pattern, ...)                                                            \
    french_say(arena, pattern, (const struct slice[]){ __VA_ARGS__ },                              \
               sizeof((const struct slice[]){ __VA_ARGS__ }) / sizeof(struct slice))
/* "12 mars 1988", "1er mars 1988"; the day never at the end of a line without its month. */
struct slice french_date(struct arena *arena, struct date date);
/* "mardi 12 mars 1988". */
struct slice french_weekday(struct arena *arena, struct date date);
/* "14:00" as "14 h", "14:05" as "14 h 05"; what is no such time as it is. */
struct slice french_time(struct arena *arena, struct slice time);
/* "trois dossiers", "un dossier", "aucun dossier"; from ten on in digits. */
struct slice french_count(struct arena *arena, int count, const char *one, const char *many,
                          const char *none);
/* What is known of a day of birth: "le 12 mars 1988", "en mars 1988", "en 1988"; 0 = not known. The
 * empty text when not even the year is. */
struct slice french_birth(struct arena *arena, int year, int month, int day);
/* "à Lille", "au Havre", "aux Abymes", "à La Rochelle". */
struct slice french_at_place(struct arena *arena, struct slice place);

#endif
