/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/command_file.h"

#include <stdio.h>
#include <stdlib.h>

bool command_file_read(const char *path, struct buffer *ret_text)
{
    char piece[16384];
    size_t size;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (!file)
        return false;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_append(ret_text, piece, size);
    const bool is_read = !ferror(file) && !ret_text->has_failed;
    if (file != stdin)
        fclose(file);
    return is_read;
}

bool command_file_print(const struct buffer *bytes)
{
    return fwrite(bytes->at, 1, bytes->size, stdout) == bytes->size && fflush(stdout) == 0;
}

int command_file_complain(const char *command, const char *what, const char *why)
{
    fprintf(stderr, "clea-documents: %s: %s%s%s\n", command, what, *why ? ": " : "", why);
    return EXIT_FAILURE;
}
