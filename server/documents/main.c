/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-documents: draws what people hold. A program of its own, so that the server is linked with
 * none of the libraries that draw, and none of their faults is its. */
#include "command.h"
#include "documents/characters_command.h"
#include "documents/check_command.h"
#include "documents/draw_command.h"
#include "documents/kinds_command.h"
#include "documents/seal_command.h"
#include "documents/work_command.h"
#include "package_text.h"

#include <stdio.h>

static int completion(const struct config *config, const struct command_line *line);
static int manual(const struct config *config, const struct command_line *line);

static const struct command package_commands[] = {
    { "manual", "print the commands for clea-documents(8)", manual, .is_static = true },
    { "completion", "print what bash completes", completion, .is_static = true },
    { 0 },
};

static const struct command commands[] = {
    { "draw", "draw a document from its JSON, not sealed, on standard output", draw_command_run,
      draw_command_options },
    { "seal", "put the certifier's seal on a drawing, on standard output", seal_command_run,
      seal_command_options },
    { "work", "draw, seal and keep what waits in the database, until it is told to end",
      work_command_run, work_command_options },
    { "check-config", "print the effective settings, and say whether documents can be made of them",
      check_command_run },
    { "kinds", "print what every kind of document has to be told, for draw --data",
      kinds_command_run, .is_static = true },
    { "characters", "print the characters that the fonts have", characters_command_run,
      .is_static = true },
    { "make-demo-seal", "make a key for the seal of a sandbox", seal_command_make_demo,
      seal_command_demo_options },
    { "make-proof-key", "make a key that signs the codes of certificates",
      seal_command_make_proof_key, seal_command_proof_options },
    { "make-credential-key", "make a key that signs digital credentials",
      seal_command_make_credential_key, seal_command_credential_options },
    { "package", "print what goes with an installation", .commands = package_commands },
    { 0 },
};

static const struct program program = { "clea-documents", commands };

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
