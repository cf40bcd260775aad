/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings on paper: check-config, --help and the table of the documentation. */
#include "config_key.h"

#include <stdlib.h>
#include <string.h>

void config_print(const struct config *config, FILE *out)
{
    const char *section = "";
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (strcmp(section, config_keys[i].section) != 0)
            fprintf(out, "%s[%s]\n", *section ? "\n" : "", config_keys[i].section);
        section = config_keys[i].section;
        const char *text = config->values->text[i];
        const bool is_default = strcmp(config->values->origin[i], "default") == 0;
        fprintf(out, "%s = %s ; %s\n", config_keys[i].name,
                config_keys[i].is_secret && !is_default ? "***" : text, config->values->origin[i]);
    }
}

int config_check(const struct config *config)
{
    config_print(config, stdout);
    return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

void config_help(FILE *out)
{
    char option[CONFIG_NAME_SIZE];
    fprintf(out, "Options (each also as [section] key in %s and as CLEA_SECTION_KEY):\n",
            CONFIG_FILE);
    fprintf(out, "  --config FILE\n        read this file instead of %s\n", CONFIG_FILE);
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (config_keys[i].is_secret)
            continue; /* not accepted on a command line */
        config_key_option(&config_keys[i], option);
        fprintf(out, "  %s %s\n        %s (%s)\n", option,
                config_keys[i].kind == CONFIG_INT      ? "N"
                : config_keys[i].kind == CONFIG_BOOL   ? "[=false]"
                : config_keys[i].kind == CONFIG_CHOICE ? config_keys[i].choices
                : config_keys[i].kind == CONFIG_DATE   ? "YYYY-MM-DD"
                                                       : "TEXT",
                config_keys[i].help, *config_keys[i].value ? config_keys[i].value : "empty");
    }
    fputs("Secrets, in a file or in the environment only:\n", out);
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (!config_keys[i].is_secret)
            continue;
        config_key_variable(&config_keys[i], option);
        fprintf(out, "  %s or %s_FILE\n        %s (%s)\n", option, option, config_keys[i].help,
                config_keys[i].value);
    }
}

void config_markdown(FILE *out)
{
    char variable[CONFIG_NAME_SIZE];
    fputs("| Key | Environment | Default | Meaning |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        config_key_variable(&config_keys[i], variable);
        fprintf(out, "| `%s.%s` | `%s` | %s%s%s | %s%s |\n", config_keys[i].section,
                config_keys[i].name, variable, *config_keys[i].value ? "`" : "",
                *config_keys[i].value ? config_keys[i].value : "empty",
                *config_keys[i].value ? "`" : "", config_keys[i].help,
                config_keys[i].is_live ? "; may change on SIGHUP" : "");
    }
}
