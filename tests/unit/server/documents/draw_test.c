/* SPDX-License-Identifier: EUPL-1.2 */
/* Layouts on paper: equal bytes, nothing that overflows, what cannot be drawn is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "documents/draw.h"
#include "documents/finish.h"
#include "documents/text_block.h"
#include "leaks.h"

#include <string.h>

static struct fonts *fonts;

static const struct text_style plain = { FACE_ROMAN, 20 };
static const struct text_style shrinks = { FACE_ROMAN, 20, 10, 1 };
static const struct text_style two_lines = { FACE_ROMAN, 20, 10, 2 };
static const struct text_style breaks = { FACE_ROMAN, 20, .breaks_words = true };

static struct block text_of(const struct text_style *style, const char *text)
{
    return (struct block){ BLOCK_TEXT, .style = style, .text = slice_of(text) };
}

/* Draws blocks in an area of 200 by 60 points. */
static enum status draw(const struct block *blocks, size_t count, struct buffer *ret_pdf,
                        struct draw_fault *ret_fault)
{
    const struct area area = { 20, 20, 200, 60, .blocks = blocks, .count = count };
    const struct sheet sheet = { 300, 200, ORNAMENT_FRAME, &area, 1 };
    const struct layout layout = { SLICE("Titre & <autres>"),
                                   SLICE("Auteur"),
                                   SLICE("N° 1"),
                                   { 2026, 2, 10 },
                                   { 0, 0, 0.5 },
                                   SLICE("ESSAI"),
                                   &sheet,
                                   1 };
    struct buffer drawn = { 0 };
    struct frame frame = { 0 };
    struct arena arena;
    arena_init(&arena, 0);
    enum status status = draw_pdf(fonts, &layout, &arena, &drawn, ret_fault);
    if (status == STATUS_OK)
        status = finish_pdf(&layout, buffer_as_slice(&drawn), &frame, ret_pdf);
    buffer_release(&drawn);
    frame_release(&frame);
    arena_release(&arena);
    return status;
}

static bool is_in(const struct buffer *pdf, const char *words)
{
    return memmem(pdf->at, pdf->size, words, strlen(words)) != NULL;
}

static void equal_layouts_are_equal_bytes(void **state)
{
    (void)state;
    const struct block blocks[] = {
        text_of(&plain, "Ķirsis Größmann"),
        { BLOCK_RULE, .height = 4, .width = 50 },
        { BLOCK_CODE, .text = SLICE("https://clea.example/v/1"), .height = 25, .alt = SLICE("QR") },
    };
    struct buffer first = { 0 }, second = { 0 };
    struct draw_fault fault = { 0 };
    assert_int_equal(draw(blocks, 3, &first, &fault), STATUS_OK);
    assert_int_equal(draw(blocks, 3, &second, &fault), STATUS_OK);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.at, second.at, first.size);
    assert_true(is_in(&first, "/Lang (fr-FR)"));
    assert_true(is_in(&first, "/DisplayDocTitle true"));
    assert_true(is_in(&first, "/Alt (QR)"));
    assert_true(is_in(&first, "D:20260210000000Z"));
    assert_true(is_in(&first, "Titre &amp; &lt;autres&gt;"));
    buffer_release(&first);
    buffer_release(&second);
}

static void a_character_that_no_font_has_is_named(void **state)
{
    (void)state;
    const struct block blocks[] = { text_of(&plain, "Lefèvre"), text_of(&plain, "Lefè山vre") };
    struct buffer pdf = { 0 };
    struct draw_fault fault = { 0 };
    assert_int_equal(draw(blocks, 2, &pdf, &fault), STATUS_FAILED);
    assert_int_equal(fault.kind, DRAW_CHARACTER_MISSING);
    assert_int_equal(fault.character, 0x5c71);
    assert_true(slice_is(fault.text, "Lefè山vre"));
    assert_int_equal(pdf.size, 0);
    buffer_release(&pdf);
}

static void what_has_no_room_is_said(void **state)
{
    (void)state;
    const struct block high[] = { text_of(&plain, "un\ndeux\ntrois\nquatre\ncinq") };
    const struct block wide[] = { text_of(
        &shrinks, "unmotquinefinitpasetquivaauboutdelalignepuisplusloinetplusloinencoreetencore") };
    struct buffer pdf = { 0 };
    struct draw_fault fault = { 0 };
    assert_int_equal(draw(high, 1, &pdf, &fault), STATUS_FAILED);
    assert_int_equal(fault.kind, DRAW_TEXT_TOO_LONG);
    assert_true(slice_equals(fault.text, high[0].text));
    assert_int_equal(draw(wide, 1, &pdf, &fault), STATUS_FAILED);
    assert_int_equal(fault.kind, DRAW_TEXT_TOO_LONG);
    buffer_release(&pdf);
}

static void a_code_of_too_much_is_said(void **state)
{
    (void)state;
    static char much[4000];
    memset(much, 'x', sizeof much);
    const struct block code[] = { { BLOCK_CODE, .text = { much, sizeof much }, .height = 25 } };
    struct buffer pdf = { 0 };
    struct draw_fault fault = { 0 };
    assert_int_equal(draw(code, 1, &pdf, &fault), STATUS_FAILED);
    assert_int_equal(fault.kind, DRAW_TEXT_TOO_LONG);
    buffer_release(&pdf);
}

/* Width and height of a text as it is set in 200 points; -1 = it is not. */
static struct area set_size(const struct text_style *style, const char *text)
{
    PangoLayout *set = text_block_set(fonts, style, slice_of(text), 200, 1);
    PangoRectangle logical;
    if (!set)
        return (struct area){ .width = -1 };
    pango_layout_get_extents(set, NULL, &logical);
    const struct area size = { .width = (double)logical.width / PANGO_SCALE,
                               .height = text_block_height(set) };
    g_object_unref(set);
    return size;
}

static void a_text_becomes_smaller_before_it_has_more_lines(void **state)
{
    (void)state;
    const double one_line = set_size(&plain, "Anaïs").height;
    assert_float_equal(one_line, 24, 0.1);
    assert_float_equal(set_size(&shrinks, "Anaïs").height, 24, 0.1);
    assert_true(set_size(&shrinks, "Anaïs Marie Lefèvre-Dupont").width <= 200);
    assert_true(set_size(&shrinks, "Anaïs Marie Lefèvre-Dupont").height < one_line);
    assert_true(set_size(&two_lines, "Anaïs Marie Lefèvre-Dupont").height < one_line);
    assert_true(set_size(&two_lines, "Anaïs Marie Lefèvre-Dupont de Saint-Aignan").height >
                one_line);
    assert_true(set_size(&shrinks, "Anaïs Marie Lefèvre-Dupont de Saint-Aignan et autres").width <
                0);
}

static void a_word_is_broken_only_where_it_may(void **state)
{
    (void)state;
    const char *word = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
    assert_true(set_size(&plain, word).width < 0);
    const struct area broken = set_size(&breaks, word);
    assert_true(broken.width > 0 && broken.width <= 200 && broken.height > 40);
}

static void lines_stand_at_one_distance(void **state)
{
    (void)state;
    /* Of another font, with loose marks, with a raised part: no line is higher for it. */
    assert_float_equal(set_size(&plain, "Ẹ̀kẹ́ Ⱥ").height, 24, 0.1);
    assert_float_equal(set_size(&plain, "1er mars").height, 24, 0.1);
}

static int open_fonts(void **state)
{
    (void)state;
    char fault[FONT_FAULT_SIZE] = "";
    if (fonts_open(&fonts, fault) == STATUS_OK)
        return 0;
    print_error("%s\n", fault);
    return -1;
}

static int close_fonts(void **state)
{
    (void)state;
    fonts_close(fonts);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_layouts_are_equal_bytes),
        cmocka_unit_test(a_character_that_no_font_has_is_named),
        cmocka_unit_test(what_has_no_room_is_said),
        cmocka_unit_test(a_code_of_too_much_is_said),
        cmocka_unit_test(a_text_becomes_smaller_before_it_has_more_lines),
        cmocka_unit_test(a_word_is_broken_only_where_it_may),
        cmocka_unit_test(lines_stand_at_one_distance),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
