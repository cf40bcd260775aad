/* French on paper, as an official writes it with care. Results are in the arena; .at is NULL when
 * memory is short. */
#ifndef FRENCH_H
#define FRENCH_H

#include "arena.h"
#include "calendar.h"
#include "slice.h"

/* Typographic apostrophes: D’Almeida, whatever key was pressed. */
struct slice french_text(struct arena *arena, struct slice text);
/* "12 mars 1988", "1er mars 1988"; the day never at the end of a line without its month. */
struct slice french_date(struct arena *arena, struct date date);
/* What is known of a day of birth: "le 12 mars 1988", "en mars 1988", "en 1988"; 0 = not known. The
 * empty text when not even the year is. */
struct slice french_birth(struct arena *arena, int year, int month, int day);
/* "à Lille", "au Havre", "aux Abymes", "à La Rochelle". */
struct slice french_at_place(struct arena *arena, struct slice place);

#endif
