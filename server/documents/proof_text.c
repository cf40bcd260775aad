/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/proof_text.h"

#include <sodium.h>
#include <stdio.h>

/* A signature takes 86 characters and a point; of the others four are three bytes. */
enum { SIGNED_MOST = (PROOF_TEXT_MOST - 87) / 4 * 3, NAME_SIZE = 512 };
#define CUT "\xe2\x80\xa6"

/* As much of the text as `most` bytes hold: it ends with a whole character, and says that it was
 * cut. */
static void cut(char *text, size_t most)
{
    size_t size = strlen(text);
    if (size <= most)
        return;
    size = most - (sizeof CUT - 1);
    while (((unsigned char)text[size] & 0xc0) == 0x80)
        size--;
    memcpy(text + size, CUT, sizeof CUT);
}

struct slice proof_text(struct arena *arena, const struct proof_key *key, struct slice number,
                        struct date issued_on, struct slice first_name, struct slice birth_name)
{
    enum { URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    char text[SIGNED_MOST + NAME_SIZE], day[DATE_TEXT_SIZE], said[PROOF_TEXT_MOST],
        signature_said[128];
    unsigned char signature[PROOF_SIGNATURE_BYTES];
    date_print(issued_on, day);
    snprintf(text, sizeof text, "CLEA1|%s|%.*s|%s|%.*s %.*s", proof_key_id(key), (int)number.size,
             number.at, day, (int)first_name.size, first_name.at, (int)birth_name.size,
             birth_name.at);
    cut(text, SIGNED_MOST);
    if (proof_sign(key, slice_of(text), signature) != STATUS_OK)
        return SLICE_UNSET;
    sodium_bin2base64(said, sizeof said, (const unsigned char *)text, strlen(text), URL);
    sodium_bin2base64(signature_said, sizeof signature_said, signature, sizeof signature, URL);
    return arena_print(arena, "%s.%s", said, signature_said);
}
