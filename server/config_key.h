/* SPDX-License-Identifier: EUPL-1.2 */
/* One row a setting, its only declaration: for config.c (reading) and config_show.c (showing). */
#ifndef CONFIG_KEY_H
#define CONFIG_KEY_H

#include "config.h"

#include <stddef.h>

#define CONFIG_FILE "/etc/clea/clea-server.conf"

enum config_kind {
    CONFIG_TEXT,
    CONFIG_INT,
    CONFIG_BOOL,
    CONFIG_CHOICE,
    CONFIG_DATE,
    CONFIG_NETWORKS,
    CONFIG_COLOR, /* kept as its text */
};

struct config_key {
    const char *section, *name;
    enum config_kind kind;
    size_t member;       /* offset in struct config: const char *, int, enum, bool or struct date */
    const char *value;   /* default */
    int least, most;     /* CONFIG_INT */
    const char *choices; /* CONFIG_CHOICE: names separated by '|', in the order of the enum */
    bool is_secret;
    bool is_live; /* may change while it serves (SIGHUP) */
    const char *help;
};

enum { CONFIG_KEY_COUNT = 113, CONFIG_NAME_SIZE = 80 };

extern const struct config_key config_keys[CONFIG_KEY_COUNT];

/* What a loaded config keeps behind its typed members, one a key, in the order of config_keys[];
 * and where it came from, as config_load() was given it. */
struct config_values {
    char *text[CONFIG_KEY_COUNT];
    char *origin[CONFIG_KEY_COUNT];
    const char *path;
    const struct config_given *given;
    size_t given_count;
    char *const *environment;
};

/* CLEA_HTTP_BODY_TIMEOUT_S and --http-body-timeout-s */
void config_key_variable(const struct config_key *key, char ret_text[CONFIG_NAME_SIZE]);
void config_key_option(const struct config_key *key, char ret_text[CONFIG_NAME_SIZE]);
/* NULL when there is none. */
const struct config_key *config_key_find(const char *section, const char *name, size_t name_size);
/* Parses `value` into the member of its key; a text is borrowed. False: not a value of this key. */
NODISCARD bool config_key_store(const struct config_key *key, struct config *config,
                                const char *value);
/* What would have been a value, in words. */
void config_key_expected(const struct config_key *key, char *ret_text, size_t size);

#endif
