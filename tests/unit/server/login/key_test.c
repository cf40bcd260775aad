/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys and signatures: the examples of the standards, our own, and each byte of them altered. */
#include "login/key.h"

#include "json/document.h"
#include "text/base64url.h"
#include "login/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "jose_fixture.h"

#define TEST(name)   static void name(void **state)
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static bool read_key(const char *jwk, struct key *ret_key)
{
    struct document *document = NULL;
    enum status status;
    assert_int_equal(document_parse(slice_of(jwk), &document, &status), REASON_NONE);
    const bool is_read = key_read(document, ret_key);
    document_free(document);
    return is_read;
}

static bool is_genuine(const struct key *key, struct slice text, const unsigned char *signature,
                       size_t size)
{
    bool answer = true;
    assert_int_equal(key_verify(key, text, signature, size, &answer), STATUS_OK);
    return answer;
}

/* RFC 7515, A.3, and RFC 8037, A.4. */
TEST(examples_of_the_standards_are_genuine)
{
    static const struct {
        const char *jwk, *text, *signature;
    } examples[] = {
        { "{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"P-256\","
          "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
          "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
          "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
          "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1"
          "Q" },
        { "{\"kid\":\"b\",\"kty\":\"OKP\",\"crv\":\"Ed25519\","
          "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
          "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
          "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KA"
          "g" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(examples); i++) {
        unsigned char signature[64];
        size_t size;
        struct key key;
        assert_true(read_key(examples[i].jwk, &key));
        assert_true(
            base64url_decode(slice_of(examples[i].signature), signature, sizeof signature, &size));
        assert_true(is_genuine(&key, slice_of(examples[i].text), signature, size));
        assert_false(is_genuine(&key, SLICE("something else"), signature, size));
        key_release(&key);
    }
}

/* Each bit of the signature and of the text, every other size, and the keys of all the others. */
TEST(an_altered_signature_is_refused)
{
    char text[] = "header.claims", jwk[1024];
    const struct slice slice = slice_of(text);
    unsigned char signature[TOKEN_SIGNATURE_MAX + 1] = { 0 };
    (void)state;
    for (unsigned algorithm = 0; algorithm < ALGORITHM_COUNT; algorithm++) {
        EVP_PKEY *private_key = jose_key(algorithm), *other_key = jose_key(algorithm);
        struct key key, other;
        jose_print_jwk(private_key, algorithm, jwk);
        strncat(jwk, ",\"kid\":\"one\"}", sizeof jwk - strlen(jwk) - 1);
        assert_true(read_key(jwk, &key));
        assert_int_equal(key.algorithm, algorithm);
        jose_print_jwk(other_key, algorithm, jwk);
        strncat(jwk, ",\"kid\":\"two\"}", sizeof jwk - strlen(jwk) - 1);
        assert_true(read_key(jwk, &other));
        const size_t size = jose_sign(private_key, algorithm, slice, signature);
        assert_true(is_genuine(&key, slice, signature, size));
        assert_false(is_genuine(&other, slice, signature, size));
        for (size_t bit = 0; bit < size * 8; bit++) {
            signature[bit / 8] ^= (unsigned char)(1 << bit % 8);
            assert_false(is_genuine(&key, slice, signature, size));
            signature[bit / 8] ^= (unsigned char)(1 << bit % 8);
        }
        for (size_t i = 0; i < slice.size; i++) {
            text[i] ^= 1;
            assert_false(is_genuine(&key, slice, signature, size));
            text[i] ^= 1;
        }
        for (size_t other_size = 0; other_size <= size + 1; other_size++)
            assert_int_equal(is_genuine(&key, slice, signature, other_size), other_size == size);
        assert_true(is_genuine(&key, slice, signature, size));
        key_release(&key);
        key_release(&other);
        EVP_PKEY_free(private_key);
        EVP_PKEY_free(other_key);
    }
}

TEST(halves_become_numbers_of_der)
{
    unsigned char halves[KEY_ES256_SIZE] = { 0 }, der[KEY_DER_MAX];
    (void)state;
    assert_int_equal(key_der_of_halves(halves, der), 0);
    halves[31] = 1;
    assert_int_equal(key_der_of_halves(halves, der), 0);
    halves[63] = 0x80;
    static const unsigned char small[] = { 0x30, 7, 2, 1, 1, 2, 2, 0, 0x80 };
    assert_int_equal(key_der_of_halves(halves, der), sizeof small);
    assert_memory_equal(der, small, sizeof small);
    memset(halves, 0xff, sizeof halves);
    assert_int_equal(key_der_of_halves(halves, der), KEY_DER_MAX);
    assert_int_equal(der[1], KEY_DER_MAX - 2);
    assert_int_equal(der[3], 33);
}

/* Each of these with its last members, and why it is no key of ours. */
TEST(what_is_no_key_of_ours_is_left_out)
{
    static const char *const extras[] = {
        "}",                                      /* no name */
        ",\"kid\":\"\"}",                         /* an empty one */
        ",\"kid\":7}",                            /* none that is a text */
        ",\"kid\":\"k\",\"use\":\"enc\"}",        /* for something else */
        ",\"kid\":\"k\",\"alg\":\"PS512\"}",      /* for another algorithm */
        ",\"kid\":\"k\",\"key_ops\":[\"sign\"]}", /* for signing */
        ",\"kid\":\"k\",\"key_ops\":[]}",
        ",\"kid\":\"k\",\"d\":\"AA\"}", /* its private half is known to everybody */
    };
    static const char *const good[] = {
        ",\"kid\":\"k\"}",
        ",\"kid\":\"k\",\"use\":\"sig\",\"key_ops\":[\"encrypt\",\"verify\"],\"x5t\":\"zz\"}",
    };
    char jwk[1024];
    (void)state;
    for (unsigned algorithm = 0; algorithm < ALGORITHM_COUNT; algorithm++) {
        EVP_PKEY *private_key = jose_key(algorithm);
        struct key key;
        jose_print_jwk(private_key, algorithm, jwk);
        const size_t size = strlen(jwk);
        for (size_t i = 0; i < COUNT(extras); i++) {
            snprintf(jwk + size, sizeof jwk - size, "%s", extras[i]);
            if (read_key(jwk, &key))
                fail_msg("taken: %s", jwk);
        }
        for (size_t i = 0; i < COUNT(good); i++) {
            snprintf(jwk + size, sizeof jwk - size, "%s", good[i]);
            assert_true(read_key(jwk, &key));
            key_release(&key);
        }
        EVP_PKEY_free(private_key);
    }
}

/* A short modulus, an exponent of 1, a point off its curve, coordinates of a wrong size, a shared
 * secret, other curves. */
TEST(weak_and_broken_keys_are_left_out)
{
    EVP_PKEY *weak = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024);
    EVP_PKEY *strong = jose_key(ALGORITHM_RS256), *point = jose_key(ALGORITHM_ES256);
    char n[700], x[100], y[100], jwk[1024];
    struct key key;
    (void)state;
    jose_number(weak, OSSL_PKEY_PARAM_RSA_N, 0, n);
    snprintf(jwk, sizeof jwk, "{\"kid\":\"k\",\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"}", n);
    assert_false(read_key(jwk, &key));
    jose_number(strong, OSSL_PKEY_PARAM_RSA_N, 0, n);
    for (size_t i = 0; i < 3; i++) {
        static const char *const exponents[] = { "AQ", "", "AQABAQABAQAB" };
        snprintf(jwk, sizeof jwk, "{\"kid\":\"k\",\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}", n,
                 exponents[i]);
        assert_false(read_key(jwk, &key));
    }
    jose_number(point, OSSL_PKEY_PARAM_EC_PUB_X, 32, x);
    jose_number(point, OSSL_PKEY_PARAM_EC_PUB_Y, 32, y);
    y[3] = y[3] == 'A' ? 'B' : 'A';
    snprintf(jwk, sizeof jwk,
             "{\"kid\":\"k\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}", x, y);
    assert_false(read_key(jwk, &key));
    static const char *const others[] = {
        "{\"kid\":\"k\",\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0g"
        "ZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}",
        "{\"kid\":\"k\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kid\":\"k\",\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kid\":\"k\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
        "{\"kid\":\"k\",\"kty\":\"OKP\",\"crv\":\"Ed448\","
        "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kid\":\"k\",\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
        "{\"kid\":\"k\"}",
        "[]",
    };
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(read_key(others[i], &key));
    EVP_PKEY_free(weak);
    EVP_PKEY_free(strong);
    EVP_PKEY_free(point);
}

TEST(a_set_of_keys_is_read_whole_or_not_at_all)
{
    static const char ed25519[] = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\","
                                  "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    static const char *const wrong[] = {
        "", "[]", "7", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\"}]}",
    };
    char one[200], two[200], text[500];
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_null(keyring_new(slice_of(wrong[i])));
    snprintf(one, sizeof one, ed25519, "one");
    snprintf(two, sizeof two, ed25519, "two");
    snprintf(text, sizeof text, "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"three\"},%s,%s]}", one, two);
    struct keyring *keyring = keyring_new(slice_of(text));
    assert_non_null(keyring);
    assert_int_equal(keyring->count, 2);
    assert_string_equal(keyring_find(keyring, "two")->id, "two");
    assert_null(keyring_find(keyring, "three"));
    keyring_free(keyring);
    snprintf(text, sizeof text, "{\"keys\":[%s,%s]}", one, one);
    assert_null(keyring_new(slice_of(text)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_the_standards_are_genuine),
        cmocka_unit_test(an_altered_signature_is_refused),
        cmocka_unit_test(halves_become_numbers_of_der),
        cmocka_unit_test(what_is_no_key_of_ours_is_left_out),
        cmocka_unit_test(weak_and_broken_keys_are_left_out),
        cmocka_unit_test(a_set_of_keys_is_read_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
