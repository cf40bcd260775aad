/* SPDX-License-Identifier: EUPL-1.2 */
/* Text in pages: nothing of it can become markup. */
#include "text/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void assert_html(struct buffer *html, const char *wanted)
{
    assert_int_equal(html->size, strlen(wanted));
    assert_memory_equal(html->at, wanted, html->size);
    buffer_release(html);
}

static void signs_of_markup_are_written_out(void **state)
{
    struct buffer html = { 0 };
    (void)state;
    html_text(&html, "a<b>\"c\" & 'd' é");
    assert_html(&html, "a&lt;b&gt;&quot;c&quot; &amp; &#39;d&#39; é");
    html_slice(&html, SLICE_UNSET);
    html_text(&html, "");
    html_text(&html, "&&");
    assert_html(&html, "&amp;&amp;");
}

static void days_are_written_as_people_write_them(void **state)
{
    struct buffer html = { 0 };
    (void)state;
    html_date(&html, (struct date){ 2026, 8, 1 }, false);
    assert_html(&html, "<time datetime=\"2026-08-01\">1<sup>er</sup>&nbsp;août 2026</time>");
    html_date(&html, (struct date){ 2024, 2, 29 }, false);
    assert_html(&html, "<time datetime=\"2024-02-29\">29&nbsp;février 2024</time>");
    html_date(&html, (struct date){ 2026, 12, 1 }, true);
    assert_html(&html, "<time datetime=\"2026-12-01\">1&nbsp;December 2026</time>");
}

static void links_lead_to_the_web_or_a_mailbox(void **state)
{
    (void)state;
    assert_true(html_is_address(SLICE("https://clea.example/")));
    assert_true(html_is_address(SLICE("http://clea.example/")));
    assert_true(html_is_address(SLICE("mailto:a@clea.example")));
    assert_false(html_is_address(SLICE("javascript:alert(1)")));
    assert_false(html_is_address(SLICE("a@clea.example")));
    assert_false(html_is_address(SLICE("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_of_markup_are_written_out),
        cmocka_unit_test(days_are_written_as_people_write_them),
        cmocka_unit_test(links_lead_to_the_web_or_a_mailbox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
