/* SPDX-License-Identifier: EUPL-1.2 */
/* The seal that the settings name, looked at before anybody needs it: by `check-config`, `doctor`
 * and whatever seals. */
#ifndef SEAL_CHECK_H
#define SEAL_CHECK_H

#include "config.h"
#include "credential/issuer_keys.h"
#include "seal/proof.h"
#include "seal/seal.h"

/* Whether any is named. */
bool seal_is_wanted(const struct config *config);
/* The seal of the settings, to be closed; NULL and one line: it cannot seal now. */
struct seal *seal_of(const struct config *config, char ret_why[SEAL_WHY_SIZE]);
/* Of the settings: *ret_key is the key that signs codes, NULL when none is named. False and one
 * line: it cannot sign. */
bool proof_of(const struct config *config, struct proof_key **ret_key,
              char ret_why[SEAL_WHY_SIZE]) NODISCARD;
/* Of the settings: *ret_keys sign credentials, NULL when none is named. False and one line: they
 * cannot. */
bool credential_keys_of(const struct config *config, struct issuer_keys **ret_keys,
                        char ret_why[SEAL_WHY_SIZE]) NODISCARD;
/* True and no line: of these none is named, or what is named can seal and sign now. */
bool seal_is_ready(const struct config *config, char ret_why[SEAL_WHY_SIZE]);

#endif
