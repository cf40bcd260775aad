/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings that are read again while the server serves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config_key.h"
#include "live.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEST(name) static void name(void **state)

static char path[] = "/tmp/clea-live-XXXXXX";

static void write_settings(const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static struct config load(const char *text, char *const environment[])
{
    struct config config;
    write_settings(text);
    assert_int_equal(config_load(&config, path, NULL, 0, environment, stderr), STATUS_OK);
    return config;
}

TEST(those_of_the_start_hold_first)
{
    (void)state;
    struct config config = load("[http]\norigins = https://a.example, https://b.example\n", NULL);
    struct live *live = live_of(&config);
    assert_string_equal(live->origins[0], "https://a.example");
    assert_string_equal(live->origins[1], "https://b.example");
    assert_null(live->origins[2]);
    live_free(live);
    config_release(&config);
}

TEST(the_same_file_and_environment_are_read_again)
{
    (void)state;
    char *const environment[] = { "CLEA_LIMITS_REQUEST_MS=4321", NULL };
    struct config config = load("[limits]\nwait_ms = 1\nrequest_ms = 1000\n", environment);
    char why[200];
    write_settings("[limits]\nwait_ms = 2\nrequest_ms = 2000\n[log]\nlevel = error\n");
    struct live *live = live_read(&config, why, sizeof why);
    assert_non_null(live);
    assert_int_equal(live->config.limits.wait_ms, 2);
    assert_int_equal(live->config.limits.request_ms, 4321);
    assert_int_equal(live->config.log.level, LOG_ERROR);
    assert_int_equal(config.limits.wait_ms, 1);
    live_free(live);
    config_release(&config);
}

TEST(what_is_wrong_is_not_taken_and_said)
{
    (void)state;
    struct config config = load("[limits]\nwait_ms = 1\n", NULL);
    char why[200];
    write_settings("[limits]\nwait_ms = soon\nrequest_s = 1\n");
    assert_null(live_read(&config, why, sizeof why));
    assert_non_null(strstr(why, "limits.wait_ms is \"soon\", expected"));
    assert_null(strstr(why, "configuration:"));
    unlink(path);
    assert_null(live_read(&config, why, sizeof why));
    assert_non_null(strstr(why, "cannot read"));
    assert_int_equal(config.limits.wait_ms, 1);
    config_release(&config);
}

TEST(a_secret_that_is_wrong_is_not_told)
{
    (void)state;
    struct config config = load("", NULL);
    char why[200];
    write_settings("[database]\nconninfo_file = /nowhere/at/all\n");
    assert_null(live_read(&config, why, sizeof why));
    assert_non_null(strstr(why, "cannot read /nowhere/at/all"));
    config_release(&config);
}

/* The table says which; here is which ones it must say. */
TEST(sockets_and_the_database_never_change)
{
    (void)state;
    unsigned count = 0;
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (!config_keys[i].is_live)
            continue;
        count++;
        assert_false(config_keys[i].is_secret);
        assert_true(strcmp(config_keys[i].section, "limits") == 0 ||
                    strcmp(config_keys[i].name, "origins") == 0 ||
                    strcmp(config_keys[i].name, "level") == 0);
    }
    assert_int_equal(count, 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_of_the_start_hold_first),
        cmocka_unit_test(the_same_file_and_environment_are_read_again),
        cmocka_unit_test(what_is_wrong_is_not_taken_and_said),
        cmocka_unit_test(a_secret_that_is_wrong_is_not_told),
        cmocka_unit_test(sockets_and_the_database_never_change),
    };
    const int fd = mkstemp(path);
    if (fd < 0)
        return EXIT_FAILURE;
    close(fd);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
