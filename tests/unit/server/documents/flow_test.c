/* SPDX-License-Identifier: EUPL-1.2 */
/* Where sheets end: what stays together, what is cut and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "documents/flow.h"
#include "leaks.h"

#include <stdio.h>
#include <string.h>

static struct fonts *fonts;

static const struct text_style body = { FACE_ROMAN, 10, .breaks_words = true },
                               small = { FACE_SANS, 6 };

/* Sheets of 200 by 100 points of text: eight lines of twelve points each. */
static struct flow flow_of(const struct block *blocks, size_t count)
{
    return (struct flow){
        .width = 300,
        .height = 200,
        .body = { 50, 40, 200, 100, STAND_TOP, 1 },
        .next_body = { 50, 40, 200, 100, STAND_TOP, 1 },
        .blocks = blocks,
        .count = count,
        .head = { 50, 10, 200, 12 },
        .foot = { 50, 160, 200, 12 },
        .head_style = &small,
        .foot_style = &small,
        .head_text = SLICE("Titre"),
        .foot_text = SLICE("Pied"),
    };
}

/* The lines of a text of its own on a sheet; 0 = none of it. */
static unsigned lines_on(const struct sheet *sheet, struct slice text, unsigned whole)
{
    const struct area *area = &sheet->areas[sheet->count - 1];
    for (size_t i = 0; i < area->count; i++) {
        if (area->blocks[i].text.at == text.at)
            return area->blocks[i].line_count ? area->blocks[i].line_count : whole;
    }
    return 0;
}

static void no_line_stands_alone(void **state)
{
    (void)state;
    char text[64] = "";
    for (unsigned lines = 2; lines <= 10; lines++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), lines == 2 ? "a\nb" : "\nc");
        for (int above = 0; above <= 100; above += 3) {
            const struct block blocks[] = {
                { BLOCK_TEXT, .style = &body, .text = SLICE("x") },
                { BLOCK_SPACE, .height = above },
                { BLOCK_TEXT, .style = &body, .text = slice_of(text) },
            };
            const struct flow flow = flow_of(blocks, 3);
            const struct sheet *sheets;
            struct draw_fault fault;
            struct arena arena;
            size_t count;
            unsigned all = 0;
            arena_init(&arena, 0);
            assert_int_equal(flow_sheets(fonts, &flow, &arena, &sheets, &count, &fault), STATUS_OK);
            for (size_t i = 0; i < count; i++) {
                const unsigned here = lines_on(&sheets[i], blocks[2].text, lines);
                assert_true(here != 1);
                all += here;
            }
            assert_int_equal(all, lines);
            arena_release(&arena);
        }
    }
}

static void what_belongs_together_is_on_one_sheet(void **state)
{
    (void)state;
    for (int above = 0; above <= 100; above += 3) {
        const struct block blocks[] = {
            { BLOCK_TEXT, .style = &body, .text = SLICE("x") },
            { BLOCK_SPACE, .height = above },
            { BLOCK_TEXT, .style = &body, .text = SLICE("Titre"), .keeps_next = true },
            { BLOCK_TEXT, .style = &body, .text = SLICE("dessous"), .keeps_next = true },
            { BLOCK_TEXT, .style = &body, .text = SLICE("encore") },
        };
        const struct flow flow = flow_of(blocks, 5);
        const struct sheet *sheets;
        struct draw_fault fault;
        struct arena arena;
        size_t count;
        arena_init(&arena, 0);
        assert_int_equal(flow_sheets(fonts, &flow, &arena, &sheets, &count, &fault), STATUS_OK);
        for (size_t i = 0; i < count; i++)
            assert_true(lines_on(&sheets[i], blocks[2].text, 1) ==
                            lines_on(&sheets[i], blocks[3].text, 1) &&
                        lines_on(&sheets[i], blocks[2].text, 1) ==
                            lines_on(&sheets[i], blocks[4].text, 1));
        arena_release(&arena);
    }
}

static void a_row_that_no_sheet_holds_is_told(void **state)
{
    (void)state;
    static const struct table table = { { 200 }, 1 };
    const struct cell cell = { &body, SLICE("1\n2\n3\n4\n5\n6\n7\n8\n9\n10") };
    const struct block row = { BLOCK_ROW, .table = &table, .cells = &cell };
    const struct flow flow = flow_of(&row, 1);
    const struct sheet *sheets;
    struct draw_fault fault;
    struct arena arena;
    size_t count;
    arena_init(&arena, 0);
    assert_int_equal(flow_sheets(fonts, &flow, &arena, &sheets, &count, &fault), STATUS_FAILED);
    assert_int_equal(fault.kind, DRAW_TEXT_TOO_LONG);
    assert_ptr_equal(fault.text.at, cell.text.at);
    arena_release(&arena);
}

static int open_fonts(void **state)
{
    (void)state;
    char fault[FONT_FAULT_SIZE] = "";
    return fonts_open(&fonts, fault) == STATUS_OK ? 0 : -1;
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
        cmocka_unit_test(no_line_stands_alone),
        cmocka_unit_test(what_belongs_together_is_on_one_sheet),
        cmocka_unit_test(a_row_that_no_sheet_holds_is_told),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
