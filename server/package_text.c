/* SPDX-License-Identifier: EUPL-1.2 */
#include "package_text.h"

#include "config_key.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 78 };

/* --- words --- */

/* How many columns a character takes: UTF-8, and every one of ours takes one. */
static size_t columns(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Broken into lines, each of which begins with `prefix`. */
static void put_comment(FILE *out, const char *prefix, const char *text)
{
    size_t column = 0;
    while (*text) {
        const size_t size = strcspn(text, " "), width = columns(text, size);
        if (column > 0 && column + 1 + width > COLUMNS) {
            fputc('\n', out);
            column = 0;
        }
        fprintf(out, "%s%.*s", column > 0 ? " " : prefix, (int)size, text);
        column += width + (column > 0 ? 1 : strlen(prefix));
        text += size;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

/* What roff reads as this byte stands in: of a character that is not ASCII it makes "\\[u00E9]". */
static size_t roff_width(char byte)
{
    if (((unsigned char)byte & 0xC0) == 0x80)
        return 0;
    return (unsigned char)byte >= 0xC0 ? 8 : byte == '`' ? 4 : byte == '\\' ? 2 : 1;
}

/* A word that roff reads as it stands. */
static void put_roff_word(FILE *out, const char *word, size_t size)
{
    if (size > 0 && (*word == '.' || *word == '\''))
        fputs("\\&", out);
    for (size_t i = 0; i < size; i++) {
        if (word[i] == '\\')
            fputs("\\e", out);
        else if (word[i] == '`')
            fputs("\\(ga", out);
        else
            fputc(word[i], out);
    }
}

static size_t roff_columns(const char *word, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += roff_width(word[i]);
    return count;
}

/* Lines of text; a sentence begins a line, as mdoc wants it. */
static void put_roff(FILE *out, const char *text)
{
    size_t column = 0;
    bool ends_sentence = false;
    while (*text) {
        const size_t size = strcspn(text, " ");
        if (column > 0 && (ends_sentence || column + 1 + roff_columns(text, size) > COLUMNS)) {
            fputc('\n', out);
            column = 0;
        }
        if (column > 0) {
            fputc(' ', out);
            column++;
        }
        put_roff_word(out, text, size);
        column += roff_columns(text, size);
        ends_sentence = size > 0 && strchr(".!?", text[size - 1]) != NULL;
        text += size;
        text += strspn(text, " ");
    }
    fputs("\n", out);
}

/* One argument of a macro, whatever is in it. */
static void put_argument(FILE *out, const char *text)
{
    fputs(" \"", out);
    for (; *text; text++) {
        if (*text == '"')
            fputs("\\(dq", out);
        else
            put_roff_word(out, text, 1);
    }
    fputc('"', out);
}

/* --- settings --- */

static bool begins_section(size_t index)
{
    return index == 0 || strcmp(config_keys[index - 1].section, config_keys[index].section) != 0;
}

void package_settings_file(FILE *out)
{
    fputs(
        "# Settings of clea-server and clea-documents: clea-server.conf(5). What is commented out\n"
        "# is the default. `clea-server check-config` prints what holds and where it comes from;\n"
        "# files in /etc/clea/conf.d are read after this one. A line has 198 bytes at most.\n",
        out);
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        const struct config_key *key = &config_keys[i];
        if (begins_section(i))
            fprintf(out, "\n[%s]\n", key->section);
        fputc('\n', out);
        put_comment(out, "# ", key->help);
        if (key->kind == CONFIG_CHOICE)
            fprintf(out, "# one of: %s\n", key->choices);
        else if (key->kind == CONFIG_INT)
            fprintf(out, "# from %d to %d\n", key->least, key->most);
        if (key->is_live)
            fputs("# may change while it serves: systemctl reload clea-server\n", out);
        if (key->is_secret)
            fprintf(out, "# a secret; %s_file = /path of a file that holds it does as well\n",
                    key->name);
        fprintf(out, "#%s =%s%s\n", key->name, *key->value ? " " : "", key->value);
    }
}

static void put_kind(FILE *out, const struct config_key *key)
{
    static const char *const kinds[] = { [CONFIG_TEXT] = "text",
                                         [CONFIG_INT] = "number",
                                         [CONFIG_BOOL] = "true or false",
                                         [CONFIG_CHOICE] = "choice",
                                         [CONFIG_DATE] = "date, YYYY-MM-DD",
                                         [CONFIG_NETWORKS] = "networks",
                                         [CONFIG_COLOR] = "colour" };
    char name[CONFIG_NAME_SIZE];
    fputs(".Pp\n", out);
    if (key->kind == CONFIG_INT)
        fprintf(out, "A number from %d to %d", key->least, key->most);
    else if (key->kind == CONFIG_CHOICE)
        fprintf(out, "One of %s", key->choices);
    else
        fprintf(out, "Kind: %s", kinds[key->kind]);
    fputs(*key->value ? "; default" : "; empty by default.\n", out);
    if (*key->value) {
        fputs("\n.Ql", out);
        put_argument(out, key->value);
        fputs(" .\n", out);
    }
    config_key_variable(key, name);
    fprintf(out, "Environment:\n.Ev %s%s\n", name, key->is_secret ? "" : " .");
    if (key->is_secret)
        fprintf(out,
                "or\n.Ev %s_FILE ;\n"
                "in a file also as\n.Ic %s_file .\n",
                name, key->name);
    if (key->is_live)
        fputs("May change while it serves\n.Pq Dv SIGHUP .\n", out);
}

void package_settings_manual(FILE *out)
{
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (begins_section(i))
            fprintf(out, "%s.Ss Section %s\n.Bl -tag -width Ds\n", i > 0 ? ".El\n" : "",
                    config_keys[i].section);
        fprintf(out, ".It Ic %s\n", config_keys[i].name);
        put_roff(out, config_keys[i].help);
        put_kind(out, &config_keys[i]);
    }
    fputs(".El\n", out);
}

int package_settings_file_run(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    package_settings_file(stdout);
    return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int package_settings_manual_run(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    package_settings_manual(stdout);
    return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* --- commands --- */

static void put_options(FILE *out, const struct command *command)
{
    if (!command->options || !command->options->name)
        return;
    fputs(".Bl -tag -width Ds\n", out);
    for (const struct command_option *o = command->options; o->name; o++) {
        fprintf(out, ".It Fl -%s", o->name);
        if (o->value) {
            fputs(" Ar", out);
            put_argument(out, o->value);
        }
        fputc('\n', out);
        put_roff(out, o->help);
    }
    fputs(".El\n", out);
}

static void put_commands(FILE *out, const char *group, const struct command *commands)
{
    for (const struct command *command = commands; command->name; command++) {
        if (command->commands) {
            put_commands(out, command->name, command->commands);
            continue;
        }
        fprintf(out, ".It%s%s Cm %s\n", group ? " Cm " : "", group ? group : "", command->name);
        put_roff(out, command->help);
        put_options(out, command);
    }
}

void package_commands_manual(const struct program *program, FILE *out)
{
    fputs(".Bl -tag -width Ds\n", out);
    put_commands(out, NULL, program->commands);
    fputs(".El\n", out);
}

/* --- completion --- */

static void put_words(FILE *out, const struct command *commands)
{
    for (const struct command *command = commands; command->name; command++)
        fprintf(out, "%s%s", command == commands ? "" : " ", command->name);
}

/* "keys create") words='--scope …' ;; */
static void put_cases(FILE *out, const char *group, const struct command *commands)
{
    for (const struct command *command = commands; command->name; command++) {
        if (command->commands) {
            fprintf(out, "    '%s') words='", command->name);
            put_words(out, command->commands);
            fputs(" --help' ;;\n", out);
            put_cases(out, command->name, command->commands);
            continue;
        }
        fprintf(out, "    '%s%s%s') words=\"", group ? group : "", group ? " " : "", command->name);
        for (const struct command_option *o = command->options; o && o->name; o++)
            fprintf(out, "--%s ", o->name);
        fprintf(out, "--help%s\" ;;\n", command->is_static ? "" : " --config $settings");
    }
}

static void put_group_names(FILE *out, const struct command *commands)
{
    bool is_first = true;
    for (const struct command *command = commands; command->name; command++) {
        if (!command->commands)
            continue;
        fprintf(out, "%s%s", is_first ? "" : " | ", command->name);
        is_first = false;
    }
}

/* What an option may be followed by. */
static void put_values(FILE *out)
{
    char option[CONFIG_NAME_SIZE];
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        const struct config_key *key = &config_keys[i];
        if (key->kind != CONFIG_CHOICE)
            continue;
        config_key_option(key, option);
        fprintf(out, "    %s)\n        mapfile -t COMPREPLY < <(compgen -W '", option);
        for (const char *at = key->choices; *at; at++)
            fputc(*at == '|' ? ' ' : *at, out);
        fputs("' -- \"$current\")\n        return\n        ;;\n", out);
    }
}

static void put_setting_options(FILE *out)
{
    char option[CONFIG_NAME_SIZE];
    fputs("    settings='", out);
    for (size_t i = 0, written = 0; i < CONFIG_KEY_COUNT; i++) {
        if (config_keys[i].is_secret)
            continue;
        config_key_option(&config_keys[i], option);
        fprintf(out, "%s%s", written++ ? " " : "", option);
    }
    fputs("'\n", out);
}

void package_completion(const struct program *program, FILE *out)
{
    char function[64];
    size_t size = 0;
    for (; size < sizeof function - 1 && program->name[size]; size++)
        function[size] = program->name[size] == '-' ? '_' : program->name[size];
    function[size] = '\0';
    fprintf(out,
            "# shellcheck shell=bash\n"
            "# bash completion of %s. Made from its table of commands.\n"
            "_%s() {\n"
            "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
            "    local command=${COMP_WORDS[1]-} words='' settings\n"
            "    COMPREPLY=()\n",
            program->name, function);
    put_setting_options(out);
    fputs("    case $previous in\n"
          "    --config | --file | --key | --certificate | --tokens | --data | --pdf | --*-file |"
          " --*-folder)\n"
          "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
          "        return\n"
          "        ;;\n",
          out);
    put_values(out);
    fputs("    esac\n    case $command in\n    ", out);
    put_group_names(out, program->commands);
    fputs(")\n"

          "        [ \"$COMP_CWORD\" -le 2 ] || command=\"$command ${COMP_WORDS[2]}\"\n"
          "        ;;\n"
          "    esac\n"
          "    [ \"$COMP_CWORD\" -gt 1 ] || command=''\n"
          "    case $command in\n"
          "    '') words='",
          out);
    put_words(out, program->commands);
    fputs(" --help --version' ;;\n", out);
    put_cases(out, NULL, program->commands);
    fprintf(out,
            "    esac\n"
            "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
            "}\n"
            "complete -F _%s %s\n",
            function, program->name);
}
