/* SPDX-License-Identifier: EUPL-1.2 */
#include "id_spread.h"

#include <sodium.h>

unsigned id_spread(struct id id)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    unsigned hash[crypto_shorthash_BYTES / sizeof(unsigned)];
    crypto_shorthash((unsigned char *)hash, id.bytes, sizeof id.bytes, key);
    return hash[0];
}
