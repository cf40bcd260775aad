/* SPDX-License-Identifier: EUPL-1.2 */
/* What long work says: a line that is rewritten on a terminal, a line per step elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "progress.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEST(name) static void name(void **state)

/* Standard error, caught in a file or in a terminal of our own. */
struct caught {
    int before, read_fd, write_fd;
    char text[8192];
};

static void catch_errors(struct caught *caught, bool is_terminal)
{
    caught->before = dup(STDERR_FILENO);
    if (is_terminal) {
        caught->read_fd = posix_openpt(O_RDWR | O_NOCTTY);
        assert_int_equal(grantpt(caught->read_fd), 0);
        assert_int_equal(unlockpt(caught->read_fd), 0);
        caught->write_fd = open(ptsname(caught->read_fd), O_RDWR | O_NOCTTY);
    } else {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        caught->read_fd = ends[0];
        caught->write_fd = ends[1];
    }
    assert_true(caught->write_fd >= 0);
    dup2(caught->write_fd, STDERR_FILENO);
}

/* The name of the program is left out. */
static void release_errors(struct caught *caught)
{
    fflush(stderr);
    dup2(caught->before, STDERR_FILENO);
    fcntl(caught->read_fd, F_SETFL, O_NONBLOCK);
    /* A terminal hands on what was written when it likes: read until nothing more comes. */
    struct pollfd readable = { .fd = caught->read_fd, .events = POLLIN };
    size_t size = 0;
    while (size < sizeof caught->text - 1 && poll(&readable, 1, 200) > 0) {
        ssize_t count = read(caught->read_fd, caught->text + size, sizeof caught->text - 1 - size);
        if (count <= 0)
            break;
        size += (size_t)count;
    }
    caught->text[size] = '\0';
    close(caught->read_fd);
    close(caught->write_fd);
    close(caught->before);
    const size_t name_size = strlen(program_invocation_short_name) + 2;
    char name[64];
    snprintf(name, sizeof name, "%s: ", program_invocation_short_name);
    for (char *at = caught->text; (at = strstr(at, name)) != NULL;)
        memmove(at, at + name_size, strlen(at + name_size) + 1);
}

TEST(elsewhere_a_step_is_a_line)
{
    (void)state;
    struct caught caught;
    struct progress progress;
    catch_errors(&caught, false);
    progress_begin(&progress, "migrations", 2);
    progress_step(&progress, "0001");
    progress_step(&progress, "0002");
    progress_end(&progress);
    progress_note("database at level %d", 2);
    release_errors(&caught);
    char *time = strstr(caught.text, " in ");
    assert_non_null(time);
    memmove(time, strchr(time, '\n'), strlen(strchr(time, '\n')) + 1);
    assert_string_equal(caught.text, "migrations 1/2 0001\nmigrations 2/2 0002\n"
                                     "migrations 2/2 done\ndatabase at level 2\n");
}

TEST(on_a_terminal_the_line_is_rewritten)
{
    (void)state;
    struct caught caught;
    struct progress progress;
    catch_errors(&caught, true);
    progress_begin(&progress, "migrations", 2);
    progress_step(&progress, "0001");
    progress_step(&progress, "0002");
    progress_note("a word between");
    progress_end(&progress);
    release_errors(&caught);
    const char *wanted = "migrations 1/2 0001\r\033[Kmigrations 2/2 0002\r\033[Ka word between\r\n"
                         "migrations 2/2 done in ";
    assert_memory_equal(caught.text, wanted, strlen(wanted));
}

static void *count_to_1000(void *progress)
{
    for (unsigned i = 0; i < 1000; i++)
        progress_step(progress, NULL);
    return NULL;
}

TEST(nameless_steps_of_many_threads_are_counted_and_not_told_one_by_one)
{
    (void)state;
    struct caught caught;
    struct progress progress;
    pthread_t threads[4];
    catch_errors(&caught, false);
    progress_begin(&progress, "candidacies", 4000);
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_to_1000, &progress), 0);
    for (unsigned i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    progress_end(&progress);
    release_errors(&caught);
    assert_memory_equal(caught.text, "candidacies 4000/4000 done in ", 30);
    assert_ptr_equal(strchr(caught.text, '\n'), caught.text + strlen(caught.text) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elsewhere_a_step_is_a_line),
        cmocka_unit_test(on_a_terminal_the_line_is_rewritten),
        cmocka_unit_test(nameless_steps_of_many_threads_are_counted_and_not_told_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
