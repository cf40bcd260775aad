/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-server: one binary, its sub-commands. */
#include "command.h"
#include "contract/arazzo.h"
#include "contract/contract.h"
#include "contract/matrix.h"
#include "contract/rules.h"
#include "contract/texts.h"
#include "db/migrate.h"
#include "doctor.h"
#include "logo.h"
#include "operator/keys.h"
#include "operator/load_places.h"
#include "operator/recompute.h"
#include "operator/withdraw_key.h"
#include "package_text.h"
#include "scanner.h"
#include "seal_check.h"
#include "seed/referentials.h"
#include "serve.h"

#include <stdio.h>
#include <stdlib.h>

static int serve(const struct config *config, const struct command_line *line)
{
    (void)line;
    return serve_run(config);
}

static int migrate(const struct config *config, const struct command_line *line)
{
    (void)line;
    return migrate_run(config);
}

static int recompute(const struct config *config, const struct command_line *line)
{
    (void)line;
    return recompute_run(config);
}

static int seed(const struct config *config, const struct command_line *line)
{
    (void)line;
    return referentials_seed(config);
}

static int check_config(const struct config *config, const struct command_line *line)
{
    char why[SCANNER_WHY_SIZE];
    (void)line;
    int code = config_check(config);
    struct scanner scanner;
    if (!seal_is_ready(config, why)) {
        fprintf(stderr, "clea-server: configuration: the seal of documents: %s\n", why);
        code = EXIT_FAILURE;
    }
    if (!logo_is_ready(config, why)) {
        fprintf(stderr, "clea-server: configuration: the logo of documents: %s\n", why);
        code = EXIT_FAILURE;
    }
    if (!scanner_of(config, &scanner, why)) {
        fprintf(stderr, "clea-server: configuration: %s\n", why);
        code = EXIT_FAILURE;
    }
    return code;
}

static int doctor(const struct config *config, const struct command_line *line)
{
    (void)line;
    return doctor_run(config);
}

static int openapi(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    return contract_print(stdout);
}

static int arazzo(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    return arazzo_print(stdout);
}

static int rules(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    return rules_print(stdout);
}

static int access_page(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    return matrix_print(stdout);
}

static int texts(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    return texts_print(stdout);
}

static int settings(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    config_markdown(stdout);
    return 0;
}

static int completion(const struct config *config, const struct command_line *line);
static int manual(const struct config *config, const struct command_line *line);

static const struct command package_commands[] = {
    { "settings", "print a file of settings, each with its meaning", package_settings_file_run,
      .is_static = true },
    { "settings-manual", "print the settings for clea-server.conf(5)", package_settings_manual_run,
      .is_static = true },
    { "manual", "print the commands for clea-server(8)", manual, .is_static = true },
    { "completion", "print what bash completes", completion, .is_static = true },
    { 0 },
};

static const struct command commands[] = {
    { "serve", "serve HTTP until SIGTERM", serve },
    { "migrate", "bring the database to the level of this binary", migrate },
    { "recompute", "bring what names are compared by to the rule of this binary", recompute },
    { "load-places", "load communes and countries from the files of the geographical code (INSEE)",
      load_places_run, load_places_options },
    { "keys", "give, list, rotate and revoke keys, invite people, dismiss overseers",
      .commands = keys_commands },
    { "withdraw-credential-key",
      "publish a key of credentials no more, and have what it signed signed anew", withdraw_key_run,
      withdraw_key_options },
    { "seed", "load the référentiels that this binary carries; what is there stays", seed },
    { "check-config", "print the effective settings and where they come from", check_config },
    { "doctor", "look at the installation and say what is wrong with it", doctor },
    { "openapi", "print the contract (OpenAPI 3.1, YAML)", openapi, .is_static = true },
    { "arazzo", "print the routes to a certificate as workflows (Arazzo 1.0.1, YAML)", arazzo,
      .is_static = true },
    { "rules", "print states, transitions, guards and reasons (Markdown)", rules,
      .is_static = true },
    { "access", "print who may ask for what (Markdown)", access_page, .is_static = true },
    { "texts", "print what people read, in both languages (Markdown)", texts, .is_static = true },
    { "settings", "print the table of settings (Markdown)", settings, .is_static = true },
    { "package", "print what goes with an installation", .commands = package_commands },
    { 0 },
};

static const struct program program = { "clea-server", commands };

static int completion(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    package_completion(&program, stdout);
    return 0;
}

static int manual(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    package_commands_manual(&program, stdout);
    return 0;
}

int main(int argc, char *argv[])
{
    return command_main(&program, argc, argv);
}
