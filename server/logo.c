/* SPDX-License-Identifier: EUPL-1.2 */
#include "logo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the help of documents.logo_file says. */
enum { BYTES_MOST = 2 << 20, SIDE_MOST = 4000 };
/* A chunk: its size, its name, what it holds, its checksum. */
enum { CHUNK_HEAD = 8, CHUNK_SUM = 4, HEADER_SIZE = 13 };

static const unsigned char signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* From one chunk to the next, up to IEND at the end of the file; the first is IHDR. */
static bool is_whole(const unsigned char *file, size_t size)
{
    size_t at = sizeof signature;
    bool has_dots = false;
    while (size - at >= CHUNK_HEAD + CHUNK_SUM) {
        const uint32_t held = number_at(file + at);
        const unsigned char *name = file + at + 4;
        if (held > size - at - CHUNK_HEAD - CHUNK_SUM)
            return false;
        if (at == sizeof signature && (memcmp(name, "IHDR", 4) != 0 || held != HEADER_SIZE))
            return false;
        has_dots |= memcmp(name, "IDAT", 4) == 0;
        at += CHUNK_HEAD + held + CHUNK_SUM;
        if (memcmp(name, "IEND", 4) == 0)
            return has_dots && at == size;
    }
    return false;
}

static const char *fault_of(const unsigned char *file, size_t size)
{
    const unsigned char *header = file + sizeof signature + CHUNK_HEAD;
    if (size > BYTES_MOST)
        return "it has more than 2 MiB";
    if (size < sizeof signature || memcmp(file, signature, sizeof signature) != 0)
        return "it is no PNG";
    if (!is_whole(file, size))
        return "it is a PNG that is broken";
    const uint32_t width = number_at(header), height = number_at(header + 4);
    if (width < 1 || height < 1 || width > SIDE_MOST || height > SIDE_MOST)
        return "it has more than 4000 dots a side";
    return NULL;
}

bool logo_is_sound(const char *path, char ret_why[LOGO_WHY_SIZE])
{
    unsigned char *bytes = malloc(BYTES_MOST + 1);
    FILE *file = fopen(path, "re");
    const char *fault = bytes ? NULL : "out of memory";
    if (!file)
        fault = strerrordesc_np(errno);
    if (!fault) {
        const size_t size = fread(bytes, 1, BYTES_MOST + 1, file);
        fault = ferror(file) ? "it cannot be read" : fault_of(bytes, size);
    }
    if (file)
        fclose(file);
    free(bytes);
    if (fault)
        snprintf(ret_why, LOGO_WHY_SIZE, "documents.logo_file: %s: %s", path, fault);
    return !fault;
}

bool logo_is_ready(const struct config *config, char ret_why[LOGO_WHY_SIZE])
{
    return !*config->documents.logo_file || logo_is_sound(config->documents.logo_file, ret_why);
}
