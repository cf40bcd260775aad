#include "api/commissions/juror.h"

struct id juror_alone(const struct exchange *x)
{
    static const struct id nobody = { { 0xff } };
    if (!slice_is(x->principal.scope, "COMMISSION") ||
        exchange_has_role(x, ROLE_SECRETARY | ROLE_CHAIR))
        return (struct id){ { 0 } };
    return id_is_set(x->principal.person_id) ? x->principal.person_id : nobody;
}
