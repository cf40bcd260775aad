/* SPDX-License-Identifier: EUPL-1.2 */
#include "docs_files.h"

#include "docs_script.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MOST = 8 << 20 };

/* NULL: it is sound. Nothing is waited for: what is no file is not read. */
static const char *fault_of(int fd, struct stat *ret_file)
{
    if (fd < 0 || fstat(fd, ret_file) != 0)
        return strerrordesc_np(errno);
    if (!S_ISREG(ret_file->st_mode))
        return "it is no file";
    if (ret_file->st_size == 0)
        return "it is empty";
    return ret_file->st_size > FILE_BYTES_MOST ? "it has more than 8 MiB" : NULL;
}

static const char *read_whole(int fd, size_t size, struct slice *ret_text)
{
    char *text = malloc(size);
    size_t have = 0;
    if (!text)
        return "out of memory";
    while (have < size) {
        const ssize_t more = read(fd, text + have, size - have);
        if (more <= 0) {
            free(text);
            return more < 0 ? strerrordesc_np(errno) : "it became shorter while it was read";
        }
        have += (size_t)more;
    }
    *ret_text = (struct slice){ text, size };
    return NULL;
}

static bool read_file(const char *folder, const char *name, struct slice *ret_text,
                      char ret_why[DOCS_WHY_SIZE])
{
    char path[PATH_MAX];
    struct stat file;
    const int size = snprintf(path, sizeof path, "%s/%s", folder, name);
    errno = ENAMETOOLONG;
    const int fd =
        size < (int)sizeof path ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    const char *fault = fault_of(fd, &file);
    if (!fault)
        fault = read_whole(fd, (size_t)file.st_size, ret_text);
    if (fd >= 0)
        close(fd);
    if (fault)
        snprintf(ret_why, DOCS_WHY_SIZE, "docs.folder: %.300s: %s", path, fault);
    return !fault;
}

bool docs_files_read(const char *folder, struct docs_files *ret_files, char ret_why[DOCS_WHY_SIZE])
{
    struct docs_files files = { .initializer = slice_of(embedded_docs_script[0].text) };
    if (!read_file(folder, "swagger-ui.css", &files.style, ret_why))
        return false;
    if (!read_file(folder, "swagger-ui-bundle.js", &files.script, ret_why)) {
        free((char *)(uintptr_t)files.style.at);
        return false;
    }
    *ret_files = files;
    return true;
}
