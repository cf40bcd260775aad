/* SPDX-License-Identifier: EUPL-1.2 */
/* What a text may hold, what a name is, and what it is compared and searched by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/compared.h"
#include "text/denomination.h"
#include "text/folded.h"
#include "text/text.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void a_text_has_one_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text, *composed;
    } cases[] = {
        { "Lefevre", "Lefevre" },
        { "Lefèvre", "Lefèvre" },
        { "Lefe\xCC\x80vre", "Lefèvre" },
        { "A\xCC\x8A", "Å" },
        { "\xE2\x84\xAB", "Å" }, /* ångström sign */
        { "Nguye\xCC\x82\xCC\x83n", "Nguyễn" },
        { "q\xCC\x80", "q\xCC\x80" }, /* nothing is composed of it */
        { "", "" },
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice composed;
        assert_int_equal(text_compose(&arena, slice_of(cases[i].text), &composed), STATUS_OK);
        assert_true(slice_is(composed, cases[i].composed));
    }
    static char longest[4000];
    struct slice composed;
    for (size_t i = 0; i + 3 <= sizeof longest; i += 3) {
        longest[i] = 'e';
        longest[i + 1] = '\xCC';
        longest[i + 2] = '\x80';
    }
    const struct slice text = { longest, 3999 };
    assert_int_equal(text_compose(&arena, text, &composed), STATUS_OK);
    assert_int_equal(composed.size, 2666);
    arena_release(&arena);
}

static void what_nobody_sees_is_not_admitted(void **state)
{
    (void)state;
    static const char *const hidden[] = {
        "a\x01",
        "a\x7F",
        "\xC2\x85",
        "a\xC2\xADz", /* soft hyphen */
        /* Escapes, so that a reader sees them. NOLINTBEGIN(misc-misleading-bidirectional) */
        "\xE2\x80\x8B",
        "\xE2\x80\x8C",
        "\xE2\x80\x8D",
        "\xE2\x80\x8E",
        "\xE2\x80\x8F",
        "\xE2\x80\xAA",
        "\xE2\x80\xAE",
        "\xE2\x81\xA0",
        "\xE2\x81\xA6",
        /* NOLINTEND(misc-misleading-bidirectional) */
        "\xEF\xBB\xBF",
        "\xE2\x80\xA8",
        "\xE2\x80\xA9",
        "\xEE\x80\x80",
        "\xF3\xB0\x80\x80",
        "\xEF\xBF\xBE",
        "\xCD\xB8", /* unassigned */
        "\xF3\xA0\x81\x81",
        "\r",
    };
    for (size_t i = 0; i < COUNT(hidden); i++) {
        assert_false(text_is_visible(slice_of(hidden[i]), false));
        assert_false(text_is_visible(slice_of(hidden[i]), true));
    }
    assert_false(text_is_visible(SLICE("a\tb"), false));
    assert_false(text_is_visible(SLICE("a\nb"), false));
    assert_true(text_is_visible(SLICE("a\tb\nc"), true));
    assert_true(text_is_visible(SLICE("« L’été\xC2\xA0! » 漢字 😀 ½"), false));
    assert_true(text_is_visible(SLICE(""), false));
}

static void a_name_is_made_of_letters(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Lefèvre", "D’Artagnan", "d'Artagnan",  "’t Hooft", "O\xCA\xBCLeary",    "Saint-Exupéry",
        "J. R.",   "Æþelred",    "q\xCC\x80ua", "Nguyễn",   "Jean\xC2\xA0Marie", "Jean‑Marie",
        "ĲSSEL",   "Mbaïkɔ",     "Łódź",        "ß",
    };
    static const char *const others[] = {
        "Gi\xC7\x80ina", /* a click */
        "\xCA\xB0",      /* a modifier */
        "\xEA\x9F\xBEvo",
        "",
        "-",
        "’",
        "123",
        "Jean 2",
        "Ж",
        "Иван",
        "Ωmega",
        "محمد",
        "漢字",
        "Ana@",
        "a_b",
        "a/b",
        "😀",
        "½",
        "a,b",
        "(a)",
        "\xCC\x80z",
        "a\xC2\xB2",
        "Léa\xD0\xB0" /* a of another script */,
    };
    for (size_t i = 0; i < COUNT(names); i++)
        assert_true(text_is_name(slice_of(names[i])));
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(text_is_name(slice_of(others[i])));
}

static void other_scripts_are_a_setting(void **state)
{
    (void)state;
    assert_true(text_are_scripts("Latin"));
    assert_true(text_are_scripts("Latin,Greek"));
    assert_false(text_are_scripts(""));
    assert_false(text_are_scripts("Latin, Greek"));
    assert_false(text_are_scripts("Klingon"));
    assert_false(text_are_scripts("Latin,Latin,Latin,Latin,Latin,Latin,Latin,Latin,Latin"));
    text_admit_scripts("Latin,Cyrillic");
    assert_true(text_is_name(SLICE("Иван")));
    assert_true(text_is_name(SLICE("Ivan")));
    assert_false(text_is_name(SLICE("Ωμέγα")));
    text_admit_scripts("nothing of the kind");
    assert_true(text_is_name(SLICE("Иван")));
    text_admit_scripts("Latin");
    assert_false(text_is_name(SLICE("Иван")));
}

static void assert_made(void (*make)(struct slice, struct buffer *), const char *text,
                        const char *made)
{
    struct buffer buffer = { 0 };
    make(slice_of(text), &buffer);
    assert_false(buffer.has_failed);
    if (!slice_is(buffer_as_slice(&buffer), made))
        fail_msg("%s: %.*s", text, (int)buffer.size, buffer_as_slice(&buffer).at);
    buffer_release(&buffer);
}

static void names_fold(void **state)
{
    (void)state;
    static const struct {
        const char *name, *folded;
    } cases[] = {
        { "Lefèvre", "LEFEVRE" },
        { "Lefe\xCC\x80vre", "LEFEVRE" },
        { "D'Ormesson", "DORMESSON" },
        { "D’Ormesson", "DORMESSON" },
        { "D\xCA\xBCOrmesson", "DORMESSON" },
        { "Saint-Exupéry de la Tour", "SAINTEXUPERYDELATOUR" },
        { "Saint‑Exupéry", "SAINTEXUPERY" },
        { "ŒUVRÉ Œuf", "OEUVREOEUF" },
        { "Æsop ß Straße", "AESOPSSSTRASSE" },
        { "Nguyễn Thị", "NGUYENTHI" },
        { "Nguye\xCC\x82\xCC\x83n", "NGUYEN" }, /* two marks of one letter, in either order */
        { "Nguye\xCC\x83\xCC\x82n", "NGUYEN" },
        { "Thu\xE1\xBA\xA1\xCC\x82n", "THUAN" },
        { "Zoé Anne", "ZOEANNE" },
        { "Zoé-Anne", "ZOEANNE" },
        { "ZOE\xC2\xA0"
          "ANNE",
          "ZOEANNE" },
        { "zoe\xCC\x81\xE2\x80\x91"
          "anne",
          "ZOEANNE" },
        { "Łódź ĲssŉĐ", "LODZIJSSND" },
        { "İıŞşĞğ", "IISSGG" },
        { "Þorn Ðað", "THORNDAD" },
        { "ﬁ ＡＢ９ Ⅻ", "FIAB9XII" },
        { "Ɓaɗo Ŋgo", "BADONGO" },
        { "a0z9AZ09", "A0Z9AZ09" },
        { "Иван", "ИВАН" }, /* where it is admitted it is somebody's, and not everybody's */
        { "", "" },
        { "-- '", "" },
        { "😀 ×÷", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_made(text_fold, cases[i].name, cases[i].folded);
}

static void names_are_searched_by_their_words(void **state)
{
    (void)state;
    assert_made(text_fold_words, "Anaïs lefe", " ANAIS LEFE");
    assert_made(text_fold_words, "  d’Aubigné-Œuvrard ", " D AUBIGNE OEUVRARD");
    assert_made(text_fold_words, "e\xCC\x80ve", " EVE"); /* a mark parts nothing */
    assert_made(text_fold_words, "-- '", "");
    assert_made(text_index_words, "Lefèvre", " LEFEVRE LEFEVRE LEFEVRE");
    assert_made(text_index_words, "D'Aubigné-Œuvrard",
                " D AUBIGNE OEUVRARD DAUBIGNE OEUVRARD DAUBIGNEOEUVRARD");
    assert_made(text_index_words, "", "");
}

static void what_is_kept_of_a_candidate(void **state)
{
    (void)state;
    const struct written_names names = { .birth_name = SLICE("D'Aubigné"),
                                         .usage_name = SLICE("Durand"),
                                         .first_names = { SLICE("Zoé"), SLICE("Marie") } };
    const struct civil_identity known = { .sex = { "F", 1 }, .birth_year = 1988 };
    struct compared compared;
    assert_true(compared_make(&compared, &names, &known));
    assert_string_equal(compared.parts, "DAUBIGNE|ZOE|F|1988|||||MARIE||");
    assert_string_equal(compared.search_name, "DAUBIGNE ZOE");
    assert_string_equal(compared.key, "");
    assert_true(
        slice_is(buffer_as_slice(&compared.words),
                 " D AUBIGNE DAUBIGNE DAUBIGNE DURAND DURAND DURAND ZOE ZOE ZOE MARIE MARIE "
                 "MARIE"));
    compared_release(&compared);
    static char endless[IDENTITY_TEXT_SIZE];
    memset(endless, 'a', sizeof endless);
    const struct written_names too_long = { .birth_name = { endless, sizeof endless },
                                            .first_names = { SLICE("Zoé") } };
    assert_false(compared_make(&compared, &too_long, &known));
    compared_release(&compared);
}

static void a_character_is_named(void **state)
{
    (void)state;
    char text[TEXT_CHARACTER_SIZE];
    text_character(0x416, true, text);
    assert_string_equal(text,
                        "Ж (U+0416 CYRILLIC CAPITAL LETTER ZHE, no Latin letter though it may "
                        "look like one)");
    text_character(0x416, false, text);
    assert_string_equal(text,
                        "Ж (U+0416, qui n’est pas une lettre latine même si elle y ressemble)");
    text_character(0x2f801, true, text);
    assert_string_equal(text, "\xF0\xAF\xA0\x81 (U+2F801 CJK COMPATIBILITY IDEOGRAPH-2F801)");
    static const unsigned others[] = { 0x738b, '2', '<', '(', ',', 'q' };
    for (size_t i = 0; i < COUNT(others); i++) {
        text_character(others[i], false, text);
        assert_null(strchr(text, 'e'));
    }
    text_character(0xd800, true, text);
    assert_string_equal(text, "U+D800");
}

static void an_organisation_is_called_in_one_script(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned character;
    } names[] = {
        { "Escale Formation Picarde", 0 },
        { "Réseau n° 12 – L’Œuvre & Cie (59)", 0 },
        { "Escale Formation Pic\u0430rde", 0x430 },
        { "\u0395scale", 0x395 },
        { "\U0001d404scale", 0x1d404 },
        { "2i", 0 },
    };
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(denomination_not_of_it(slice_of(names[i].name)), names[i].character);
    assert_false(denomination_is_reserved(SLICE("Certif’Pro")));
    denomination_reserve("Certif’Pro");
    assert_true(denomination_is_reserved(SLICE("CERTIF PRÓ")));
    assert_true(denomination_is_reserved(SLICE("certif'pro")));
    assert_false(denomination_is_reserved(SLICE("Certif’Pro Nord")));
    denomination_reserve("");
    assert_false(denomination_is_reserved(SLICE("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_has_one_spelling),
        cmocka_unit_test(what_nobody_sees_is_not_admitted),
        cmocka_unit_test(a_name_is_made_of_letters),
        cmocka_unit_test(other_scripts_are_a_setting),
        cmocka_unit_test(names_fold),
        cmocka_unit_test(names_are_searched_by_their_words),
        cmocka_unit_test(what_is_kept_of_a_candidate),
        cmocka_unit_test(a_character_is_named),
        cmocka_unit_test(an_organisation_is_called_in_one_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
