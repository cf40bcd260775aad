/* SPDX-License-Identifier: EUPL-1.2 */
/* What is signed, byte by byte: canonical statements, and numbers in base58. Whether others verify
 * it is asked in tests/credential. */
#include "credential/base58.h"
#include "credential/quads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define TEST(name)   static void name(void **state)
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void quads_are(const char *json, const char *quads)
{
    struct buffer text = { 0 };
    assert_int_equal(quads_write(slice_of(json), &text), STATUS_OK);
    buffer_char(&text, '\0');
    assert_string_equal(text.at, quads);
    buffer_release(&text);
}

/* Sorted by their bytes; a language of its own for types, instants and references. */
TEST(statements_are_sorted_and_said_once)
{
    (void)state;
    quads_are(
        "{\"@context\":[],\"id\":\"urn:uuid:b\",\"type\":[\"VerifiableCredential\"],\"validFrom\":"
        "\"2026-01-01T00:00:00Z\",\"issuer\":{\"id\":\"https://a.example/v1/"
        "issuer\",\"name\":\"A\"}}",
        "<https://a.example/v1/issuer> <https://schema.org/name> \"A\" .\n"
        "<urn:uuid:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://www.w3.org/2018/credentials#VerifiableCredential> .\n"
        "<urn:uuid:b> <https://www.w3.org/2018/credentials#issuer> <https://a.example/v1/issuer> "
        ".\n"
        "<urn:uuid:b> <https://www.w3.org/2018/credentials#validFrom> "
        "\"2026-01-01T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n");
    quads_are("{\"name\":[\"b\",\"a\",\"b\"]}", "_:c14n0 <https://schema.org/name> \"a\" .\n"
                                                "_:c14n0 <https://schema.org/name> \"b\" .\n");
}

/* RDF Dataset Canonicalization, appendix A. */
TEST(texts_are_escaped_as_canonical_quads_have_it)
{
    (void)state;
    quads_are("{\"name\":\"L’Œuvre \\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u001f\\u007f\"}",
              "_:c14n0 <https://schema.org/name> "
              "\"L’Œuvre \\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u001F\\u007F\" .\n");
}

TEST(what_is_not_known_is_not_signed)
{
    static const char *const wrong[] = {
        "",
        "[]",
        "{}",
        "\"name\"",
        "{\"nickname\":\"A\"}",          /* no term */
        "{\"name\":5}",                  /* no text */
        "{\"name\":null}",               /* neither */
        "{\"name\":{\"id\":\"urn:a\"}}", /* a node where a text is */
        "{\"type\":\"Person\"}",         /* no type */
        "{\"issuer\":\"urn:a b\"}",      /* no IRI */
        "{\"issuer\":\"urn:<a>\"}",      /* nor this */
        "{\"issuer\":\"\"}",             /* nor this */
        "{\"issuer\":{\"name\":\"A\"}}", /* a node without an id: a blank one */
        "{\"issuer\":{\"id\":\"urn:a\",\"email\":\"a@b.fr\"}}",
        "{\"proofPurpose\":\"authentication\"}",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct buffer text = { 0 };
        if (quads_write(slice_of(wrong[i]), &text) == STATUS_OK)
            fail_msg("%s is taken", wrong[i]);
        buffer_release(&text);
    }
}

/* Examples of the draft "The Base58 Encoding Scheme", and what they leave out. */
TEST(bytes_in_base58)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *text;
    } examples[] = {
        { "Hello World!", 12, "2NEpo7TZRRrLZSi2U" },
        { "The quick brown fox jumps over the lazy dog.", 44,
          "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z" },
        { "\0\0\x28\x7f\xb4\xcd", 6, "11233QC4" },
        { "", 0, "" },
        { "\0", 1, "1" },
        { "\xff", 1, "5Q" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(examples); i++) {
        struct buffer text = { 0 };
        base58_write((struct slice){ examples[i].bytes, examples[i].size }, &text);
        buffer_char(&text, '\0');
        assert_string_equal(text.at, examples[i].text);
        buffer_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_are_sorted_and_said_once),
        cmocka_unit_test(texts_are_escaped_as_canonical_quads_have_it),
        cmocka_unit_test(what_is_not_known_is_not_signed),
        cmocka_unit_test(bytes_in_base58),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
