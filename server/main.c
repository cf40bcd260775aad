/* clea-server: one binary, its sub-commands. */
#include "config.h"
#include "db/migrate.h"
#include "db/recompute.h"
#include "doctor.h"
#include "contract/contract.h"
#include "log.h"
#include "contract/rules.h"
#include "seed/scenario.h"
#include "seed/seed.h"
#include "serve.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct command {
    const char *name;
    int (*run)(const struct config *config, char *const arguments[]);
    const char *const *own_flags;
    const char *help;
};

static int serve(const struct config *config, char *const arguments[])
{
    (void)arguments;
    return serve_run(config);
}

static int migrate(const struct config *config, char *const arguments[])
{
    (void)arguments;
    return migrate_run(config);
}

static int recompute(const struct config *config, char *const arguments[])
{
    (void)arguments;
    return recompute_run(config);
}

static int check_config(const struct config *config, char *const arguments[])
{
    (void)arguments;
    return config_check(config);
}

static int doctor(const struct config *config, char *const arguments[])
{
    (void)arguments;
    return doctor_run(config);
}

static int openapi(const struct config *config, char *const arguments[])
{
    (void)config, (void)arguments;
    return contract_print(stdout);
}

static int rules(const struct config *config, char *const arguments[])
{
    (void)config, (void)arguments;
    return rules_print(stdout);
}

static int settings(const struct config *config, char *const arguments[])
{
    (void)config, (void)arguments;
    config_markdown(stdout);
    return 0;
}

static const char *const seed_flags[] = { "--demo",
                                          "--tokens=", "--organisms=", "--candidacies=", NULL };

static const char *const scenario_flags[] = { "--state=", "--count=", NULL };

static const struct command commands[] = {
    { "serve", serve, NULL, "serve HTTP until SIGTERM" },
    { "migrate", migrate, NULL, "bring the database to the level of this binary" },
    { "recompute", recompute, NULL, "bring what names are compared by to the rule of this binary" },
    { "seed", seed_run, seed_flags, "load the référentiels; --demo adds invented people" },
    { "scenario", scenario_run, scenario_flags,
      "--state STATE (or ALL) makes a candidacy in that state, --count N several; sandboxes only" },
    { "openapi", openapi, NULL, "print the contract (OpenAPI 3.1, YAML)" },
    { "rules", rules, NULL, "print states, transitions, guards and reasons (Markdown)" },
    { "check-config", check_config, NULL, "print the effective settings and where they come from" },
    { "settings", settings, NULL, "print the table of settings (Markdown)" },
    { "doctor", doctor, NULL, "look at the installation and say what is wrong with it" },
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static int help(FILE *out)
{
    fprintf(out, "usage: clea-server COMMAND [options]\n\n");
    for (unsigned i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-14s%s\n", commands[i].name, commands[i].help);
    fprintf(out, "\noptions, also in /etc/clea/clea-server.conf and the environment:\n");
    config_help(out);
    return out == stdout ? 0 : 2;
}

int main(int argc, char *argv[])
{
    if (argc < 2)
        return help(stderr);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return help(stdout);
    if (strcmp(argv[1], "--version") == 0)
        return printf("clea-server %s\n", CLEA_VERSION) > 0 ? 0 : 1;
    for (unsigned i = 0; i < COMMAND_COUNT; i++) {
        const struct command *command = &commands[i];
        struct config config;
        if (strcmp(argv[1], command->name) != 0)
            continue;
        if (sodium_init() < 0 ||
            config_load(&config, argv + 2, command->own_flags, environ, stderr) != STATUS_OK)
            return 2;
        log_configure((enum log_level)config.log.level, (enum log_format)config.log.format);
        int code = command->run(&config, argv + 2);
        config_release(&config);
        return code;
    }
    fprintf(stderr, "clea-server: no command called %s\n\n", argv[1]);
    return help(stderr);
}
