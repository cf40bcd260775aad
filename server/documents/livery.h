/* What is the certifier's own on every document: names, colour, addresses. Configuration. */
#ifndef LIVERY_H
#define LIVERY_H

#include "config.h"
#include "documents/layout.h"
#include "seal/proof.h"

struct livery {
    struct slice certifier;
    struct slice signatory, signatory_role; /* who signs for the certifier; empty = nobody does */
    struct slice verification_address;      /* a verification code is put behind it */
    struct color accent;
    const struct proof_key *proof; /* signs the codes; NULL = they are not signed */
};

/* The texts are borrowed from the config; codes are not signed until `proof` is set. */
struct livery livery_of(const struct config *config);

#endif
