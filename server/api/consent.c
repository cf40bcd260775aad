/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/consent.h"

bool consent_is_of_system(const struct exchange *x)
{
    return !id_is_set(x->principal.person_id) && !exchange_has_role(x, ROLE_CANDIDATE);
}

void consent_needs_person(struct exchange *x)
{
    if (consent_is_of_system(x))
        exchange_refuse(x, REASON_PERSON_REQUIRED, SLICE_UNSET);
}

void consent_needs_other_login(struct exchange *x, bool is_given_by_asker)
{
    if (is_given_by_asker)
        exchange_refuse(x, REASON_LOGIN_OF_ASKER, SLICE_UNSET);
}

void consent_say_open(struct exchange *x)
{
    exchange_say(x,
                 "La fiche du candidat est déjà ouverte à cet organisme. Il n’y a rien à refaire.",
                 "The record of the candidate is open to this organism already. Nothing is left to "
                 "do.");
}
