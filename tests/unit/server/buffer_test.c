/* SPDX-License-Identifier: EUPL-1.2 */
/* Text that grows, and bytes that come as hexadecimal digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "buffer.h"

#define TEST(name) static void name(void **state)

TEST(hexadecimal_digits_are_bytes)
{
    (void)state;
    static const unsigned char bytes[] = { 'x', 0x00, 0xff, 0x7f, 0xab };
    struct buffer buffer = { 0 };
    buffer_char(&buffer, 'x');
    buffer_hex(&buffer, SLICE("00ff7F"));
    buffer_hex(&buffer, SLICE(""));
    buffer_hex(&buffer, SLICE("aB"));
    assert_false(buffer.has_failed);
    assert_int_equal(buffer.size, sizeof bytes);
    assert_memory_equal(buffer.at, bytes, sizeof bytes);
    buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(hexadecimal_digits_are_bytes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
