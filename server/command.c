/* SPDX-License-Identifier: EUPL-1.2 */
#include "command.h"

#include "config_key.h"
#include "log.h"

#include <getopt.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OWN_MAX = 12, USAGE_ERROR = 2, NAME_MAX_SIZE = 64 };

/* In the order of their rows in getopt's table: the two that every command has, its own, the
 * settings. */
enum { OPTION_HELP, OPTION_CONFIG, OPTION_OWN };

/* One reading of a command line. */
struct parse {
    const struct program *program;
    const struct command *command;
    struct option options[OPTION_OWN + OWN_MAX + CONFIG_KEY_COUNT + 1];
    char setting_names[CONFIG_KEY_COUNT][CONFIG_NAME_SIZE]; /* with their dashes */
    unsigned own_count;
    struct command_value *values; /* as many as there are arguments, at most */
    struct config_given *given;
    size_t value_count, given_count;
    const char *config_path;
    bool wants_help;
    unsigned error_count;
};

static void complain(struct parse *parse, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void complain(struct parse *parse, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: %s: ", parse->program->name, parse->command->name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    parse->error_count++;
}

/* --- help --- */

static int show_program(const struct program *program)
{
    printf("usage: %s COMMAND [options]\n\n", program->name);
    for (const struct command *command = program->commands; command->name; command++)
        printf("  %-25s%s\n", command->name, command->help);
    printf("\n  --version     print the version\n"
           "\n%s COMMAND --help tells the options of a command.\n",
           program->name);
    return 0;
}

static int show_command(const struct program *program, const struct command *command)
{
    printf("usage: %s %s [options]\n%s\n\n", program->name, command->name, command->help);
    for (const struct command_option *o = command->options; o && o->name; o++)
        printf("  --%s%s%s\n        %s\n", o->name, o->value ? " " : "", o->value ? o->value : "",
               o->help);
    puts("  --help\n        print this");
    if (!command->is_static) {
        putchar('\n');
        config_help(stdout);
    }
    return 0;
}

/* --- options --- */

/* Different for each row: getopt takes rows of the same value for one option with two names, and
 * the beginning of both for either. */
static int code_of(const struct parse *parse, const struct option *row)
{
    return 256 + (int)(row - parse->options);
}

/* The rows of getopt's table. A value of a setting may be left away where it is a flag; one that is
 * a secret is taken in whatever form, to be refused. */
static void fill_options(struct parse *parse)
{
    struct option *at = parse->options;
    *at++ = (struct option){ "help", no_argument, NULL, 'h' };
    if (parse->command->is_static)
        return;
    *at = (struct option){ "config", required_argument, NULL, code_of(parse, at) };
    at++;
    for (const struct command_option *o = parse->command->options; o && o->name; o++) {
        if (parse->own_count == OWN_MAX)
            abort(); /* a table longer than this file allows */
        parse->own_count++;
        *at = (struct option){ o->name, o->value ? required_argument : no_argument, NULL,
                               code_of(parse, at) };
        at++;
    }
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        const struct config_key *key = &config_keys[i];
        const bool may_be_alone = key->is_secret || key->kind == CONFIG_BOOL;
        config_key_option(key, parse->setting_names[i]);
        *at = (struct option){ parse->setting_names[i] + 2,
                               may_be_alone ? optional_argument : required_argument, NULL,
                               code_of(parse, at) };
        at++;
    }
}

static void take_own(struct parse *parse, const struct command_option *option)
{
    if (option->most > 0) {
        char *end;
        const unsigned long number = strtoul(optarg, &end, 10);
        if (optarg[0] < '0' || optarg[0] > '9' || *end || number > option->most) {
            complain(parse, "--%s: %s is not a number up to %u", option->name, optarg,
                     option->most);
            return;
        }
    }
    parse->values[parse->value_count++] =
        (struct command_value){ option->name, optarg ? optarg : "" };
}

static void take_setting(struct parse *parse, size_t index)
{
    if (config_keys[index].is_secret)
        complain(parse, "%s: a secret does not belong on a command line; use the environment",
                 parse->setting_names[index]);
    else
        parse->given[parse->given_count++] =
            (struct config_given){ &config_keys[index], optarg ? optarg : "true" };
}

static void take_option(struct parse *parse, size_t row)
{
    if (row == OPTION_HELP)
        parse->wants_help = true;
    else if (row == OPTION_CONFIG)
        parse->config_path = optarg;
    else if (row < OPTION_OWN + parse->own_count)
        take_own(parse, &parse->command->options[row - OPTION_OWN]);
    else
        take_setting(parse, row - OPTION_OWN - parse->own_count);
}

/* Is the option written out? getopt also takes the beginning of a name. */
static bool is_whole(const char *argument, const char *name)
{
    const size_t size = strlen(name);
    return strncmp(argument + 2, name, size) == 0 &&
           (argument[2 + size] == '\0' || argument[2 + size] == '=');
}

static void read_options(struct parse *parse, int argc, char *argv[])
{
    opterr = 0;
    optind = 0; /* GNU: begin anew */
    for (;;) {
        int row = 0;
        const int at = optind > 0 ? optind : 1;
        const char *argument = at < argc ? argv[at] : NULL;
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
        const int found = getopt_long(argc, argv, "+:h", parse->options, &row);
        if (found == -1)
            break;
        if (found == ':')
            complain(parse, "%s: needs a value", argument);
        else if (found == '?' && optopt != 0 && strchr(argument, '='))
            complain(parse, "%.*s: takes no value", (int)strcspn(argument, "="), argument);
        else if (found == '?' ||
                 (argument[1] == '-' && !is_whole(argument, parse->options[row].name)))
            complain(parse, "unknown option %s", argument);
        else
            take_option(parse, found == 'h' ? OPTION_HELP : (size_t)row);
    }
    for (; optind < argc; optind++)
        complain(parse, "unknown argument %s", argv[optind]);
}

/* --- running --- */

static int run_command(const struct parse *parse)
{
    const struct command_line line = { parse->values, parse->value_count };
    struct config config;
    if (sodium_init() < 0) {
        fprintf(stderr, "%s: libsodium does not start\n", parse->program->name);
        return EXIT_FAILURE;
    }
    if (parse->command->is_static)
        return parse->command->run(NULL, &line);
    if (config_load(&config, parse->config_path, parse->given, parse->given_count, environ,
                    stderr) != STATUS_OK)
        return USAGE_ERROR;
    log_configure((enum log_level)config.log.level, (enum log_format)config.log.format);
    const int code = parse->command->run(&config, &line);
    config_release(&config);
    return code;
}

static int hint(const struct program *program, const char *command)
{
    fprintf(stderr, "try: %s%s%s --help\n", program->name, command ? " " : "",
            command ? command : "");
    return USAGE_ERROR;
}

/* argv[0] is the name of the command. */
static int parse_and_run(const struct program *program, const struct command *command, int argc,
                         char *argv[])
{
    struct parse parse = { .program = program, .command = command };
    int code = EXIT_FAILURE;
    parse.values = calloc((size_t)argc, sizeof *parse.values);
    parse.given = calloc((size_t)argc, sizeof *parse.given);
    if (parse.values && parse.given) {
        fill_options(&parse);
        read_options(&parse, argc, argv);
        if (parse.error_count > 0)
            code = hint(program, command->name);
        else
            code = parse.wants_help ? show_command(program, command) : run_command(&parse);
    }
    free(parse.values);
    free(parse.given);
    return code;
}

static const struct command *find_command(const struct program *program, const char *name)
{
    for (const struct command *command = program->commands; command->name; command++) {
        if (strcmp(command->name, name) == 0)
            return command;
    }
    return NULL;
}

/* "clea-server keys create …" is the command "create" of a program "clea-server keys". */
static int run_group(const struct program *program, const struct command *command, int argc,
                     char *argv[])
{
    char name[NAME_MAX_SIZE];
    snprintf(name, sizeof name, "%s %s", program->name, command->name);
    return command_main(&(struct program){ name, command->commands }, argc, argv);
}

int command_main(const struct program *program, int argc, char *argv[])
{
    const char *first = argc > 1 ? argv[1] : NULL;
    if (first && strcmp(first, "--version") == 0 && argc == 2)
        return printf("%s %s\n", program->name, CLEA_VERSION) > 0 ? 0 : EXIT_FAILURE;
    if (first && argc == 2 &&
        (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0))
        return show_program(program);
    const struct command *command = first ? find_command(program, first) : NULL;
    if (command && command->commands)
        return run_group(program, command, argc - 1, argv + 1);
    if (command)
        return parse_and_run(program, command, argc - 1, argv + 1);
    if (first)
        fprintf(stderr, "%s: no command called %s\n", program->name, first);
    else
        fprintf(stderr, "%s: which command?\n", program->name);
    return hint(program, NULL);
}

/* --- what was given --- */

const char *command_value(const struct command_line *line, const char *name)
{
    for (size_t i = line->count; i > 0; i--) {
        if (strcmp(line->values[i - 1].name, name) == 0)
            return line->values[i - 1].value;
    }
    return NULL;
}

unsigned command_number(const struct command_line *line, const char *name, unsigned otherwise)
{
    const char *value = command_value(line, name);
    return value ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}
