/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/check_command.h"

#include "documents/command_file.h"
#include "documents/font.h"
#include "documents/livery.h"
#include "seal_check.h"

#include <stdlib.h>

static int complain(const char *what, const char *why)
{
    return command_file_complain("check-config", what, why);
}

int check_command_run(const struct config *config, const struct command_line *line)
{
    char why[SEAL_WHY_SIZE] = "";
    struct picture *logo = NULL;
    struct fonts *fonts = NULL;
    (void)line;
    int code = config_check(config);
    if (!livery_logo(config, &logo, why))
        code = complain("the logo", why);
    if (fonts_open(&fonts, why) != STATUS_OK)
        code = complain("the fonts", why);
    if (!seal_is_ready(config, why))
        code = complain("the seal", why);
    fonts_close(fonts);
    picture_close(logo);
    return code;
}
