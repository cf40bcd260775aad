/* SPDX-License-Identifier: EUPL-1.2 */
/* What the page /docs is made with: two files of a folder, whole, or nothing and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "docs_files.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEST(name) static void name(void **state)

enum { MOST = 8 << 20 };

static char folder[] = "/tmp/docs-files-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* A file of so many bytes. */
static void put(const char *name, off_t size)
{
    const int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, size), 0);
    close(fd);
}

static void refuses(const char *words)
{
    struct docs_files files = { SLICE_UNSET, SLICE_UNSET, SLICE_UNSET };
    char why[DOCS_WHY_SIZE] = "";
    assert_false(docs_files_read(folder, &files, why));
    assert_non_null(strstr(why, words));
    assert_false(slice_is_set(files.style) || slice_is_set(files.script));
    assert_false(slice_is_set(files.initializer));
}

TEST(both_files_are_read_whole)
{
    struct docs_files files;
    char why[DOCS_WHY_SIZE];
    (void)state;
    put("swagger-ui.css", 10);
    put("swagger-ui-bundle.js", MOST);
    assert_true(docs_files_read(folder, &files, why));
    assert_int_equal(files.style.size, 10);
    assert_int_equal(files.script.size, MOST);
    assert_non_null(strstr(files.initializer.at, "SwaggerUIBundle"));
    free((char *)(uintptr_t)files.style.at);
    free((char *)(uintptr_t)files.script.at);
}

TEST(one_that_is_missing_leaves_none)
{
    (void)state;
    put("swagger-ui.css", 10);
    unlink(path_of("swagger-ui-bundle.js"));
    refuses("swagger-ui-bundle.js: No such file");
}

TEST(one_that_is_empty_or_too_large_is_none)
{
    (void)state;
    put("swagger-ui.css", 10);
    put("swagger-ui-bundle.js", 0);
    refuses("it is empty");
    put("swagger-ui-bundle.js", MOST + 1);
    refuses("more than 8 MiB");
}

/* A pipe is waited for by whoever reads it. */
TEST(what_is_no_file_is_not_read)
{
    (void)state;
    put("swagger-ui.css", 10);
    unlink(path_of("swagger-ui-bundle.js"));
    assert_int_equal(mkfifo(path_of("swagger-ui-bundle.js"), 0600), 0);
    refuses("it is no file");
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path_of("swagger-ui.css"));
    unlink(path_of("swagger-ui-bundle.js"));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_files_are_read_whole),
        cmocka_unit_test(one_that_is_missing_leaves_none),
        cmocka_unit_test(one_that_is_empty_or_too_large_is_none),
        cmocka_unit_test(what_is_no_file_is_not_read),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
