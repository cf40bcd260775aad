/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-documents seal, make-demo-seal, make-proof-key and make-credential-key: keys and the seal
 * without a database. */
#ifndef SEAL_COMMAND_H
#define SEAL_COMMAND_H

#include "command.h"

extern const struct command_option seal_command_options[], seal_command_demo_options[],
    seal_command_proof_options[], seal_command_credential_options[];
int seal_command_run(const struct config *config, const struct command_line *line);
int seal_command_make_demo(const struct config *config, const struct command_line *line);
int seal_command_make_proof_key(const struct config *config, const struct command_line *line);
int seal_command_make_credential_key(const struct config *config, const struct command_line *line);

#endif
