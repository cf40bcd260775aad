/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys: of people and of partners' systems. What every file of this room knows of one. */
#ifndef API_KEYS_H
#define API_KEYS_H

#include "api/operation.h"

#define KEY_MANAGERS (ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_SECRETARY | ROLE_CERTIFIER)

/* What has keys that somebody makes over HTTP, and what such a key may be. */
#define SCOPES_WITH_KEYS                                                                           \
    (1 << SCOPE_ORGANISM | 1 << SCOPE_NETWORK | 1 << SCOPE_COMMISSION | 1 << SCOPE_FUNDER)
#define ROLES_WITH_KEYS (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_FUNDER)

extern const struct view api_key_view;

/* Whether the caller may make such a key, or make it anew: those of an organism, network or
 * commission are made by who answers for it, and by the certifier. Whoever holds the key of a juror
 * votes in his place: no secretary, who never votes (domain page 3.2), makes one. */
bool api_key_is_managed(const struct exchange *x, struct slice scope, struct id scope_id,
                        unsigned roles);
/* Refuses who may not, and says who may: by the role, or by what the key would be of. */
void api_key_refuse_manager(struct exchange *x, struct slice scope, unsigned roles,
                            const char *pointer);
/* Refuses who does not manage keys, or not with this credential: what a partner's system comes with
 * is a matter of theirs, be it a key or a login. */
void api_key_manager_guard(struct exchange *x);
/* The roles that a key of a scope may have; of a partner's system those that need no person. */
unsigned api_key_roles_of_scope(struct slice scope, bool is_of_person);
/* Drawn for this request: its text is x->secret, which the reply shows and nothing keeps. Unset
 * when memory is short. */
struct slice api_key_draw(struct exchange *x);
/* The parameters `hash` and `prefix` of what was drawn. */
void api_key_bind_drawn(const struct exchange *x, struct params *params);

#endif
