/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/characters_command.h"

#include "documents/command_file.h"
#include "documents/font.h"

#include <stdio.h>
#include <stdlib.h>

/* Behind the last plane that holds letters. */
enum { CODE_END = 0x20000 };

static void print_ranges(const struct fonts *fonts)
{
    unsigned first = 0;
    for (unsigned code = 1; code <= CODE_END; code++) {
        const bool is_drawn = code < CODE_END && fonts_have(fonts, code);
        if (is_drawn && !first)
            first = code;
        if (!is_drawn && first) {
            printf("DRAWN(0x%04X, 0x%04X)\n", first, code - 1);
            first = 0;
        }
    }
}

int characters_command_run(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    char fault[FONT_FAULT_SIZE] = "";
    struct fonts *fonts;
    if (fonts_open(&fonts, fault) != STATUS_OK)
        return command_file_complain("characters", "the fonts", fault);
    puts("/* SPDX-License-Identifier: EUPL-1.2 */\n"
         "/* DRAWN(first, last): characters that every face of a document has, itself or in the "
         "font that stands in for\n"
         " * it. Printed by `clea-documents characters`; tests/documents compares it with the "
         "fonts. clang-format leaves this\n"
         " * file alone. */");
    print_ranges(fonts);
    fonts_close(fonts);
    return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
