/* SPDX-License-Identifier: EUPL-1.2 */
/* Values as people write them, in French and in English: for sentences, never for machines. */
#ifndef SPOKEN_H
#define SPOKEN_H

#include "buffer.h"
#include "calendar.h"
#include "json/vocabulary.h"
#include "time_zone.h"
#include "wording.h"

#include <stdbool.h>
#include <stdint.h>

/* "14 janvier 2026", "14 January 2026". */
void spoken_date(struct buffer *buffer, struct date date, bool is_english);
/* The same with the time of the day, both as clocks in that zone have them, and its name. */
void spoken_instant(struct buffer *buffer, int64_t unix_ms, enum time_zone zone, bool is_english);
/* Of minutes: "35 h", "3 h 30 min", "45 min". */
void spoken_duration(struct buffer *buffer, int64_t minutes, bool is_english);
void spoken_number(struct buffer *buffer, int64_t number, bool is_english);
/* What may be typed of a vocabulary: each code, with its label behind it where that differs. */
void spoken_codes(struct buffer *buffer, const struct vocabulary *words, uint64_t only,
                  bool is_english);
/* The labels of a vocabulary, or of the part of it that is taken. */
void spoken_words(struct buffer *buffer, const struct vocabulary *words, uint64_t only,
                  bool is_english);
const char *spoken_type(enum value_type type, bool is_english);

/* Prints PARAM number `param` of what the context knows. */
typedef void (*spoken_param)(struct buffer *buffer, unsigned param, const void *context,
                             bool is_english);
/* A text of wording.def, each {name} of it by say(). */
void spoken_sentence(struct buffer *buffer, const char *text, spoken_param say, const void *context,
                     bool is_english);

#endif
