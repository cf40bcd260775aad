/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys of people and systems: clea_<live|test>_ + 43 random characters (256 bits) + 6 check
 * characters, so that secret scanners find them and a typing slip is told from a wrong key. Only
 * their SHA-256 is stored. */
#ifndef API_KEY_H
#define API_KEY_H

#include "slice.h"

#include <stdbool.h>

enum {
    API_KEY_SIZE = 10 + 43 + 6,
    API_KEY_TEXT_SIZE = API_KEY_SIZE + 1,
    API_KEY_HASH_SIZE = 32,
    API_KEY_PREFIX_SIZE = 10 + 4
};

void api_key_new(bool is_test, char ret_text[API_KEY_TEXT_SIZE]);
bool api_key_is_well_formed(struct slice key);
bool api_key_is_test(struct slice key); /* of a sandbox; of a key that is well formed */
/* Its first characters, by which its owner recognises it: too few to help whoever guesses. */
struct slice api_key_prefix(struct slice key);
void api_key_hash(struct slice key, unsigned char ret_hash[API_KEY_HASH_SIZE]);

#endif
