/* SPDX-License-Identifier: EUPL-1.2 */
/* Who gives somebody a login, or takes it: whoever could make a key in its place. */
#include "api/giving.h"
#include "api/identity/api_keys.h"
#include "api/identity/invitations.h"
#include "api/refusals.h"

void login_read_guest(struct row *row, struct login_guest *ret_guest)
{
    ret_guest->is_candidate = row_bool(row, "is_candidate");
    ret_guest->is_of_others = row_bool(row, "is_of_others");
    ret_guest->is_colleagues = row_bool(row, "is_colleagues");
    ret_guest->roles_held = roles_from_array(row_text(row, "roles_held"));
}

bool login_giver_guard(struct exchange *x, const struct login_guest *guest)
{
    const bool may_give = guest->is_candidate
                              ? giving_may(GIVING_LOGIN, x->principal.roles, ROLE_CANDIDATE)
                              : exchange_has_role(x, KEY_MANAGERS) &&
                                    giving_may(GIVING_LOGIN, x->principal.roles, guest->roles_held);
    const bool is_manager = guest->is_candidate || exchange_has_role(x, KEY_MANAGERS);
    const unsigned givers = guest->is_candidate ? giving_givers(GIVING_LOGIN, ROLE_BIT_CANDIDATE)
                            : is_manager
                                ? KEY_MANAGERS & giving_givers_of(GIVING_LOGIN, guest->roles_held)
                                : KEY_MANAGERS;
    /* Of whom others have charge nothing is told, what they do for them least of all. */
    if (is_manager && !guest->is_candidate && guest->is_of_others)
        exchange_refuse(x, REASON_PERSON_OF_OTHERS, SLICE_UNSET);
    else if (!may_give)
        refuse_role(x, givers, givers ? WHOSE_NOBODY : WHOSE_OPERATOR, NULL);
    else if (guest->is_colleagues)
        refuse_whose(x, WHOSE_COLLEAGUE, NULL);
    else if (!guest->is_candidate && PERMISSIONS_ALL & ~x->principal.permissions)
        exchange_refuse_permission(x, PERMISSIONS_ALL & ~x->principal.permissions);
    else if (guest->is_of_others)
        exchange_refuse(x, REASON_PERSON_OF_OTHERS, SLICE_UNSET);
    else
        return true;
    return false;
}
