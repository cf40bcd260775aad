/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses and issuers of the settings, and when a provider is asked for its keys. */
#include "login/provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEST(name)   static void name(void **state)
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

TEST(an_address_is_https_or_stays_on_this_machine)
{
    static const struct {
        const char *text;
        bool is_url, is_private;
    } cases[] = {
        { "https://id.example", true, true },
        { "https://id.example:8443/realms/clea?p=1", true, true },
        { "http://127.0.0.1:4000/jwks", true, true },
        { "http://127.9.9.9", true, true },
        { "http://localhost:1/", true, true },
        { "http://LOCALHOST/", true, true },
        { "http://[::1]:80/", true, true },
        { "http://id.example", true, false },
        { "http://127.0.0.1.example", true, false },
        { "http://127.example", true, false },
        { "http://localhost.example", true, false },
        { "http://[::2]/", true, false },
        { "", false, false },
        { "id.example", false, false },
        { "HTTPS://id.example", false, false },
        { "file:///etc/passwd", false, false },
        { "ftp://id.example", false, false },
        { "https://", false, false },
        { "https:///path", false, false },
        { "https://:443/", false, false },
        { "https://user@id.example", false, false },
        { "https://127.0.0.1@id.example", false, false },
        { "https://id.example#part", false, false },
        { "https://id.example/a b", false, false },
        { "https://id.example/\n", false, false },
        { "https://id.example:0/", false, false },
        { "https://id.example:65536/", false, false },
        { "https://id.example:99999999/", false, false },
        { "https://id.example:/", false, false },
        { "https://id.example:x/", false, false },
        { "https://id_example/", false, false },
        { "https://[::1/", false, false },
        { "https://[]/", false, false },
        { "https://[::g]/", false, false },
        { "https://id\\example/", false, false },
    };
    struct url url;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const bool is_url = url_parse(slice_of(cases[i].text), &url);
        if (is_url != cases[i].is_url || (is_url && url_is_private(&url) != cases[i].is_private))
            fail_msg("%s", cases[i].text);
    }
}

TEST(an_issuer_is_set_right_or_told_what_is_wrong)
{
    static const struct {
        struct issuer_settings settings;
        const char *wrong; /* NULL = nothing */
    } cases[] = {
        { { "https://a", "x", "", "ES256", "" }, NULL },
        { { "https://a/", "x", "https://b/keys?x=1", "RS256,EdDSA,ES256", "scope" }, NULL },
        { { "http://a", "x", "", "ES256", "" }, "issuer" },
        { { "https://a?x", "x", "", "ES256", "" }, "issuer" },
        { { "a", "x", "", "ES256", "" }, "issuer" },
        { { "https://a", "", "", "ES256", "" }, "audience" },
        { { "https://a", "x", "http://a/keys", "ES256", "" }, "jwks_uri" },
        { { "https://a", "x", "keys", "ES256", "" }, "jwks_uri" },
        { { "https://a", "x", "", "", "" }, "algorithms" },
        { { "https://a", "x", "", "none", "" }, "algorithms" },
        { { "https://a", "x", "", "HS256", "" }, "algorithms" },
        { { "https://a", "x", "", "ES256,", "" }, "algorithms" },
        { { "https://a", "x", "", "ES256, EdDSA", "" }, "algorithms" },
    };
    struct issuer issuer;
    char why[400];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const bool is_right = issuer_read(&cases[i].settings, &issuer, why, sizeof why);
        assert_int_equal(is_right, !cases[i].wrong);
        if (!is_right)
            assert_memory_equal(why, cases[i].wrong, strlen(cases[i].wrong));
    }
    const struct issuer_settings twice[ISSUERS_MAX] = {
        { "https://a", "x", "", "ES256", "" },
        { "", "", "", "", "" },
        { "https://a", "y", "", "ES256", "" },
    };
    assert_false(issuers_are_right(twice, why, sizeof why));
    assert_string_equal(why, "login_3.issuer: it is that of login_1");
}

TEST(keys_are_asked_for_at_the_issuers_own_address)
{
    static const struct issuer_settings settings = { "https://id.example/clea", "x", "", "ES256",
                                                     "" };
    static const struct {
        const char *text;
        bool is_believed;
    } cases[] = {
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"https://id.example/keys\"}",
          true },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"https://ID.example:443/k\"}",
          true },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"https://evil.example/keys\"}",
          false },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"http://id.example/keys\"}",
          false },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"https://id.example:8443/keys\"}",
          false },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"https://id.example@evil.example/"
          "\"}",
          false },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":\"file:///etc/passwd\"}", false },
        { "{\"issuer\":\"https://id.example/clea\",\"jwks_uri\":7}", false },
        { "{\"issuer\":\"https://id.example/clea\"}", false },
        { "{\"issuer\":\"https://id.example/clea/\",\"jwks_uri\":\"https://id.example/keys\"}",
          false },
        { "{\"jwks_uri\":\"https://id.example/keys\"}", false },
        { "[]", false },
        { "<html>", false },
        { "", false },
    };
    struct issuer issuer;
    char uri[URL_MAX + 1], why[PROVIDER_WHY_SIZE];
    (void)state;
    assert_true(issuer_read(&settings, &issuer, why, sizeof why));
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (provider_read_metadata(slice_of(cases[i].text), &issuer, uri, why) !=
            cases[i].is_believed)
            fail_msg("%s", cases[i].text);
    }
}

TEST(a_provider_is_asked_in_time_and_not_too_often)
{
    static struct keyring some;
    struct provider provider = { 0 };
    (void)state;
    assert_true(provider_is_due(&provider, 0));
    provider_note(&provider, false, false, 1000);
    assert_false(provider_is_due(&provider, 1000 + PROVIDER_FIRST_RETRY_MS - 1));
    assert_true(provider_is_due(&provider, 1000 + PROVIDER_FIRST_RETRY_MS));
    atomic_store(&provider.keys, &some);
    provider_note(&provider, true, false, 10000);
    assert_false(provider_is_due(&provider, 10000 + PROVIDER_REFRESH_MS - 1));
    assert_true(provider_is_due(&provider, 10000 + PROVIDER_REFRESH_MS));
    /* A key that nobody knows: at once, and then not for a minute. */
    atomic_store(&provider.is_wanted, true);
    assert_true(provider_is_due(&provider, 10001));
    provider_note(&provider, true, true, 10001);
    assert_false(provider_is_due(&provider, 10001 + PROVIDER_WANTED_MS - 1));
    assert_true(provider_is_due(&provider, 10001 + PROVIDER_WANTED_MS));
    atomic_store(&provider.is_wanted, false);
    assert_false(provider_is_due(&provider, 10001 + PROVIDER_WANTED_MS));
    /* Away: asked again each minute, believed for a day. */
    provider_note(&provider, false, false, 20000);
    assert_false(provider_is_due(&provider, 20000 + PROVIDER_RETRY_MS - 1));
    assert_true(provider_is_due(&provider, 20000 + PROVIDER_RETRY_MS));
    assert_false(provider_is_stale(&provider, 10001 + PROVIDER_STALE_MS));
    assert_true(provider_is_stale(&provider, 10002 + PROVIDER_STALE_MS));
    assert_int_equal(atomic_load(&provider.fetches), 4);
    assert_int_equal(atomic_load(&provider.failures), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_https_or_stays_on_this_machine),
        cmocka_unit_test(an_issuer_is_set_right_or_told_what_is_wrong),
        cmocka_unit_test(keys_are_asked_for_at_the_issuers_own_address),
        cmocka_unit_test(a_provider_is_asked_in_time_and_not_too_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
