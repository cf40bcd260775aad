/* One's own login: whoever comes with it may unbind it, in whatever function, or in none. */
#include "api/operation.h"
#include "sql.h"

static void bind_caller(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "credential_id", x->principal.credential_id);
}

static void read_login(struct exchange *x, struct row *row)
{
    x->root_id = row_id(row, "id");
    x->version = row_int(row, "version");
}

/* Whoever comes with a key has no login here: 404. */
static const struct load own_login_loads[] = {
    { &SQL_own_login_load, bind_caller, read_login, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { LEAVE_LOGIN, OWN_LOGIN_WRITES };
static const struct write own_login_writes[OWN_LOGIN_WRITES];

static void decide_leave(struct exchange *x)
{
    x->result_id = x->root_id = x->principal.credential_id;
    exchange_effect(x, &own_login_writes[LEAVE_LOGIN], 0, NULL);
}

static void bind_leave(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
}

static const struct write own_login_writes[OWN_LOGIN_WRITES] = {
    [LEAVE_LOGIN] = { &SQL_own_login_leave, bind_leave, WRITE_EXACT },
};

const struct operation own_login_operations[] = {
    {
        .id = "leaveLogin",
        .method = METHOD_DELETE,
        .path = "/v1/me/login",
        .tag = "Logins",
        .summary = "Unbind one's own login.",
        .description = "The login that this request comes with is nobody's from then on, within a "
                       "second; as a person and as a candidate, when it was both. No function has "
                       "to be named. Who comes with a key has no login: 404.",
        .roles = ROLES_ANY,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_NO_CONTENT | OPERATION_ANY_FUNCTION,
        .loads = own_login_loads,
        .decide = decide_leave,
        .writes = { WRITES(own_login_writes) },
        .reply = { .status = 204 },
    },
    { .id = NULL },
};
