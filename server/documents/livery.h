/* SPDX-License-Identifier: EUPL-1.2 */
/* What is the certifier's own on every document: names, logo, colour, addresses, texts.
 * Configuration. */
#ifndef LIVERY_H
#define LIVERY_H

#include "config.h"
#include "documents/layout.h"
#include "documents/picture.h"
#include "seal/proof.h"
#include "status.h"

struct livery {
    struct slice certifier;
    struct slice address, foot;             /* its postal address, its line at the foot; or empty */
    struct slice signatory, signatory_role; /* who signs for the certifier; empty = nobody does */
    struct slice verification_address;      /* a verification code is put behind it */
    struct color accent;
    const struct picture *logo;    /* NULL = none */
    const struct proof_key *proof; /* signs the codes; NULL = they are not signed */
};

/* The texts are borrowed from the config; there is no logo until `logo` is set, and codes are not
 * signed until `proof` is. */
struct livery livery_of(const struct config *config);
/* The logo of the settings, to be closed: *ret_logo is NULL when none is named. False and one line:
 * it cannot be drawn. */
bool livery_logo(const struct config *config, struct picture **ret_logo,
                 char ret_why[PICTURE_WHY_SIZE]) NODISCARD;

#endif
