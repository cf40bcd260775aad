/* SPDX-License-Identifier: EUPL-1.2 */
/* The values of headers by the grammar of RFC 9110: blanks, lists, weights, media types, languages,
 * codings, entity tags. One reader of each, for everybody who asks. */
#ifndef HEADER_H
#define HEADER_H

#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

/* Without the blanks (space, tab) around it; unset stays unset. */
struct slice header_trim(struct slice text);
/* Case does not count. */
bool header_is(struct slice text, const char *word);
/* "Bearer  key " is "key" when the scheme is asked for in any case; unset when it is another. */
struct slice header_credentials(struct slice authorization, const char *scheme);
/* The type before its parameters. */
struct slice header_media_type(struct slice content_type);

/* An element of a list with weights: its value without parameters, and q in thousandths. */
struct weighted {
    struct slice value;
    int weight; /* 0..1000; what cannot be read as a weight counts as none, which is 1000 */
};

/* Takes the next element off the list; empty ones are passed over. False: there is none. */
bool header_next_weighted(struct slice *rest, struct weighted *ret_weighted);

enum { WEIGHT_UNNAMED = -1, WEIGHT_MOST = 1000 };

/* Of a media type in Accept: what its own name has, else the range of its top level, else the range
 * of everything. WEIGHT_UNNAMED: nothing there speaks of it. An absent or empty header takes
 * everything. */
int accept_weight(struct slice accept, const char *media_type);
/* French is the rule; English where it is wanted more, or as much and named earlier. */
bool accept_prefers_english(struct slice accept_language);
struct accept_coding {
    bool takes_gzip; /* at least as gladly as no coding */
    bool refuses_identity;
};
/* An absent header takes any coding by the letter; it is answered without one. */
struct accept_coding accept_coding(struct slice accept_encoding);
/* Content-Encoding of a body that is coded, whatever the coding is. */
bool header_is_coded(struct slice content_encoding);

enum condition {
    CONDITION_NONE, /* no such header */
    CONDITION_ANY,  /* "*" */
    CONDITION_TAGS,
    CONDITION_MALFORMED,
};
/* If-Match, If-None-Match. */
enum condition condition_read(struct slice value);
enum comparison { COMPARE_STRONGLY, COMPARE_WEAKLY };
/* Does a tag of the list (CONDITION_TAGS) name what is tagged `opaque`, which is without quotes?
 * Codings of one version are one: "+gzip" at the end of a tag does not count. Weak tags never
 * compare strongly. */
bool condition_names(struct slice value, struct slice opaque, enum comparison comparison);
/* The same of the versions before the first dot of the tags: "7", "7.o". */
bool condition_names_version(struct slice value, int64_t version, enum comparison comparison);

#endif
