/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/keys_options.h"

#include "api/address_range.h"
#include "api/role.h"
#include "api/words.h"
#include "id_text.h"

#include <stdio.h>
#include <string.h>

bool keys_say(const char *why)
{
    fprintf(stderr, "keys: %s\n", why);
    return false;
}

/* What of a command line the rules of the database refuse. */
static const struct {
    const char *constraint, *sentence;
} refusals[] = {
    { "api_key_person", "--person-id: there is no such person" },
    { "api_key_scope", "--scope: there is no such scope; --help lists them" },
    { "api_key_scope_id", "--scope-id: which one? ORGANISM, NETWORK, COMMISSION and CANDIDATE need "
                          "it, the others have none" },
    { "api_key_roles_of_scope", "--role: a key of this scope cannot have that role; of a "
                                "commission's keys without a person, SECRETARY alone" },
    { "api_key_of_person", "--person, --person-id: a key of CERTIFIER, AUDITOR or SYSTEM is a "
                           "person's, a key of CANDIDATE is not" },
    { "api_key_allowed_from", "--allow: 16 networks at most" },
    { "api_key_label", "--label: 100 characters at most" },
    { "api_key_person_active", "--person-id: this person is not active" },
    { "api_key_function_held", "--role: the person does not have that function there today" },
    { "api_key_scope_open", "--scope-id: it is not active" },
    { "api_key_two_at_most", "two keys of this holder and their successor would work at once: "
                             "revoke the older one first" },
    { "api_key_rotated_once", "this key was rotated before" },
};

const char *keys_refusal(const char *constraint)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (strcmp(constraint, refusals[i].constraint) == 0)
            return refusals[i].sentence;
    }
    return NULL;
}

static bool is_among(const char *value, const char *const names[])
{
    for (; *names; names++) {
        if (strcmp(value, *names) == 0)
            return true;
    }
    return false;
}

/* Each value of the option is one of the names. */
static bool are_among(const struct command_line *line, const char *option,
                      const char *const names[], const char *otherwise)
{
    for (size_t i = 0; i < line->count; i++) {
        if (strcmp(line->values[i].name, option) == 0 && !is_among(line->values[i].value, names))
            return keys_say(otherwise);
    }
    return true;
}

/* An id, when it was given. */
static bool is_id(const struct command_line *line, const char *option, const char *otherwise)
{
    const char *value = command_value(line, option);
    struct id id;
    return !value || id_parse(slice_of(value), &id) || keys_say(otherwise);
}

bool keys_scope_is_right(const struct command_line *line)
{
    return are_among(line, "scope", scope_words.codes,
                     "--scope: there is no such scope; --help lists them");
}

static bool ranges_are_right(const struct command_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct slice text = slice_of(line->values[i].value);
        if (strcmp(line->values[i].name, "allow") == 0 && check_address_range(&text) != REASON_NONE)
            return keys_say(
                "--allow: a network is an address, a stroke and the number of its bits that "
                "count; the others are zero: 192.0.2.0/24");
    }
    return true;
}

/* Of what becomes a list or an id before the database sees it. */
bool keys_options_are_right(const struct command_line *line)
{
    return are_among(line, "role", role_names, "--role: there is no such role") &&
           are_among(line, "permission", permission_names, "--permission: READ, WRITE or KEYS") &&
           is_id(line, "person-id", "--person-id: this is no id") && ranges_are_right(line);
}

bool keys_id_is_right(const struct command_line *line)
{
    return is_id(line, "id", "--id: this is no id; clea-server keys list tells them");
}
