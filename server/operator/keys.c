/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/keys.h"

#include "api/api_key.h"
#include "api/one_time_code.h"
#include "db/store.h"
#include "operator/keys_options.h"
#include "text/text.h"
#include "uuid.h"

#include <stdio.h>
#include <stdlib.h>

enum { WHY_SIZE = 512, LIST_SIZE = 512, DAYS_MAX = 3660, HOURS_MAX = 168, HOURS_DEFAULT = 24 };

static struct store *open_store(const struct config *config)
{
    char why[WHY_SIZE] = "";
    struct store *store =
        store_open(config->database.migrator_conninfo, "clea-server keys", why, sizeof why);
    if (!store)
        keys_say(why);
    return store;
}

static bool ask(struct store *store, const char *statement, unsigned count,
                const char *const values[], struct store_rows *ret_rows)
{
    char why[WHY_SIZE] = "";
    if (store_ask(store, statement, count, values, ret_rows, why, sizeof why))
        return true;
    const char *sentence = keys_refusal(store_constraint(store));
    return keys_say(sentence ? sentence : why);
}

static bool run(struct store *store, const char *statement)
{
    char why[WHY_SIZE] = "";
    return store_run(store, statement, NULL, why, sizeof why) || keys_say(why);
}

/* All the values of an option that may come several times, as "{A,B}"; NULL without any. */
static const char *list_of(const struct command_line *line, const char *name,
                           char ret_list[LIST_SIZE])
{
    size_t used = 0;
    for (size_t i = 0; i < line->count; i++) {
        if (strcmp(line->values[i].name, name) != 0 || used >= LIST_SIZE)
            continue;
        used += (size_t)snprintf(ret_list + used, LIST_SIZE - used, "%s%s", used ? "," : "{",
                                 line->values[i].value);
    }
    if (used == 0 || used + 2 > LIST_SIZE)
        return NULL;
    memcpy(ret_list + used, "}", 2);
    return ret_list;
}

/* What is drawn: the text of a key, and what of it is stored. */
struct drawn {
    char text[API_KEY_TEXT_SIZE], prefix[API_KEY_PREFIX_SIZE + 1];
    char id[ID_TEXT_SIZE], hash[2 + 2 * API_KEY_HASH_SIZE + 1];
};

static bool draw(struct store *store, bool wants_sandbox, struct drawn *ret_drawn)
{
    struct store_rows rows;
    unsigned char hash[API_KEY_HASH_SIZE];
    if (!ask(store, "select is_sandbox from public.sandbox_clock", 0, NULL, &rows))
        return false;
    const bool is_sandbox = rows.count == 1 && store_value(&rows, 0, "is_sandbox").at[0] == 't';
    store_rows_release(&rows);
    if (wants_sandbox && !is_sandbox)
        return keys_say(
            "this instance is set as a sandbox and its database is not: the key would open "
            "a real one; set sandbox.enabled = false, or run clea-sandbox seed first");
    api_key_new(is_sandbox, ret_drawn->text);
    api_key_hash(slice_of(ret_drawn->text), hash);
    snprintf(ret_drawn->hash, sizeof ret_drawn->hash, "\\x");
    for (size_t i = 0; i < sizeof hash; i++)
        snprintf(ret_drawn->hash + 2 + 2 * i, 3, "%02x", hash[i]);
    snprintf(ret_drawn->prefix, sizeof ret_drawn->prefix, "%.*s", API_KEY_PREFIX_SIZE,
             ret_drawn->text);
    id_print(uuid_v7_new(), ret_drawn->id);
    return true;
}

static int hand_over(const struct drawn *drawn)
{
    fprintf(stderr, "keys: %s begins with %s; it is shown here only\n", drawn->id, drawn->prefix);
    const bool is_shown = printf("%s\n", drawn->text) > 0 && fflush(stdout) == 0;
    if (!is_shown)
        fprintf(stderr, "keys: it could not be shown: revoke it\n");
    return is_shown ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* --- create --- */

static const struct command_option create_options[] = {
    { "scope", "SCOPE",
      "in whose name: CERTIFIER, AUDITOR, SYSTEM, ORGANISM, NETWORK, COMMISSION or CANDIDATE", 0 },
    { "scope-id", "ID", "which organism, network, commission or candidate; a reference will do",
      0 },
    { "role", "ROLE",
      "a role that it may play, as often as there are roles; needed where a scope has several", 0 },
    { "permission", "NAME", "READ, WRITE or KEYS, as often as needed; all three by default", 0 },
    { "person", "NAME, FIRST NAME", "a new person that it stands for", 0 },
    { "person-id", "ID", "the person that it stands for; without any: a system's key", 0 },
    { "label", "TEXT", "what its owner calls it", 0 },
    { "days", "N", "how long it works; without: until it is revoked", DAYS_MAX },
    { "allow", "NETWORK", "a network (CIDR) that it may be used from, as often as needed", 0 },
    { 0 },
};

/* A name as the API takes one; its own copy, with a NUL. */
static bool take_name(struct arena *arena, struct slice text, struct slice *ret_name)
{
    while (text.size && text.at[0] == ' ')
        text = (struct slice){ text.at + 1, text.size - 1 };
    while (text.size && text.at[text.size - 1] == ' ')
        text.size--;
    struct slice name;
    if (text_compose(arena, text, &name) != STATUS_OK)
        return keys_say("out of memory");
    if (!text_is_visible(name, false) || !text_is_name(name))
        return keys_say("--person: a family name, a comma, a first name: \"Moreau, Camille\"");
    *ret_name = arena_print(arena, "%.*s", (int)name.size, name.at);
    return slice_is_set(*ret_name) || keys_say("out of memory");
}

/* The person of the key: a new one, one who is there, or none ("" stays empty). */
static bool make_person(struct store *store, struct arena *arena, const struct command_line *line,
                        char ret_id[ID_TEXT_SIZE])
{
    const char *name = command_value(line, "person"), *id = command_value(line, "person-id");
    const char *comma = name ? strchr(name, ',') : NULL;
    struct slice last, first;
    struct store_rows rows;
    ret_id[0] = '\0';
    if (id)
        snprintf(ret_id, ID_TEXT_SIZE, "%s", id);
    if (!name)
        return true;
    if (id)
        return keys_say("--person is a new one, --person-id one who is there: one of the two");
    if (!comma)
        return keys_say("--person: a family name, a comma, a first name: \"Moreau, Camille\"");
    if (!take_name(arena, (struct slice){ name, (size_t)(comma - name) }, &last) ||
        !take_name(arena, slice_of(comma + 1), &first))
        return false;
    id_print(uuid_v7_new(), ret_id);
    const char *const values[] = { ret_id, last.at, first.at };
    if (!ask(store,
             "insert into public.person (id, last_name, first_name) values ($1::uuid, $2, $3)", 3,
             values, &rows))
        return false;
    store_rows_release(&rows);
    fprintf(stderr, "keys: person %s was made\n", ret_id);
    return true;
}

/* A reference becomes the id it stands for. */
static bool find_place(struct store *store, const char *scope, const char *given,
                       char ret_id[ID_TEXT_SIZE])
{
    struct store_rows rows;
    const char *const values[] = { scope, given };
    ret_id[0] = '\0';
    if (!given)
        return true;
    if (!ask(store,
             "select id from public.organism where $1 = 'ORGANISM' and $2 in (id::text, reference)"
             " union all select id from public.network where $1 = 'NETWORK' and $2 = id::text"
             " union all select id from public.commission"
             " where $1 = 'COMMISSION' and $2 in (id::text, reference)"
             " union all select id from public.funder where $1 = 'FUNDER' and $2 = id::text"
             " union all select id from public.candidate"
             " where $1 = 'CANDIDATE' and $2 in (id::text, reference)",
             2, values, &rows))
        return false;
    if (rows.count == 1)
        snprintf(ret_id, ID_TEXT_SIZE, "%s", store_value(&rows, 0, "id").at);
    store_rows_release(&rows);
    return ret_id[0] || keys_say("--scope-id: there is none of that scope");
}

/* The only role of a scope goes without saying. */
static const char *roles_of(const struct command_line *line, const char *scope,
                            char ret_list[LIST_SIZE])
{
    static const struct {
        const char *scope, *roles;
    } only[] = {
        { "CERTIFIER", "{CERTIFIER}" },  { "AUDITOR", "{AUDITOR}" },
        { "SYSTEM", "{ADMINISTRATOR}" }, { "NETWORK", "{NETWORK_MANAGER}" },
        { "CANDIDATE", "{CANDIDATE}" },  { "FUNDER", "{FUNDER}" },
    };
    const char *given = list_of(line, "role", ret_list);
    for (size_t i = 0; !given && i < sizeof only / sizeof only[0]; i++) {
        if (strcmp(scope, only[i].scope) == 0)
            given = only[i].roles;
    }
    return given;
}

static bool insert_key(struct store *store, struct arena *arena, const struct command_line *line,
                       bool wants_sandbox, struct drawn *drawn)
{
    char roles[LIST_SIZE], permissions[LIST_SIZE], ranges[LIST_SIZE];
    char person_id[ID_TEXT_SIZE], scope_id[ID_TEXT_SIZE];
    const char *scope = command_value(line, "scope");
    const char *label = command_value(line, "label");
    const char *asked = list_of(line, "permission", permissions);
    struct store_rows rows;
    if (!draw(store, wants_sandbox, drawn) || !make_person(store, arena, line, person_id) ||
        !find_place(store, scope, command_value(line, "scope-id"), scope_id))
        return false;
    const char *const values[] = {
        drawn->id,
        drawn->hash,
        drawn->prefix,
        person_id,
        scope,
        scope_id,
        roles_of(line, scope, roles),
        asked ? asked : "{READ,WRITE,KEYS}",
        list_of(line, "allow", ranges),
        label ? label : "given by the operator",
        command_value(line, "days"),
    };
    if (!ask(store,
             "insert into public.api_key (id, hash, prefix, person_id, scope, scope_id, roles, "
             "permissions, allowed_from, label, expires_at, is_sandbox)"
             " select $1::uuid, $2::bytea, $3, nullif($4, '')::uuid, $5, nullif($6, '')::uuid, "
             "$7::text[], $8::text[], $9::cidr[], $10,"
             "        clock_timestamp() + make_interval(days => $11::int), c.is_sandbox"
             " from public.sandbox_clock c",
             sizeof values / sizeof values[0], values, &rows))
        return false;
    store_rows_release(&rows);
    return true;
}

static int create(const struct config *config, const struct command_line *line)
{
    struct drawn drawn;
    struct arena arena;
    char roles[LIST_SIZE];
    const char *scope = command_value(line, "scope");
    if (scope && !keys_scope_is_right(line))
        return EXIT_FAILURE;
    if (!scope || !roles_of(line, scope, roles)) {
        keys_say(scope ? "--role: which? This scope has several" : "--scope: in whose name?");
        return EXIT_FAILURE;
    }
    struct store *store = keys_options_are_right(line) ? open_store(config) : NULL;
    if (!store)
        return EXIT_FAILURE;
    arena_init(&arena, 0);
    text_admit_scripts(config->name_scripts);
    const bool is_made =
        run(store, "begin") && insert_key(store, &arena, line, config->sandbox.enabled, &drawn);
    const bool is_kept = run(store, is_made ? "commit" : "rollback") && is_made;
    arena_release(&arena);
    store_close(store);
    return is_kept ? hand_over(&drawn) : EXIT_FAILURE;
}

/* --- list --- */

static const struct command_option list_options[] = {
    { "scope", "SCOPE", "keys of one kind of scope", 0 },
    { "all", NULL, "those that work no more, too", 0 },
    { 0 },
};

static int list(const struct config *config, const struct command_line *line)
{
    struct store *store = keys_scope_is_right(line) ? open_store(config) : NULL;
    struct store_rows rows;
    const char *const values[] = { command_value(line, "scope"),
                                   command_value(line, "all") ? "yes" : NULL };
    if (!store)
        return EXIT_FAILURE;
    const bool is_read =
        ask(store,
            "select concat_ws(' ', k.id, k.prefix, k.scope, coalesce(k.scope_id::text, '-'), "
            "coalesce(k.person_id::text, '-'), array_to_string(k.roles, ','), "
            "array_to_string(k.permissions, ','), coalesce(s.refusal, 'ACTIVE'), "
            "'expires=' || coalesce(public.wire_instant(k.expires_at), 'never'), "
            "'used=' || coalesce(public.wire_instant(u.last_used_at), 'never'), k.label) as line"
            " from public.api_key k cross join lateral public.api_key_standing(k.id) s"
            " left join public.api_key_use u on u.key_id = k.id"
            " where ($1::text is null or k.scope = $1) and ($2::text is not null or s.refusal is "
            "null) order by k.id",
            2, values, &rows);
    for (unsigned i = 0; is_read && i < rows.count; i++)
        puts(store_value(&rows, i, "line").at);
    if (is_read)
        store_rows_release(&rows);
    store_close(store);
    return is_read ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* --- rotate, revoke --- */

static const struct command_option rotate_options[] = {
    { "id", "ID", "the key", 0 },
    { "hours", "N", "how long it works beside the new one; 24 by default", HOURS_MAX },
    { "days", "N", "how long the new one works; without: until it is revoked", DAYS_MAX },
    { 0 },
};

static int rotate(const struct config *config, const struct command_line *line)
{
    const char *id = command_value(line, "id");
    struct store *store = id && keys_id_is_right(line) ? open_store(config) : NULL;
    struct store_rows rows;
    struct drawn drawn;
    char hours[12];
    bool is_made = false;
    if (!id)
        keys_say("--id: which key?");
    snprintf(hours, sizeof hours, "%u", command_number(line, "hours", HOURS_DEFAULT));
    const char *const values[] = {
        id, drawn.id, drawn.hash, drawn.prefix, command_value(line, "days"), hours
    };
    if (store && draw(store, config->sandbox.enabled, &drawn) &&
        ask(store,
            "select made.id from public.api_key_replace($1::uuid, $2::uuid, $3::bytea, $4, "
            "clock_timestamp() + make_interval(days => $5::int), "
            "clock_timestamp() + make_interval(hours => $6::int), null) as made(id)"
            " where made.id is not null",
            sizeof values / sizeof values[0], values, &rows)) {
        is_made = rows.count == 1 || keys_say("there is no such key that works");
        store_rows_release(&rows);
    }
    store_close(store);
    return is_made ? hand_over(&drawn) : EXIT_FAILURE;
}

static const struct command_option revoke_options[] = { { "id", "ID", "the key", 0 }, { 0 } };

static int revoke(const struct config *config, const struct command_line *line)
{
    const char *id = command_value(line, "id");
    struct store *store = id && keys_id_is_right(line) ? open_store(config) : NULL;
    struct store_rows rows;
    bool is_done = false;
    if (!id)
        keys_say("--id: which key?");
    if (store && ask(store,
                     "update public.api_key set status = 'REVOKED', revoked_at = "
                     "clock_timestamp() where id = $1::uuid and status = 'ACTIVE'",
                     1, &id, &rows)) {
        is_done = rows.changed == 1 || keys_say("there is no such key, or it was revoked before");
        store_rows_release(&rows);
    }
    store_close(store);
    return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* --- of a person --- */

static const struct command_option person_options[] = { { "person-id", "ID", "the person", 0 },
                                                        { 0 } };

/* The statement does something for the person: its one row says so. */
static bool do_for_person(const struct config *config, const struct command_line *line,
                          const char *statement, unsigned count, const char *values[],
                          const char *otherwise)
{
    struct store_rows rows;
    bool is_done = false;
    values[0] = command_value(line, "person-id");
    if (!values[0])
        return keys_say("--person-id: which person?");
    struct store *store = keys_options_are_right(line) ? open_store(config) : NULL;
    if (store && ask(store, statement, count, values, &rows)) {
        is_done = rows.count == 1 || keys_say(otherwise);
        store_rows_release(&rows);
    }
    store_close(store);
    return is_done;
}

static int invite(const struct config *config, const struct command_line *line)
{
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    char code[TYPED_CODE_SIZE], days[12], id[ID_TEXT_SIZE], hash[2 + 2 * sizeof digest + 1] = "\\x";
    one_time_code_new(code);
    one_time_code_digest(slice_of(code), digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hash + 2 + 2 * i, 3, "%02x", digest[i]);
    snprintf(days, sizeof days, "%d", ONE_TIME_CODE_DAYS);
    id_print(uuid_v7_new(), id);
    const char *values[] = { NULL, id, hash, days };
    if (!do_for_person(config, line,
                       "select public.invitation_by_command($1::uuid, $2::uuid, $3::bytea, "
                       "clock_timestamp() + make_interval(days => $4::int))",
                       sizeof values / sizeof values[0], values,
                       "there is no such person, or the person has a login already"))
        return EXIT_FAILURE;
    fprintf(stderr, "keys: the invitation lives %s days; its code is shown here only\n", days);
    return printf("%s\n", code) > 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int end(const struct config *config, const struct command_line *line)
{
    const char *values[] = { NULL };
    const bool is_done = do_for_person(
        config, line, "select public.operator_dismissed($1::uuid)", 1, values,
        "there is no such person, or it is neither auditor, administrator nor of the certifier");
    return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}

const struct command keys_commands[] = {
    { "create", "make a key; it is printed once, alone on standard output", create,
      create_options },
    { "list", "print what is known of keys, one a line", list, list_options },
    { "rotate", "make a key in the place of another, which works for a while yet", rotate,
      rotate_options },
    { "revoke", "end a key at once, for good", revoke, revoke_options },
    { "invite", "invite a person to bind a login; the code is printed once", invite,
      person_options },
    { "end",
      "end all that a person is as an auditor, an administrator or for the certifier, keys and "
      "login included",
      end, person_options },
    { 0 },
};
