/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/seal_command.h"

#include "clock.h"
#include "documents/command_file.h"
#include "documents/seal_pdf.h"
#include "seal/signer.h"
#include "seal_check.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

const struct command_option seal_command_options[] = {
    { "pdf", "FILE", "what `draw` made; - = standard input" },
    { 0 },
};
const struct command_option seal_command_demo_options[] = {
    { "key", "FILE", "where the private key goes; nothing may be there" },
    { "certificate", "FILE", "where its certificate goes, likewise" },
    { "unless-there", NULL, "leave a key that is there already as it is" },
    { 0 },
};
const struct command_option seal_command_proof_options[] = {
    { "key", "FILE", "where the private key goes; nothing may be there" },
    { "unless-there", NULL, "leave a key that is there already as it is" },
    { 0 },
};

const struct command_option seal_command_credential_options[] = {
    { "algorithm", "NAME", "what it signs with: RS256 or EdDSA" },
    { "key", "FILE", "where the private key goes; nothing may be there" },
    { "unless-there", NULL, "leave a key that is there already as it is" },
    { 0 },
};

static int complain(const char *what, const char *why)
{
    return command_file_complain("seal", what, why);
}

static int seal_file(const struct config *config, const struct seal *seal, const char *path)
{
    struct buffer pdf = { 0 }, sealed = { 0 };
    int code = EXIT_SUCCESS;
    if (!command_file_read(path, &pdf))
        code = complain(path, strerrordesc_np(errno));
    else if (seal_pdf(seal, buffer_as_slice(&pdf), slice_of(config->certifier_name),
                      clock_unix_ms() / 1000, &sealed) != STATUS_OK)
        code = complain(path, "this is no PDF that can be sealed, or it is sealed already");
    else if (!command_file_print(&sealed))
        code = complain("standard output", strerrordesc_np(errno));
    buffer_release(&pdf);
    buffer_release(&sealed);
    return code;
}

int seal_command_run(const struct config *config, const struct command_line *line)
{
    const char *path = command_value(line, "pdf");
    char why[SEAL_WHY_SIZE];
    if (!path)
        return complain("--pdf is missing", "");
    struct seal *seal = seal_of(config, why);
    if (!seal)
        return complain(why, "");
    const int code = seal_file(config, seal, path);
    seal_close(seal);
    return code;
}

static int make_key(const char *command, const struct command_line *line, enum signer_kind kind)
{
    const char *key = command_value(line, "key");
    char why[SEAL_WHY_SIZE];
    if (!key)
        return command_file_complain(command, "--key is missing", "");
    if (command_value(line, "unless-there") && access(key, F_OK) == 0)
        return EXIT_SUCCESS;
    if (signer_make(key, kind, why))
        return EXIT_SUCCESS;
    return command_file_complain(command, why, "");
}

int seal_command_make_proof_key(const struct config *config, const struct command_line *line)
{
    (void)config;
    return make_key("make-proof-key", line, SIGNER_EDDSA);
}

int seal_command_make_credential_key(const struct config *config, const struct command_line *line)
{
    const struct slice algorithm = slice_of(command_value(line, "algorithm"));
    const bool is_rsa = slice_is(algorithm, "RS256");
    (void)config;
    if (!is_rsa && !slice_is(algorithm, "EdDSA"))
        return command_file_complain("make-credential-key", "--algorithm is RS256 or EdDSA", "");
    return make_key("make-credential-key", line, is_rsa ? SIGNER_RS256 : SIGNER_EDDSA);
}

int seal_command_make_demo(const struct config *config, const struct command_line *line)
{
    const char *key = command_value(line, "key"), *certificate = command_value(line, "certificate");
    char why[SEAL_WHY_SIZE];
    if (!key || !certificate)
        return command_file_complain("make-demo-seal", "--key and --certificate are needed", "");
    if (!config->sandbox.enabled)
        return command_file_complain("make-demo-seal", "only a sandbox seals with a key of its own",
                                     "sandbox.enabled is false");
    if (command_value(line, "unless-there") && access(key, F_OK) == 0)
        return EXIT_SUCCESS;
    if (seal_make_demo(key, certificate, clock_unix_ms() / 1000, why))
        return EXIT_SUCCESS;
    return command_file_complain("make-demo-seal", why, "");
}
