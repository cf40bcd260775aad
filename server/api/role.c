#include "api/role.h"

const char *const role_names[] = {
    "COUNSELLOR", "EVALUATOR", "TRAINER",   "REFERENT", "NETWORK_MANAGER", "SECRETARY",     "JUROR",
    "CHAIR",      "CERTIFIER", "CANDIDATE", "FUNDER",   "AUDITOR",         "ADMINISTRATOR", NULL,
};

unsigned roles_from_array(struct slice text)
{
    unsigned roles = 0;
    const char *end = text.at + text.size;
    for (const char *at = text.at; at < end;) {
        while (at < end && (*at == '{' || *at == ',' || *at == '}'))
            at++;
        const char *start = at;
        while (at < end && *at != ',' && *at != '}')
            at++;
        struct slice name = { start, (size_t)(at - start) };
        for (unsigned i = 0; role_names[i]; i++) {
            if (slice_is(name, role_names[i]))
                roles |= 1u << i;
        }
    }
    return roles;
}
