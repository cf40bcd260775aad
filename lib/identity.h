/* What a civil identity is compared by. The database keeps the result beside the names, with the
 * version of the rule that made it; it has no such rule of its own. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

/* Moves when the same name may give another result; `clea-server recompute` then brings what is
 * stored up to it. */
enum { IDENTITY_RULE = 1 };

/* UTF-8, not NUL-terminated; NULL = unknown. */
struct identity_text {
    const char *at;
    size_t size;
};

struct civil_identity {
    struct identity_text birth_name, first_name, sex;
    int birth_year, birth_month, birth_day; /* 0 = unknown */
    struct identity_text birth_commune_insee, birth_country_code;
};

/* Enough for names of 60 characters, as every record has them, with the NUL. Of longer ones nothing
 * is made: false. */
enum { IDENTITY_TEXT_SIZE = 640 };

/* Upper case letters and digits only, without accents: two spellings of one name are the same.
 * False and "": `size` bytes with the NUL are not enough; 2 * text.size + 1 always are. */
bool name_fold(struct identity_text text, size_t size, char *ret_text);

/* The key of a full identity, the same for the same person; false and "" while a part is unknown.
 * Of the birthplace the commune counts, else the country. */
bool identity_key(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE]);

/* What a person is looked for by: birth name and first name, one blank between them. */
bool identity_words(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE]);

#endif
