/* SPDX-License-Identifier: EUPL-1.2 */
#include "live.h"

#include "config_key.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

static struct live *new_live(const struct config *config, bool is_own)
{
    struct live *live = calloc(1, sizeof *live);
    unsigned count = 0;
    if (!live)
        return NULL;
    live->origins_text = strdup(config->http.origins);
    if (!live->origins_text) {
        free(live);
        return NULL;
    }
    live->config = *config;
    live->is_own = is_own;
    for (char *save = NULL, *at = strtok_r(live->origins_text, ", ", &save);
         at && count < LIVE_ORIGINS_MAX; at = strtok_r(NULL, ", ", &save))
        live->origins[count++] = at;
    return live;
}

struct live *live_of(const struct config *started)
{
    return new_live(started, false);
}

/* Every line a mistake, behind the name of the program and a word. */
static void tell_mistakes(char *lines, char *ret_why, size_t why_size)
{
    char *save = NULL;
    *ret_why = '\0';
    for (char *line = strtok_r(lines, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        const char *colon = strstr(line, ": configuration: ");
        const char *why = colon ? colon + strlen(": configuration: ") : line;
        if (*ret_why == '\0')
            snprintf(ret_why, why_size, "%s", why);
        log_fields(LOG_ERROR, "settings not reloaded", LOG_TEXT("why", why));
    }
}

struct live *live_read(const struct config *started, char *ret_why, size_t why_size)
{
    char *lines = NULL;
    size_t size = 0;
    struct config read;
    struct live *live = NULL;
    snprintf(ret_why, why_size, "out of memory");
    FILE *errors = open_memstream(&lines, &size);
    if (!errors)
        return NULL;
    const enum status status = config_load_again(&read, started, errors);
    if (fclose(errors) == 0 && status != STATUS_OK && size > 0)
        tell_mistakes(lines, ret_why, why_size);
    free(lines);
    if (status != STATUS_OK)
        return NULL;
    live = new_live(&read, true);
    if (!live)
        config_release(&read);
    return live;
}

/* Of a secret, too, only the name is told. */
void live_tell_what_waits(const struct live *live, const struct config *started)
{
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        char name[CONFIG_NAME_SIZE];
        if (config_keys[i].is_live ||
            strcmp(started->values->text[i], live->config.values->text[i]) == 0)
            continue;
        snprintf(name, sizeof name, "%s.%s", config_keys[i].section, config_keys[i].name);
        log_fields(LOG_WARNING, "a setting waits for a restart", LOG_TEXT("setting", name));
    }
}

void live_free(struct live *live)
{
    if (!live)
        return;
    if (live->is_own)
        config_release(&live->config);
    free(live->origins_text);
    free(live);
}
