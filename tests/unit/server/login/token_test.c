/* SPDX-License-Identifier: EUPL-1.2 */
/* What a token must say, case by case: everything but its signature. */
#include "login/token.h"

#include "text/base64url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "jose_fixture.h"

#define TEST(name)   static void name(void **state)
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { NOW = 1800000000 };

static const struct issuer_settings settings[] = {
    { .issuer = "https://id.example/realms/clea",
      .audience = "clea-api",
      .algorithms = "ES256,EdDSA",
      .permission_claim = "scope",
      .jwks_uri = "" },
    { .issuer = "https://other.example",
      .audience = "https://api.example",
      .algorithms = "RS256",
      .permission_claim = "",
      .jwks_uri = "" },
};
static struct issuer issuers[COUNT(settings)];

#define HEADER "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\"}"
#define TIMES  "\"exp\":1800000300,\"iat\":1800000000"
#define OURS   "\"iss\":\"https://id.example/realms/clea\",\"aud\":\"clea-api\""
#define CLAIMS                                                                                     \
    "{" OURS "," TIMES ",\"sub\":\"anne\",\"jti\":\"t1\",\"client_id\":\"front\",\"scope\":\"a "   \
    "b\"}"

static size_t compose(const char *header, const char *claims, char *ret_text)
{
    size_t size = jose_encode((const unsigned char *)header, strlen(header), ret_text);
    ret_text[size++] = '.';
    size += jose_encode((const unsigned char *)claims, strlen(claims), ret_text + size);
    memcpy(ret_text + size, ".c2ln", 6);
    return size + 5;
}

static enum token_fault read_text(struct slice text, int64_t now_s, struct token *ret_token)
{
    enum token_fault fault;
    assert_int_equal(token_read(text, issuers, COUNT(issuers), now_s, ret_token, &fault),
                     STATUS_OK);
    return fault;
}

static enum token_fault read(const char *header, const char *claims, int64_t now_s,
                             struct token *ret_token)
{
    char *text = malloc(2 * (strlen(header) + strlen(claims)) + 64);
    const size_t size = compose(header, claims, text);
    /* A copy of exactly its size: what is read beyond it is seen. */
    char *exact = malloc(size);
    memcpy(exact, text, size);
    const enum token_fault fault = read_text((struct slice){ exact, size }, now_s, ret_token);
    free(exact);
    free(text);
    return fault;
}

TEST(a_sound_token_tells_whom_it_names)
{
    struct token token;
    (void)state;
    assert_int_equal(read(HEADER, CLAIMS, NOW, &token), TOKEN_SOUND);
    assert_ptr_equal(token.issuer, &issuers[0]);
    assert_string_equal(token.subject, "anne");
    assert_string_equal(token.token_id, "t1");
    assert_string_equal(token.client_id, "front");
    assert_string_equal(token.permissions, "a b");
    assert_string_equal(token.key_id, "k1");
    assert_int_equal(token.algorithm, ALGORITHM_ES256);
    assert_int_equal(token.expires_at_s, NOW + 300);
    assert_int_equal(token.signature_size, 3);
}

static const struct {
    const char *header;
    enum token_fault fault;
} headers[] = {
    { HEADER, TOKEN_SOUND },
    { "{\"typ\":\"application/at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"k1\"}", TOKEN_SOUND },
    { "{\"typ\":\"AT+JWT\",\"alg\":\"ES256\",\"kid\":\"k1\",\"x5t\":\"abc\",\"cty\":\"x\"}",
      TOKEN_SOUND },
    { "", TOKEN_FORM },
    { "null", TOKEN_HEADER },
    { "[]", TOKEN_HEADER },
    { "\"at+jwt\"", TOKEN_HEADER },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\"", TOKEN_HEADER },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\"} x", TOKEN_HEADER },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"kid\":\"k2\"}", TOKEN_HEADER },
    { "{\"typ\":\"at+jwt\",\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_HEADER },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k\\u0000\"}", TOKEN_HEADER },
    { "{\"a\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}", TOKEN_HEADER },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}", TOKEN_CRITICAL },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[]}", TOKEN_CRITICAL },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"jku\":\"https://id.example/\"}",
      TOKEN_OWN_KEY },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"x5u\":\"https://id.example/\"}",
      TOKEN_OWN_KEY },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"jwk\":{}}", TOKEN_OWN_KEY },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"jwk\":null}", TOKEN_OWN_KEY },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\",\"x5c\":[\"a\"]}", TOKEN_OWN_KEY },
    { "{\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_TYPE },
    { "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_TYPE },
    { "{\"typ\":\"at+jwt2\",\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_TYPE },
    { "{\"typ\":\"text/at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_TYPE },
    { "{\"typ\":\"application/\",\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_TYPE },
    { "{\"typ\":7,\"alg\":\"ES256\",\"kid\":\"k1\"}", TOKEN_TYPE },
    { "{\"typ\":\"at+jwt\",\"kid\":\"k1\"}", TOKEN_ALGORITHM },
    { "{\"typ\":\"at+jwt\",\"alg\":\"none\",\"kid\":\"k1\"}", TOKEN_ALGORITHM },
    { "{\"typ\":\"at+jwt\",\"alg\":\"NONE\",\"kid\":\"k1\"}", TOKEN_ALGORITHM },
    { "{\"typ\":\"at+jwt\",\"alg\":\"HS256\",\"kid\":\"k1\"}", TOKEN_ALGORITHM },
    { "{\"typ\":\"at+jwt\",\"alg\":\"es256\",\"kid\":\"k1\"}", TOKEN_ALGORITHM },
    { "{\"typ\":\"at+jwt\",\"alg\":[\"ES256\"],\"kid\":\"k1\"}", TOKEN_ALGORITHM },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\"}", TOKEN_KEY_ID },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"\"}", TOKEN_KEY_ID },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":1}", TOKEN_KEY_ID },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"a\\nb\"}", TOKEN_KEY_ID },
    { "{\"typ\":\"at+jwt\",\"alg\":\"RS256\",\"kid\":\"k1\"}",
      TOKEN_ALGORITHM }, /* not of this issuer */
};

TEST(each_header_is_judged)
{
    struct token token;
    (void)state;
    for (size_t i = 0; i < COUNT(headers); i++) {
        const enum token_fault fault = read(headers[i].header, CLAIMS, NOW, &token);
        if (fault != headers[i].fault)
            fail_msg("%s: %s, wanted %s", headers[i].header, token_fault_names[fault],
                     token_fault_names[headers[i].fault]);
    }
}

#define REST ",\"sub\":\"a\"}"

static const struct {
    const char *claims;
    enum token_fault fault;
} claims[] = {
    { "{" OURS "," TIMES REST, TOKEN_SOUND },
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":[\"x\",\"clea-api\"]," TIMES REST,
      TOKEN_SOUND },
    { "", TOKEN_FORM },
    { "[]", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"sub\":\"b\"}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"x\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", TOKEN_CLAIMS },
    { "{\"aud\":\"clea-api\"," TIMES REST, TOKEN_ISSUER },
    { "{\"iss\":\"\",\"aud\":\"clea-api\"," TIMES REST, TOKEN_ISSUER },
    { "{\"iss\":\"https://id.example/realms/clea/\",\"aud\":\"clea-api\"," TIMES REST,
      TOKEN_ISSUER },
    { "{\"iss\":\"https://ID.example/realms/clea\",\"aud\":\"clea-api\"," TIMES REST,
      TOKEN_ISSUER },
    { "{\"iss\":[\"https://id.example/realms/clea\"],\"aud\":\"clea-api\"," TIMES REST,
      TOKEN_ISSUER },
    { "{\"iss\":\"https://id.example/realms/clea\"," TIMES REST, TOKEN_AUDIENCE },
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":\"clea\"," TIMES REST, TOKEN_AUDIENCE },
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":[]," TIMES REST, TOKEN_AUDIENCE },
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":[\"x\"]," TIMES REST, TOKEN_AUDIENCE },
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":[\"clea-api\",7]," TIMES REST,
      TOKEN_AUDIENCE },
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":{\"clea-api\":1}," TIMES REST,
      TOKEN_AUDIENCE },
    /* The audience of one issuer is not that of another. */
    { "{\"iss\":\"https://id.example/realms/clea\",\"aud\":\"https://api.example\"," TIMES REST,
      TOKEN_AUDIENCE },
    { "{" OURS "," TIMES "}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"\"}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":12}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":null}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\\u0007\"}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"\xC3\xA9\"}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"jti\":7}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"client_id\":[]}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"scope\":7}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"scope\":{}}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"scope\":[\"a\",7]}", TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"sub\":\"a\",\"scope\":\"a\\nb\"}", TOKEN_CLAIMS },
    { "{" OURS ",\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":1800000300" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":\"1800000300\",\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":1800000300.5,\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":1e18,\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":9223372036854775807,\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":99999999999999999999,\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":-1,\"iat\":1800000000" REST, TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"nbf\":\"x\"" REST, TOKEN_CLAIMS },
    { "{" OURS "," TIMES ",\"nbf\":null" REST, TOKEN_CLAIMS },
    { "{" OURS ",\"exp\":1800086400,\"iat\":1800000000" REST, TOKEN_SOUND },
    { "{" OURS ",\"exp\":1800086401,\"iat\":1800000000" REST, TOKEN_LIFETIME },
    { "{" OURS ",\"exp\":1800000001,\"iat\":1799000000" REST, TOKEN_LIFETIME },
};

TEST(each_claim_is_judged)
{
    struct token token;
    (void)state;
    for (size_t i = 0; i < COUNT(claims); i++) {
        const enum token_fault fault = read(HEADER, claims[i].claims, NOW, &token);
        if (fault != claims[i].fault)
            fail_msg("%s: %s, wanted %s", claims[i].claims, token_fault_names[fault],
                     token_fault_names[claims[i].fault]);
    }
}

TEST(clocks_may_differ_by_thirty_seconds)
{
    static const char window[] =
        "{" OURS ",\"iat\":1800000000,\"nbf\":1800000010,\"exp\":1800000300,\"sub\":\"a\"}";
    static const struct {
        int64_t now_s;
        enum token_fault fault;
    } moments[] = {
        { NOW - 21, TOKEN_EARLY },     { NOW - 20, TOKEN_SOUND },
        { NOW + 300, TOKEN_SOUND },    { NOW + 329, TOKEN_SOUND },
        { NOW + 330, TOKEN_EXPIRED },  { NOW + 100000, TOKEN_EXPIRED },
        { NOW - 100000, TOKEN_EARLY }, { 0, TOKEN_EARLY },
    };
    struct token token;
    (void)state;
    for (size_t i = 0; i < COUNT(moments); i++)
        assert_int_equal(read(HEADER, window, moments[i].now_s, &token), moments[i].fault);
    assert_int_equal(read(HEADER, "{" OURS "," TIMES REST, NOW - 31, &token), TOKEN_EARLY);
    assert_int_equal(read(HEADER, "{" OURS "," TIMES REST, NOW - 30, &token), TOKEN_SOUND);
}

/* A header or a subject of this many letters more. */
static enum token_fault read_long(size_t kid_size, size_t subject_size)
{
    char *header = calloc(1, kid_size + 100), *body = calloc(1, subject_size + 400);
    struct token token;
    size_t size = (size_t)snprintf(header, 100, "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"");
    memset(header + size, 'k', kid_size);
    memcpy(header + size + kid_size, "\"}", 3);
    size = (size_t)snprintf(body, 400, "{" OURS "," TIMES ",\"sub\":\"");
    memset(body + size, 's', subject_size);
    memcpy(body + size + subject_size, "\"}", 3);
    const enum token_fault fault = read(header, body, NOW, &token);
    if (fault == TOKEN_SOUND) {
        assert_int_equal(strlen(token.key_id), kid_size);
        assert_int_equal(strlen(token.subject), subject_size);
    }
    free(header);
    free(body);
    return fault;
}

TEST(what_is_too_long_is_refused)
{
    (void)state;
    assert_int_equal(read_long(TOKEN_KEY_ID_MAX, TOKEN_NAME_MAX), TOKEN_SOUND);
    assert_int_equal(read_long(TOKEN_KEY_ID_MAX + 1, 1), TOKEN_KEY_ID);
    assert_int_equal(read_long(1, TOKEN_NAME_MAX + 1), TOKEN_CLAIMS);
    assert_int_equal(read_long(TOKEN_HEADER_MAX, 1), TOKEN_FORM);
    assert_int_equal(read_long(1, TOKEN_CLAIMS_MAX), TOKEN_SIZE);
    assert_int_equal(read_long(1, 100000), TOKEN_SIZE);
}

/* Many audiences, and more words of permission than there is room for. */
TEST(lists_are_bounded)
{
    char body[4000] = "{\"iss\":\"https://id.example/realms/clea\",\"aud\":[";
    struct token token;
    (void)state;
    for (unsigned i = 1; i < TOKEN_AUDIENCES_MAX; i++)
        strcat(body, "\"x\",");
    const size_t room = strlen(body);
    strcat(body, "\"clea-api\"]," TIMES REST);
    assert_int_equal(read(HEADER, body, NOW, &token), TOKEN_SOUND);
    body[room] = '\0';
    strcat(body, "\"clea-api\",\"x\"]," TIMES REST);
    assert_int_equal(read(HEADER, body, NOW, &token), TOKEN_AUDIENCE);
    for (size_t words = 1; words < 700; words += 37) {
        strcpy(body, "{" OURS "," TIMES ",\"scope\":[\"a\"");
        for (size_t i = 1; i < words; i++)
            strcat(body, ",\"a\"");
        strcat(body, "]" REST);
        const bool has_room = 2 * words - 1 <= TOKEN_PERMISSIONS_MAX;
        assert_int_equal(read(HEADER, body, NOW, &token), has_room ? TOKEN_SOUND : TOKEN_CLAIMS);
        if (has_room)
            assert_int_equal(strlen(token.permissions), 2 * words - 1);
    }
}

TEST(permissions_are_words_or_absent)
{
    struct token token;
    (void)state;
    assert_int_equal(read(HEADER, "{" OURS "," TIMES REST, NOW, &token), TOKEN_SOUND);
    assert_string_equal(token.permissions, "");
    assert_int_equal(
        read(HEADER, "{" OURS "," TIMES ",\"scope\":[\"a\",\"b c\"]" REST, NOW, &token),
        TOKEN_SOUND);
    assert_string_equal(token.permissions, "a b c");
    /* An issuer without permission claim: whatever stands there is not read. */
    static const char other[] =
        "{\"iss\":\"https://other.example\",\"aud\":\"https://api.example\"," TIMES
        ",\"scope\":7" REST;
    assert_int_equal(
        read("{\"typ\":\"at+jwt\",\"alg\":\"RS256\",\"kid\":\"k1\"}", other, NOW, &token),
        TOKEN_SOUND);
    assert_ptr_equal(token.issuer, &issuers[1]);
    assert_string_equal(token.permissions, "");
}

TEST(three_parts_and_no_other_number)
{
    static const char *const texts[] = {
        ".",          "..",       "...",       "a.b",        "a.b.",       ".b.c",
        "a..c",       "a.b.c.d",  "=.a.b",     "YQ==.YQ.YQ", "YQ.YQ.YQ==", "Y Q.YQ.YQ",
        "YQ\n.YQ.YQ", "YR.YQ.YQ", "Y+/.YQ.YQ", "YQ.YQ.Y",
    };
    char text[9000];
    struct token token;
    (void)state;
    assert_int_equal(read_text((struct slice){ 0 }, NOW, &token), TOKEN_SIZE);
    assert_int_equal(read_text(SLICE(""), NOW, &token), TOKEN_SIZE);
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(read_text(slice_of(texts[i]), NOW, &token), TOKEN_FORM);
    memset(text, 'A', sizeof text);
    assert_int_equal(read_text((struct slice){ text, TOKEN_MAX + 1 }, NOW, &token), TOKEN_SIZE);
    assert_int_equal(read_text((struct slice){ text, TOKEN_MAX }, NOW, &token), TOKEN_FORM);
}

/* Every prefix of a sound token, and every byte of it changed to one of each class: another digit,
 * a dot, padding, a blank, a control character, a byte of UTF-8. None may be sound with other words
 * than the one token has. */
TEST(every_byte_of_a_token_counts)
{
    static const char classes[] = { 'A', '_', '.', '=', ' ', '+', '\n', '\0', '\x7f', '\xC3' };
    char text[1000];
    struct token token;
    const size_t size = compose(HEADER, CLAIMS, text);
    (void)state;
    for (size_t cut = 0; cut < size; cut++) {
        struct token ignored;
        const enum token_fault fault = read_text((struct slice){ text, cut }, NOW, &ignored);
        assert_true(cut > size - 4 || fault != TOKEN_SOUND);
    }
    for (size_t i = 0; i < size; i++) {
        const char kept = text[i];
        for (size_t k = 0; k < COUNT(classes); k++) {
            text[i] = classes[k];
            if (read_text((struct slice){ text, size }, NOW, &token) == TOKEN_SOUND)
                assert_int_equal(token.signed_part.size, size - 5);
        }
        text[i] = kept;
    }
    assert_int_equal(read_text((struct slice){ text, size }, NOW, &token), TOKEN_SOUND);
}

/* All texts of up to three digits: each byte sequence has one spelling. */
TEST(base64url_has_one_spelling)
{
    char text[5] = { 0 }, again[8];
    unsigned char bytes[3];
    size_t size;
    unsigned long accepted = 0;
    (void)state;
    for (unsigned long i = 0; i < 128UL * 128 * 128; i++) {
        text[0] = (char)(i % 128), text[1] = (char)(i / 128 % 128), text[2] = (char)(i / 16384);
        for (size_t length = 2; length <= 3; length++) {
            if (!base64url_decode((struct slice){ text, length }, bytes, sizeof bytes, &size))
                continue;
            accepted += length == 3;
            assert_int_equal(jose_encode(bytes, size, again), length);
            assert_memory_equal(again, text, length);
        }
    }
    assert_int_equal(accepted, 256 * 256);
    assert_false(base64url_decode(SLICE("AAAA"), bytes, 2, &size));
    assert_true(base64url_decode(SLICE(""), bytes, 0, &size));
    assert_int_equal(size, 0);
}

static int set_up(void **state)
{
    char why[400];
    (void)state;
    for (size_t i = 0; i < COUNT(settings); i++) {
        if (!issuer_read(&settings[i], &issuers[i], why, sizeof why))
            return -1;
    }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_token_tells_whom_it_names),
        cmocka_unit_test(each_header_is_judged),
        cmocka_unit_test(each_claim_is_judged),
        cmocka_unit_test(clocks_may_differ_by_thirty_seconds),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(lists_are_bounded),
        cmocka_unit_test(permissions_are_words_or_absent),
        cmocka_unit_test(three_parts_and_no_other_number),
        cmocka_unit_test(every_byte_of_a_token_counts),
        cmocka_unit_test(base64url_has_one_spelling),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
