/* What names and identities are compared by. The expected texts were printed by the rule that the
 * database had before (unaccent, upper case, [A-Z0-9] only). */
#include "fixture.h"

#include "identity.h"

static struct identity_text text_of(const char *text)
{
    return (struct identity_text){ text, text ? strlen(text) : 0 };
}

static void names_fold(void **state)
{
    (void)state;
    static const struct {
        const char *name, *folded;
    } cases[] = {
        { "Lefèvre", "LEFEVRE" },
        { "D'Ormesson", "DORMESSON" },
        { "Saint-Exupéry de la Tour", "SAINTEXUPERYDELATOUR" },
        { "ŒUVRÉ Œuf", "OEUVREOEUF" },
        { "Æsop ß Straße", "AESOPSSSTRASSE" },
        { "Nguyễn Thị", "NGUYENTHI" },
        { "Łódź ĲssŉĐ", "LODZIJSSND" },
        { "İıŞşĞğ", "IISSGG" },
        { "Þorn Ðað", "THORNDAD" },
        { "½ ² № ﬁ ＡＢ９ Ⅻ", "12NOFIAB9XII" },
        { "ƶ₧ﬆ", "ZPTSST" }, /* the last of their runs */
        { "a0z9AZ09", "A0Z9AZ09" },
        { "", "" },
        { "-- '", "" },
        { "@[`{/:", "" },
        { "Ж 漢字 😀 ×÷", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char folded[128];
        assert_true(name_fold(text_of(cases[i].name), sizeof folded, folded));
        assert_string_equal(folded, cases[i].folded);
    }
    char folded[8];
    assert_true(name_fold(text_of("e\xCC\x81"), sizeof folded, folded));
    assert_string_equal(folded, "E");
    /* What ends in the middle of a character cannot come; nothing behind it is read. */
    assert_true(name_fold((struct identity_text){ "A\xC3", 2 }, sizeof folded, folded));
    assert_string_equal(folded, "A");
}

/* Nothing is cut: what does not fit is not there at all. */
static void a_name_that_does_not_fit_is_said(void **state)
{
    (void)state;
    char folded[4];
    assert_true(name_fold(text_of("abc"), sizeof folded, folded));
    assert_string_equal(folded, "ABC");
    assert_false(name_fold(text_of("abcd"), sizeof folded, folded));
    assert_string_equal(folded, "");
    assert_false(name_fold(text_of("abÆc"), sizeof folded, folded));
    assert_string_equal(folded, "");
    assert_true(name_fold(text_of("-"), 1, folded));
    assert_string_equal(folded, "");
}

static const struct civil_identity whole = {
    .birth_name = { "Lefèvre", 8 },
    .first_name = { "Anaïs", 6 },
    .sex = { "F", 1 },
    .birth_year = 1988,
    .birth_month = 4,
    .birth_day = 12,
    .birth_commune_insee = { "59350", 5 },
    .birth_country_code = { "100", 3 },
};

static void a_key_is_of_a_whole_identity(void **state)
{
    (void)state;
    char key[IDENTITY_TEXT_SIZE];
    struct civil_identity identity = whole;
    assert_true(identity_key(&identity, key));
    assert_string_equal(key, "LEFEVRE|ANAIS|F|19880412|59350");
    identity.birth_commune_insee.at = NULL;
    assert_true(identity_key(&identity, key));
    assert_string_equal(key, "LEFEVRE|ANAIS|F|19880412|100");
    identity.birth_country_code.at = NULL;
    assert_false(identity_key(&identity, key));
    assert_string_equal(key, "");
}

static void an_unknown_part_leaves_no_key(void **state)
{
    (void)state;
    char key[IDENTITY_TEXT_SIZE];
    struct civil_identity lacking[6];
    for (unsigned i = 0; i < 6; i++)
        lacking[i] = whole;
    lacking[0].birth_name.at = NULL;
    lacking[1].first_name.at = NULL;
    lacking[2].sex.at = NULL;
    lacking[3].birth_year = 0;
    lacking[4].birth_month = 0;
    lacking[5].birth_day = 0;
    for (unsigned i = 0; i < 6; i++) {
        assert_false(identity_key(&lacking[i], key));
        assert_string_equal(key, "");
    }
}

static void a_person_is_looked_for_by_two_words(void **state)
{
    (void)state;
    char words[IDENTITY_TEXT_SIZE];
    assert_true(identity_words(&whole, words));
    assert_string_equal(words, "LEFEVRE ANAIS");
}

/* 60 characters of the longest words fit; what no record can hold is refused. */
static void the_bound_is_that_of_the_names(void **state)
{
    (void)state;
    static char longest[60 * 3], too_long[IDENTITY_TEXT_SIZE];
    char text[IDENTITY_TEXT_SIZE];
    for (unsigned i = 0; i < sizeof longest; i++)
        longest[i] = "㏂"[i % 3]; /* a.m. */
    memset(too_long, 'a', sizeof too_long);
    struct civil_identity identity = whole;
    identity.birth_name = identity.first_name = (struct identity_text){ longest, sizeof longest };
    assert_true(identity_key(&identity, text));
    assert_true(identity_words(&identity, text));
    assert_int_equal(strlen(text), 60 * 2 * 2 + 1);
    identity.birth_name = (struct identity_text){ too_long, sizeof too_long };
    assert_false(identity_key(&identity, text));
    assert_string_equal(text, "");
    assert_false(identity_words(&identity, text));
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_fold),
        cmocka_unit_test(a_name_that_does_not_fit_is_said),
        cmocka_unit_test(a_key_is_of_a_whole_identity),
        cmocka_unit_test(an_unknown_part_leaves_no_key),
        cmocka_unit_test(a_person_is_looked_for_by_two_words),
        cmocka_unit_test(the_bound_is_that_of_the_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
