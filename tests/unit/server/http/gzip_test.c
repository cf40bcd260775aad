/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies are coded where they stand, or left as they were. */
#include "http/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

static size_t inflate_all(const char *at, size_t size, char *room, size_t room_size)
{
    z_stream stream = { 0 };
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)at;
    stream.avail_in = (unsigned)size;
    stream.next_out = (unsigned char *)room;
    stream.avail_out = (unsigned)room_size;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    inflateEnd(&stream);
    return room_size - stream.avail_out;
}

static void what_repeats_itself_gets_smaller(void **state)
{
    (void)state;
    static const size_t sizes[] = { 100, GZIP_LEAST_BYTES, 50000, GZIP_MOST_BYTES };
    struct gzip *gzip = gzip_new();
    char *body = malloc(GZIP_MOST_BYTES), *again = malloc(GZIP_MOST_BYTES);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            for (size_t k = 0; k < sizes[i]; k++)
                body[k] = "{\"name\":\"value\"},"[k % 17];
            const size_t coded = gzip_in_place(gzip, body, sizes[i]);
            assert_in_range(coded, 20, sizes[i] - 1);
            assert_int_equal(inflate_all(body, coded, again, GZIP_MOST_BYTES), sizes[i]);
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(again[k], "{\"name\":\"value\"},"[k % 17]);
        }
    }
    free(body);
    free(again);
    gzip_free(gzip);
}

static void what_would_grow_stays(void **state)
{
    (void)state;
    struct gzip *gzip = gzip_new();
    char noise[4096], before[4096];
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    memcpy(before, noise, sizeof noise);
    for (size_t size = 0; size <= sizeof noise; size = size * 2 + 1)
        assert_int_equal(gzip_in_place(gzip, noise, size), 0);
    assert_memory_equal(noise, before, sizeof noise);
    assert_int_equal(gzip_in_place(gzip, noise, GZIP_MOST_BYTES + 1), 0);
    gzip_free(gzip);
    gzip_free(NULL);
}

static void a_long_text_is_coded_ahead(void **state)
{
    (void)state;
    const size_t size = 3 * GZIP_MOST_BYTES;
    char *text = malloc(size), *again = malloc(size);
    struct buffer coded = { 0 };
    memset(text, 'a', size);
    assert_true(gzip_text((struct slice){ text, size }, &coded));
    assert_in_range(coded.size, 20, size / 100);
    assert_int_equal(inflate_all(coded.at, coded.size, again, size), size);
    assert_memory_equal(again, text, size);
    buffer_release(&coded);
    free(text);
    free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_repeats_itself_gets_smaller),
        cmocka_unit_test(what_would_grow_stays),
        cmocka_unit_test(a_long_text_is_coded_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
