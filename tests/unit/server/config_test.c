/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings: defaults, the order of the sources, and every refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config_key.h"
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

/* "--http-port=1003" as the parser of the command line gives it. */
static struct config_given given_of(const char *argument)
{
    const size_t size = strcspn(argument, "=");
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        char option[CONFIG_NAME_SIZE];
        config_key_option(&config_keys[i], option);
        if (strlen(option) == size && strncmp(option, argument, size) == 0)
            return (struct config_given){ &config_keys[i], argument + size + 1 };
    }
    fail_msg("no setting %s", argument);
    return (struct config_given){ 0 };
}

/* Loads with a config file of its own, so that /etc of the machine plays no part. ret_errors is
 * malloc'ed. */
static enum status load(struct config *config, const char *ini, char *const arguments[],
                        char *const environment[], char **ret_errors)
{
    struct file file = file_with(ini);
    struct config_given given[16];
    size_t count = 0, size;
    for (; arguments && arguments[count]; count++)
        given[count] = given_of(arguments[count]);
    FILE *errors = open_memstream(ret_errors, &size);
    const enum status status = config_load(config, file.path, given, count, environment, errors);
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
    assert_string_equal(config.certifier_name, "Certif’Pro");
    assert_int_equal(config.idempotency_days, 30);
    config_release(&config);
    free(errors);
}

static void assert_same_date(struct date a, struct date b)
{
    assert_int_equal(a.year, b.year);
    assert_int_equal(a.month, b.month);
    assert_int_equal(a.day, b.day);
}

/* Said twice, in lib/ and in the table of settings, and read once. */
TEST(without_settings_the_policy_is_that_of_the_rules)
{
    (void)state;
    const struct policy rules = POLICY_DEFAULT;
    struct config config;
    char *errors;
    assert_int_equal(load(&config, "", NULL, NULL, &errors), STATUS_OK);
    const struct policy policy = config.policy;
    assert_int_equal(policy.min_per_college, rules.min_per_college);
    assert_int_equal(policy.cycle_years, rules.cycle_years);
    assert_int_equal(policy.entry_grace_days, rules.entry_grace_days);
    assert_int_equal(policy.deferral_days, rules.deferral_days);
    assert_int_equal(policy.abandon_days, rules.abandon_days);
    assert_int_equal(policy.consent_days, rules.consent_days);
    assert_int_equal(policy.contact_days, rules.contact_days);
    assert_int_equal(policy.idle_months, rules.idle_months);
    assert_int_equal(policy.appeal_months, rules.appeal_months);
    assert_int_equal(policy.notification_days, rules.notification_days);
    assert_int_equal(policy.annulment_days, rules.annulment_days);
    assert_int_equal(policy.handover_days, rules.handover_days);
    assert_int_equal(policy.file_minutes, rules.file_minutes);
    assert_int_equal(policy.horizon_years, rules.horizon_years);
    assert_int_equal(policy.planning_months, rules.planning_months);
    assert_int_equal(policy.is_stricter, rules.is_stricter);
    assert_int_equal(policy.stricter_min_pct, rules.stricter_min_pct);
    assert_int_equal(policy.retest_granularity, rules.retest_granularity);
    assert_int_equal(policy.path_must_cover_gaps, rules.path_must_cover_gaps);
    assert_int_equal(policy.whole_path_may_be_waived, rules.whole_path_may_be_waived);
    assert_int_equal(policy.mandatory_pieces, rules.mandatory_pieces);
    assert_int_equal(policy.training_rule, rules.training_rule);
    assert_same_date(policy.training_quality_from, rules.training_quality_from);
    config_release(&config);
    free(errors);
}

/* Every key of the section, with a value that is not its default. */
TEST(settings_are_the_policy_of_the_rules)
{
    (void)state;
    const char *ini = "[policy]\nmin_per_college = 2\nentry_grace_days = 3\ndeferral_days = 4\n"
                      "appeal_months = 5\nabandon_days = 6\ncontact_days = 7\nidle_months = 8\n"
                      "consent_days = 12\nnotification_days = 13\nannulment_days = 14\n"
                      "handover_days = 15\nfile_minutes = 16\n"
                      "stricter_thresholds = yes\nretest_granularity = domain\n"
                      "path_covers_gaps = no\nquality_certificate_from = 2019-07-01\n"
                      "idempotency_days = 9\nhorizon_years = 11\ncertifier_name = "
                      "X\nmandatory_pieces = portfolio\n";
    struct config config;
    char *errors;
    assert_int_equal(load(&config, ini, NULL, NULL, &errors), STATUS_OK);
    const struct policy policy = config.policy;
    assert_int_equal(policy.min_per_college, 2);
    assert_int_equal(policy.entry_grace_days, 3);
    assert_int_equal(policy.deferral_days, 4);
    assert_int_equal(policy.appeal_months, 5);
    assert_int_equal(policy.notification_days, 13);
    assert_int_equal(policy.annulment_days, 14);
    assert_int_equal(policy.handover_days, 15);
    assert_int_equal(policy.file_minutes, 16);
    assert_int_equal(policy.horizon_years, 11);
    assert_int_equal(policy.abandon_days, 6);
    assert_int_equal(policy.consent_days, 12);
    assert_int_equal(policy.contact_days, 7);
    assert_int_equal(policy.idle_months, 8);
    assert_true(policy.is_stricter);
    assert_int_equal(policy.retest_granularity, RETEST_DOMAIN);
    assert_false(policy.path_must_cover_gaps);
    assert_int_equal(policy.mandatory_pieces, 1u << PIECE_PORTFOLIO);
    assert_int_equal(policy.training_rule, TRAINING_BY_QUALITY_CERTIFICATE);
    assert_same_date(policy.training_quality_from, (struct date){ 2019, 7, 1 });
    assert_int_equal(config.idempotency_days, 9);
    assert_string_equal(config.certifier_name, "X");
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
                          WORDS(word("--http-port=1003"), word("--sandbox-enabled=true")),
                          WORDS(word("CLEA_HTTP_PORT=1002"), word("CLEA_LOG_FORMAT=text"),
                                word("HOME=/"), word("CLEA_TEST_CONNINFO=x")),
                          &errors),
                     STATUS_OK);
    assert_int_equal(config.http.port, 1003);
    assert_int_equal(config.http.loops, 3);
    assert_int_equal(config.log.level, LOG_DEBUG);
    assert_int_equal(config.policy.training_quality_from.year, 2019);
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
        { "", "--http-port=80x", NULL, "is \"80x\"" },
        { "", "--http-port=", NULL, "expected a number" },
        { "", "--log-level=inf", NULL, "one of error|warning|info|debug" },
        { "", "--sandbox-enabled=maybe", NULL, "expected true or false" },
        { "", "--http-port=9080", NULL, "http.port and admin.port are both 9080" },
        { "", "--database-deadline-ms=5000", NULL, "must be longer" },
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
        cmocka_unit_test(without_settings_the_policy_is_that_of_the_rules),
        cmocka_unit_test(settings_are_the_policy_of_the_rules),
        cmocka_unit_test(later_sources_win),
        cmocka_unit_test(every_mistake_is_told),
        cmocka_unit_test(a_line_that_the_reader_would_cut_is_refused),
        cmocka_unit_test(a_secret_comes_from_a_file_and_is_never_shown),
        cmocka_unit_test(what_is_printed_can_be_read_again),
        cmocka_unit_test(a_log_line_is_json_whatever_it_is_given),
        cmocka_unit_test(a_log_line_leaves_out_whole_fields_when_it_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
