/* SPDX-License-Identifier: EUPL-1.2 */
/* The certifier's seal (OpenSSL): a private key, its certificate and those that lead to its
 * authority, and what they sign: CMS with the attributes of PAdES baseline B. Knows nothing of PDF
 * and of the product. */
#ifndef SEAL_H
#define SEAL_H

#include "buffer.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>
#include <stdint.h>

struct seal;

enum { SEAL_WHY_SIZE = 512 };

/* Both files are PEM, the key without a password and for nobody else to read; the certificate first
 * in its file, then the chain. NULL and one line in ret_why: a file that cannot be read or is
 * something else, a key that does not fit its certificate or is too weak, a certificate that is not
 * valid at `now_s` (Unix) or not made for signatures. */
struct seal *seal_open(const char *key_path, const char *certificate_path, int64_t now_s,
                       char ret_why[SEAL_WHY_SIZE]);
void seal_close(struct seal *seal);
/* Whether its certificate is still valid at `now_s`: a process may live longer. */
bool seal_is_valid(const struct seal *seal, int64_t now_s);

/* Detached, over the two pieces one behind the other, as DER. Without a time: PAdES says it beside.
 * ret_der is released by the caller in any case. */
enum status seal_sign(const struct seal *seal, struct slice first, struct slice second,
                      struct buffer *ret_der) NODISCARD;

/* For a sandbox: makes a key and a certificate that says of itself that it is worth nothing, valid
 * for ten years from now_s. Neither file may be there before. */
bool seal_make_demo(const char *key_path, const char *certificate_path, int64_t now_s,
                    char ret_why[SEAL_WHY_SIZE]);

#endif
