/* SPDX-License-Identifier: EUPL-1.2 */
/* What YAML would misread is quoted; what people read is not. */
#include "contract/contract_yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void json_becomes_block_yaml(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *json, *yaml;
    } cases[] = {
        { "{}", "{}\n" },
        { "{\"a\":{},\"b\":[]}", "a: {}\nb: []\n" },
        { "{\"a\":{\"b\":{\"c\":1}}}", "a:\n  b:\n    c: 1\n" },
        { "{\"a\":[{\"b\":1,\"c\":2},{\"b\":3}]}", "a:\n  - b: 1\n    c: 2\n  - b: 3\n" },
        { "{\"a\":[[1,2],[{\"b\":[]}]]}", "a:\n  - [1, 2]\n  - - b: []\n" },
        { "{ \"a\" : [ \"x\" , \"z\" ] }", "a: [x, z]\n" },
        { "{\"a\":[\"x,y\",\"{z}\",\"null\"]}", "a: [\"x,y\", \"{z}\", \"null\"]\n" },
        { "{\"a\":\"x,y [z]\"}", "a: x,y [z]\n" },
        /* Words, numbers and dates that are texts. */
        { "{\"no\":\"yes\",\"y\":\"Off\",\"a\":\"null\"}", "\"no\": \"yes\"\n\"y\": \"Off\"\na: \"null\"\n" },
        { "{\"200\":\"3.1.0\",\"a\":\"1e3\",\"b\":\"2026-01-14\",\"c\":\"\"}",
          "\"200\": \"3.1.0\"\na: \"1e3\"\nb: \"2026-01-14\"\nc: \"\"\n" },
        { "{\"a\":true,\"b\":null,\"c\":-12,\"d\":\"nothing\"}", "a: true\nb: null\nc: -12\nd: nothing\n" },
        /* Characters that mean something. */
        { "{\"a\":\"b: c\",\"d\":\"e #f\",\"g\":\"h:\",\"i\":\"j:k#l\",\"m\":\"*n\",\"o\":\"#/p\"}",
          "a: \"b: c\"\nd: \"e #f\"\ng: \"h:\"\ni: j:k#l\nm: \"*n\"\no: \"#/p\"\n" },
        { "{\"a\":\" b\",\"c\":\"d \",\"e\":\"f  g\"}", "a: \" b\"\nc: \"d \"\ne: \"f  g\"\n" },
        { "{\"/v1/{id}\":\"$ref\",\"_a\":\"l'\xc3\xa9t\xc3\xa9\"}", "/v1/{id}: $ref\n_a: l'\xc3\xa9t\xc3\xa9\n" },
        { "{\"a\":\"say \\\"b\\\" \\\\ \\u0001\\t\"}", "a: \"say \\\"b\\\" \\\\ \\u0001\\t\"\n" },
        { "{\"a\":\"\\\\\"}", "a: \"\\\\\"\n" },
        /* Lines: one empty line is a break. */
        { "{\"a\":\"b\\nc \\\"d\\\"\\n\\ne\"}", "a: >-\n  b\n\n  c \"d\"\n\n\n  e\n" },
        { "{\"a\":\"b\\n\"}", "a: \"b\\n\"\n" },
        { "{\"a\":\"\\nb\"}", "a: \"\\nb\"\n" },
        { "{\"a\":\"b\\n  c\"}", "a: \"b\\n  c\"\n" },
        { "{\"a\":\"b \\nc\"}", "a: \"b \\nc\"\n" },
    };
    /* clang-format on */
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer buffer = { 0 };
        yaml_print(&buffer, slice_of(cases[i].json));
        buffer_char(&buffer, '\0');
        assert_string_equal(buffer.at, cases[i].yaml);
        buffer_release(&buffer);
    }
}

static void long_text_is_folded_at_spaces(void **state)
{
    (void)state;
    struct buffer json = { 0 }, yaml = { 0 };
    buffer_text(&json, "{\"a\":\"");
    for (unsigned i = 0; i < 60; i++)
        buffer_text(&json, i ? " word" : "word");
    buffer_text(&json, "\"}");
    yaml_print(&yaml, buffer_as_slice(&json));
    assert_memory_equal(yaml.at, "a: >-\n  word word", 16);
    size_t column = 0, words = 0;
    for (size_t i = 0; i < yaml.size; i++) {
        column = yaml.at[i] == '\n' ? 0 : column + 1;
        words += yaml.at[i] == 'w';
        assert_true(column <= 100);
        assert_false(yaml.at[i] == '\n' && yaml.at[i - 1] == ' ');
    }
    assert_int_equal(words, 60);
    buffer_release(&json);
    buffer_release(&yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_becomes_block_yaml),
        cmocka_unit_test(long_text_is_folded_at_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
