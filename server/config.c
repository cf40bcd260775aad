/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings: the walk over files, environment and command line that fills one config. */
#include "config.h"

#include "config_key.h"
#include "text/text.h"

#include <errno.h>
#include <glob.h>
#include <ini.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_MORE "/etc/clea/conf.d/*.conf"

enum { INI_LINE_MAX = 198 };

/* What the sources share while they are read. */
struct reading {
    struct config *config;
    FILE *errors;
    unsigned error_count;
    const char *origin; /* of the file being read */
};

static void complain(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void complain(struct reading *reading, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(reading->errors, "%s: configuration: ", program_invocation_short_name);
    vfprintf(reading->errors, format, arguments);
    fputc('\n', reading->errors);
    va_end(arguments);
    reading->error_count++;
}

/* Gives a key its value and remembers who said so. The value of a secret never appears in a
 * message. */
static void key_set(struct reading *reading, const struct config_key *key, const char *value,
                    const char *origin)
{
    struct config_values *values = reading->config->values;
    const size_t index = (size_t)(key - config_keys);
    char *text = strdup(value), *from = strdup(origin);
    if (!text || !from) {
        complain(reading, "out of memory");
        free(text);
        free(from);
        return;
    }
    if (!config_key_store(key, reading->config, text)) {
        char expected[160];
        config_key_expected(key, expected, sizeof expected);
        complain(reading, "%s: %s.%s is \"%s\", expected %s", origin, key->section, key->name,
                 key->is_secret ? "***" : value, expected);
        free(text);
        free(from);
        return;
    }
    free(values->text[index]);
    free(values->origin[index]);
    values->text[index] = text;
    values->origin[index] = from;
}

/* A secret kept in a file: its text without the end of the line. */
static void key_set_from_file(struct reading *reading, const struct config_key *key,
                              const char *path, const char *origin)
{
    char text[2048];
    FILE *file = fopen(path, "re");
    if (!file) {
        complain(reading, "%s: cannot read %s: %s", origin, path, strerrordesc_np(errno));
        return;
    }
    const size_t size = fread(text, 1, sizeof text, file);
    const bool has_failed = ferror(file) != 0 || size == sizeof text;
    fclose(file);
    if (has_failed) {
        complain(reading, "%s: %s does not hold a line of less than %zu bytes", origin, path,
                 sizeof text);
        return;
    }
    text[size] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    key_set(reading, key, text, origin);
}

/* INI files */

static int take_ini_line(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;
    const size_t size = strlen(name);
    const struct config_key *key = config_key_find(section, name, size);
    const bool is_file = !key && size > 5 && strcmp(name + size - 5, "_file") == 0;
    if (is_file)
        key = config_key_find(section, name, size - 5);
    if (!key || (is_file && !key->is_secret)) {
        complain(reading, "%s: unknown key %s.%s", reading->origin, section, name);
        return 1;
    }
    /* A key given twice, or a value that went on over the next line: which one was meant? */
    const char *origin = reading->config->values->origin[key - config_keys];
    if (origin && strcmp(origin, reading->origin) == 0)
        complain(reading, "%s: %s.%s is given twice", reading->origin, section, key->name);
    else if (is_file)
        key_set_from_file(reading, key, value, reading->origin);
    else
        key_set(reading, key, value, reading->origin);
    return 1;
}

/* inih cuts lines at 199 bytes without a word; we do not. */
static bool lines_are_short(struct reading *reading, FILE *file)
{
    int size = 0, line = 1, c;
    while ((c = fgetc(file)) != EOF) {
        size = c == '\n' ? 0 : size + 1;
        if (size > INI_LINE_MAX) {
            complain(reading, "%s:%d: longer than %d bytes%s", reading->origin, line, INI_LINE_MAX,
                     "; give the value in the environment, or a secret as <key>_file");
            return false;
        }
        line += c == '\n';
    }
    rewind(file);
    return true;
}

static void read_file(struct reading *reading, const char *path, bool must_exist)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        if (must_exist || errno != ENOENT)
            complain(reading, "cannot read %s: %s", path, strerrordesc_np(errno));
        return;
    }
    reading->origin = path;
    if (lines_are_short(reading, file)) {
        const int line = ini_parse_file(file, take_ini_line, reading);
        if (line != 0)
            complain(reading, "%s:%d: not a line of the form key = value", path, line);
    }
    fclose(file);
}

static void read_default_files(struct reading *reading)
{
    glob_t found;
    read_file(reading, CONFIG_FILE, false);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): without GLOB_TILDE it asks for no user's folder */
    if (glob(CONFIG_MORE, 0, NULL, &found) == 0) { /* sorted by name */
        for (size_t i = 0; i < found.gl_pathc; i++)
            read_file(reading, found.gl_pathv[i], true);
        globfree(&found);
    }
}

/* Environment */

static void take_variable(struct reading *reading, const char *name, size_t name_size,
                          const char *value)
{
    char origin[CONFIG_NAME_SIZE], variable[CONFIG_NAME_SIZE];
    snprintf(origin, sizeof origin, "%.*s", (int)name_size, name);
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        config_key_variable(&config_keys[i], variable);
        const size_t size = strlen(variable);
        if (strcmp(origin, variable) == 0) {
            key_set(reading, &config_keys[i], value, origin);
            return;
        }
        if (config_keys[i].is_secret && strncmp(origin, variable, size) == 0 &&
            strcmp(origin + size, "_FILE") == 0) {
            key_set_from_file(reading, &config_keys[i], value, origin);
            return;
        }
    }
    complain(reading, "unknown environment variable %s", origin);
}

static void read_environment(struct reading *reading, char *const environment[])
{
    for (size_t i = 0; environment && environment[i]; i++) {
        const char *equals = strchr(environment[i], '=');
        /* CLEA_CONFIG names the file; CLEA_TEST_… belongs to the tests. */
        if (!equals || strncmp(environment[i], "CLEA_", 5) != 0 ||
            strncmp(environment[i], "CLEA_CONFIG=", 12) == 0 ||
            strncmp(environment[i], "CLEA_TEST_", 10) == 0)
            continue;
        take_variable(reading, environment[i], (size_t)(equals - environment[i]), equals + 1);
    }
}

/* All together */

static void check_together(struct reading *reading)
{
    const struct config *config = reading->config;
    char why[600];
    if (!issuers_are_right(config->login, why, sizeof why))
        complain(reading, "%s", why);
    if (config->admin.port == config->http.port)
        complain(reading, "http.port and admin.port are both %d; they must differ",
                 config->http.port);
    if (!text_are_scripts(config->name_scripts))
        complain(reading,
                 "text.name_scripts: %s is no list of scripts of Unicode, such as Latin,Greek",
                 config->name_scripts);
    if (config->database.deadline_ms <= config->database.statement_timeout_ms)
        complain(reading, "database.deadline_ms (%d) must be longer than statement_timeout_ms (%d)",
                 config->database.deadline_ms, config->database.statement_timeout_ms);
}

/* What follows from a setting and has none of its own. */
static void derive(struct config *config)
{
    struct policy *policy = &config->policy;
    policy->training_rule = date_is_set(policy->training_quality_from)
                                ? TRAINING_BY_QUALITY_CERTIFICATE
                                : TRAINING_BY_HABILITATION;
}

enum status config_load(struct config *ret_config, const char *path,
                        const struct config_given given[], size_t given_count,
                        char *const environment[], FILE *errors)
{
    struct config config = { .policy = POLICY_DEFAULT,
                             .values = calloc(1, sizeof(struct config_values)) };
    struct reading reading = { .config = &config, .errors = errors };
    if (!config.values)
        return STATUS_NO_MEMORY;
    config.values->path = path;
    config.values->given = given;
    config.values->given_count = given_count;
    config.values->environment = environment;
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++)
        key_set(&reading, &config_keys[i], config_keys[i].value, "default");
    for (size_t i = 0; !path && environment && environment[i]; i++) {
        if (strncmp(environment[i], "CLEA_CONFIG=", 12) == 0)
            path = environment[i] + 12;
    }
    if (path)
        read_file(&reading, path, true);
    else
        read_default_files(&reading);
    read_environment(&reading, environment);
    for (size_t i = 0; i < given_count; i++) {
        char option[CONFIG_NAME_SIZE];
        config_key_option(given[i].key, option);
        key_set(&reading, given[i].key, given[i].value, option);
    }
    if (reading.error_count == 0)
        check_together(&reading);
    if (reading.error_count > 0) {
        config_release(&config);
        return STATUS_FAILED;
    }
    derive(&config);
    *ret_config = config;
    return STATUS_OK;
}

enum status config_load_again(struct config *ret_config, const struct config *loaded, FILE *errors)
{
    const struct config_values *from = loaded->values;
    return config_load(ret_config, from->path, from->given, from->given_count, from->environment,
                       errors);
}

void config_release(struct config *config)
{
    for (size_t i = 0; config->values && i < CONFIG_KEY_COUNT; i++) {
        free(config->values->text[i]);
        free(config->values->origin[i]);
    }
    free(config->values);
    *config = (struct config){ 0 };
}
