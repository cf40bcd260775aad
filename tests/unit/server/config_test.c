/* Settings: defaults, the order of the sources, and every refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEST(name) static void name(void **state)

/* A file that exists for the length of a test. */
struct file {
    char path[40];
};

static struct file file_with(const char *text)
{
    struct file file = { "/tmp/clea-config-XXXXXX" };
    const int descriptor = mkstemp(file.path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    return file;
}

/* Loads with a config file of its own, so that /etc of the machine plays no part. ret_errors is
 * malloc'ed. */
static enum status load(struct config *config, const char *ini, char *const arguments[],
                        char *const environment[], char **ret_errors)
{
    struct file file = file_with(ini);
    char *all[16] = { (char[]){ "--config" }, file.path };
    for (size_t i = 0; arguments && arguments[i]; i++)
        all[i + 2] = arguments[i];
    size_t size;
    FILE *errors = open_memstream(ret_errors, &size);
    static const char *const own_flags[] = { "--demo", "--note=", NULL };
    const enum status status = config_load(config, all, own_flags, environment, errors);
    fclose(errors);
    unlink(file.path);
    return status;
}

static char *word(const char *text)
{
    static char words[32][128];
    static unsigned used;
    char *copy = words[used++ % 32];
    snprintf(copy, sizeof words[0], "%s", text);
    return copy;
}

#define WORDS(...) ((char *[]){ __VA_ARGS__, NULL })

TEST(defaults_hold_when_nobody_says_anything)
{
    (void)state;
    struct config config;
    char *errors;
    assert_int_equal(load(&config, "", NULL, NULL, &errors), STATUS_OK);
    assert_string_equal(errors, "");
    assert_string_equal(config.http.listen, "127.0.0.1");
    assert_int_equal(config.http.port, 8080);
    assert_int_equal(config.log.level, LOG_INFO);
    assert_int_equal(config.log.format, LOG_JSON);
    assert_false(config.sandbox.enabled);
    assert_true(config.policy.path_covers_gaps);
    assert_int_equal(config.policy.retest_granularity, CONFIG_RETEST_SUBDOMAIN);
    assert_string_equal(config.policy.certifier_name, "Certif'Pro");
    assert_false(date_is_set(config.policy.quality_certificate_from));
    config_release(&config);
    free(errors);
}

TEST(later_sources_win)
{
    (void)state;
    const char *ini =
        "[http]\nport = 1001\nloops = 3\norigins = https://a.example, https://b.example\n"
        "[log]\nlevel = debug ; remark\n[policy]\nquality_certificate_from = 2019-07-01\n";
    struct config config;
    char *errors;
    assert_int_equal(load(&config, ini,
                          WORDS(word("--http-port"), word("1003"), word("--demo"), word("--note"),
                                word("x"), word("--sandbox-enabled")),
                          WORDS(word("CLEA_HTTP_PORT=1002"), word("CLEA_LOG_FORMAT=text"),
                                word("HOME=/"), word("CLEA_TEST_CONNINFO=x")),
                          &errors),
                     STATUS_OK);
    assert_int_equal(config.http.port, 1003);
    assert_int_equal(config.http.loops, 3);
    assert_int_equal(config.log.level, LOG_DEBUG);
    assert_int_equal(config.policy.quality_certificate_from.year, 2019);
    assert_int_equal(config.policy.quality_certificate_from.month, 7);
    assert_int_equal(config.policy.quality_certificate_from.day, 1);
    assert_int_equal(config.log.format, LOG_PLAIN);
    assert_true(config.sandbox.enabled);
    config_release(&config);
    free(errors);
}

TEST(every_mistake_is_told)
{
    (void)state;
    static const struct {
        const char *ini, *argument, *variable, *said;
    } cases[] = {
        { "[policy]\nquality_certificate_from = 2019-06-31\n", NULL, NULL,
          "a day as YYYY-MM-DD, or nothing" },
        { "[http]\nprot = 1\n", NULL, NULL, "unknown key http.prot" },
        { "[nosuch]\nport = 1\n", NULL, NULL, "unknown key nosuch.port" },
        { "port = 1\n", NULL, NULL, "unknown key .port" },
        { "[http]\nport = 1\nport = 2\n", NULL, NULL, "http.port is given twice" },
        { "[http]\norigins = https://a\n  https://b\n", NULL, NULL, "http.origins is given twice" },
        { "[http]\nport\n", NULL, NULL, ":2: not a line" },
        { "[http]\nport = 70000\n", NULL, NULL, "expected a number from 1 to 65535" },
        { "[http]\nport_file = /dev/null\n", NULL, NULL, "unknown key http.port_file" },
        { "[database]\nconninfo_file = /nonexistent\n", NULL, NULL, "cannot read /nonexistent" },
        { "", "--http-prot=1", NULL, "unknown option --http-prot=1" },
        { "", "--http-port", NULL, "--http-port: needs a value" },
        { "", "--http-port=80x", NULL, "is \"80x\"" },
        { "", "--http-port=", NULL, "expected a number" },
        { "", "--log-level=inf", NULL, "one of error|warning|info|debug" },
        { "", "--sandbox-enabled=maybe", NULL, "expected true or false" },
        { "", "--database-conninfo=x", NULL, "a secret does not belong" },
        { "", "--http-port=9080", NULL, "http.port and admin.port are both 9080" },
        { "", "--database-deadline-ms=5000", NULL, "must be longer" },
        { "", "stray", NULL, "unknown option stray" },
        { "", NULL, "CLEA_HTPP_PORT=1", "unknown environment variable CLEA_HTPP_PORT" },
        { "", NULL, "CLEA_HTTP_PORT=99999999999999999999", "expected a number" },
        { "", NULL, "CLEA_DATABASE_CONNINFO_FILE=/nonexistent", "cannot read /nonexistent" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config;
        char *errors;
        const enum status status =
            load(&config, cases[i].ini, cases[i].argument ? WORDS(word(cases[i].argument)) : NULL,
                 cases[i].variable ? WORDS(word(cases[i].variable)) : NULL, &errors);
        if (status != STATUS_FAILED || !strstr(errors, cases[i].said))
            fail_msg("case %zu: status %d, said \"%s\", expected \"%s\"", i, (int)status, errors,
                     cases[i].said);
        free(errors);
    }
}

TEST(a_line_that_the_reader_would_cut_is_refused)
{
    (void)state;
    char ini[400] = "[http]\norigins = ";
    memset(ini + strlen(ini), 'a', 300);
    struct config config;
    char *errors;
    assert_int_equal(load(&config, ini, NULL, NULL, &errors), STATUS_FAILED);
    assert_non_null(strstr(errors, ":2: longer than"));
    free(errors);
}

TEST(a_secret_comes_from_a_file_and_is_never_shown)
{
    (void)state;
    struct file secret = file_with("user=clea_app password=hush\n");
    char variable[128], *errors, *shown;
    size_t size;
    snprintf(variable, sizeof variable, "CLEA_DATABASE_CONNINFO_FILE=%s", secret.path);
    struct config config;
    assert_int_equal(load(&config, "", NULL, WORDS(variable), &errors), STATUS_OK);
    unlink(secret.path);
    assert_string_equal(config.database.conninfo, "user=clea_app password=hush");
    FILE *out = open_memstream(&shown, &size);
    config_print(&config, out);
    fclose(out);
    assert_null(strstr(shown, "hush"));
    assert_non_null(strstr(shown, "conninfo = *** ; CLEA_DATABASE_CONNINFO_FILE"));
    assert_non_null(strstr(shown, "port = 8080 ; default"));
    config_release(&config);
    free(shown);
    free(errors);
}

TEST(what_is_printed_can_be_read_again)
{
    (void)state;
    struct config config, again;
    char *errors, *shown;
    size_t size;
    assert_int_equal(load(&config, "", WORDS(word("--policy-deferral-days=45")), NULL, &errors),
                     STATUS_OK);
    free(errors);
    FILE *out = open_memstream(&shown, &size);
    config_print(&config, out);
    fclose(out);
    assert_int_equal(load(&again, shown, NULL, NULL, &errors), STATUS_OK);
    assert_int_equal(again.policy.deferral_days, 45);
    config_release(&config);
    config_release(&again);
    free(shown);
    free(errors);
}

TEST(a_list_has_its_items_whole_and_exact)
{
    (void)state;
    const char *list = "https://a.example, https://b.example ,https://c.example";
    assert_true(config_list_has(list, "https://a.example", 17));
    assert_true(config_list_has(list, "https://b.example", 17));
    assert_true(config_list_has(list, "https://c.example", 17));
    assert_false(config_list_has(list, "https://a.exampl", 16));
    assert_false(config_list_has(list, "https://a.example.org", 21));
    assert_false(config_list_has(list, "", 0));
    assert_false(config_list_has("", "", 0));
}

TEST(a_log_line_is_json_whatever_it_is_given)
{
    (void)state;
    char line[LOG_LINE_MAX + 1];
    const struct log_field fields[] = { LOG_TEXT("text", "a\"b\\c\n\x01"), LOG_NUMBER("n", -5),
                                        LOG_FLAG("f", true), LOG_TEXT("none", NULL) };
    size_t size = log_line(LOG_JSON, LOG_WARNING, 1735689600007, "hello", fields, 4, line);
    line[size] = '\0';
    assert_string_equal(
        line, "{\"ts\":\"2025-01-01T00:00:00.007Z\",\"level\":\"warning\",\"msg\":\"hello\","
              "\"text\":\"a\\\"b\\\\c\\u000a\\u0001\",\"n\":-5,\"f\":true,\"none\":null}\n");
    size = log_line(LOG_PLAIN, LOG_ERROR, 0, "hello", fields + 1, 1, line);
    line[size] = '\0';
    assert_string_equal(line, "1970-01-01T00:00:00.000Z error hello n=-5\n");
}

TEST(a_log_line_leaves_out_whole_fields_when_it_is_too_long)
{
    (void)state;
    char line[LOG_LINE_MAX + 1], big[LOG_LINE_MAX * 2];
    memset(big, '"', sizeof big);
    const struct log_field fields[] = { { .key = "big", .text = { big, sizeof big } },
                                        LOG_NUMBER("n", 1) };
    size_t size = log_line(LOG_JSON, LOG_INFO, 0, "m", fields, 2, line);
    line[size] = '\0';
    assert_string_equal(
        line, "{\"ts\":\"1970-01-01T00:00:00.000Z\",\"level\":\"info\",\"msg\":\"m\",\"n\":1,"
              "\"is_cut\":true}\n");
    big[sizeof big - 1] = '\0';
    size = log_line(LOG_JSON, LOG_INFO, 0, big, NULL, 0, line);
    assert_true(size < 200);
    assert_memory_equal(line + size - 3, "e}\n", 3);
    /* every length around the limit stays within the line and well-formed */
    for (size_t length = LOG_LINE_MAX - 200; length < LOG_LINE_MAX; length++) {
        const struct log_field one = { .key = "k", .text = { big, length / 2 } };
        size = log_line(LOG_JSON, LOG_INFO, 0, "m", &one, 1, line);
        assert_true(size <= LOG_LINE_MAX);
        assert_memory_equal(line + size - 2, "}\n", 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_hold_when_nobody_says_anything),
        cmocka_unit_test(later_sources_win),
        cmocka_unit_test(every_mistake_is_told),
        cmocka_unit_test(a_line_that_the_reader_would_cut_is_refused),
        cmocka_unit_test(a_secret_comes_from_a_file_and_is_never_shown),
        cmocka_unit_test(what_is_printed_can_be_read_again),
        cmocka_unit_test(a_list_has_its_items_whole_and_exact),
        cmocka_unit_test(a_log_line_is_json_whatever_it_is_given),
        cmocka_unit_test(a_log_line_leaves_out_whole_fields_when_it_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
