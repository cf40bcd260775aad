/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of an identity, what each purpose needs, and what two are compared by. */
#include "fixture.h"

#include "identity.h"

static struct identity_text text_of(const char *text)
{
    return (struct identity_text){ text, text ? strlen(text) : 0 };
}

static const struct civil_identity whole = {
    .birth_name = { "LEFEVRE", 7 },
    .first_name = { "ANAIS", 5 },
    .sex = { "F", 1 },
    .birth_year = 1988,
    .birth_month = 4,
    .birth_day = 12,
    .birth_commune_insee = { "59350", 5 },
    .birth_country_code = { "100", 3 },
};

static void the_parts_stand_in_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *commune, *country, *parts;
        bool is_complete;
    } places[] = {
        { "59350", "100", "LEFEVRE|ANAIS|F|1988|04|12|100|59350", true },
        { "59350", NULL, "LEFEVRE|ANAIS|F|1988|04|12|100|59350", true },
        { "99352", "352", "LEFEVRE|ANAIS|F|1988|04|12|352|99352", true },
        { "99352", NULL, "LEFEVRE|ANAIS|F|1988|04|12|352|99352", true },
        { NULL, "352", "LEFEVRE|ANAIS|F|1988|04|12|352|99352", true }, /* the same place */
        { NULL, "100", "LEFEVRE|ANAIS|F|1988|04|12|100|", false },     /* in France, but where? */
        { NULL, NULL, "LEFEVRE|ANAIS|F|1988|04|12||", false },
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct civil_identity identity = whole;
        char parts[IDENTITY_TEXT_SIZE];
        identity.birth_commune_insee = text_of(places[i].commune);
        identity.birth_country_code = text_of(places[i].country);
        assert_true(identity_parts(&identity, parts));
        assert_int_equal(strncmp(parts, places[i].parts, strlen(places[i].parts)), 0);
        assert_string_equal(parts + strlen(places[i].parts), "|||");
        assert_true(identity_key(&identity, parts));
        assert_string_equal(parts, places[i].is_complete ? places[i].parts : "");
    }
}

/* They are in no key: who leaves them out is nobody else. A town counts abroad alone. */
static void more_parts_are_compared_than_are_needed(void **state)
{
    (void)state;
    struct civil_identity identity = whole;
    char text[IDENTITY_TEXT_SIZE];
    identity.first_name_2 = text_of("AMINE");
    identity.first_name_3 = text_of("ALI");
    identity.birth_town = text_of("LILLE");
    assert_true(identity_parts(&identity, text));
    assert_string_equal(text, "LEFEVRE|ANAIS|F|1988|04|12|100|59350|AMINE|ALI|");
    identity.birth_commune_insee = text_of("99350");
    identity.birth_country_code = text_of(NULL);
    identity.birth_town = text_of("FES");
    assert_true(identity_parts(&identity, text));
    assert_string_equal(text, "LEFEVRE|ANAIS|F|1988|04|12|350|99350|AMINE|ALI|FES");
    assert_true(identity_key(&identity, text));
    assert_string_equal(text, "LEFEVRE|ANAIS|F|1988|04|12|350|99350");
    const char *names[IDENTITY_PART_COUNT];
    assert_int_equal(identity_missing(&whole, IDENTITY_FOR_MATCH, names), 0);
}

static void an_unknown_part_is_nothing(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "|ANAIS|F|1988|04|12|100|59350",       "LEFEVRE||F|1988|04|12|100|59350",
        "LEFEVRE|ANAIS||1988|04|12|100|59350", "LEFEVRE|ANAIS|F||04|12|100|59350",
        "LEFEVRE|ANAIS|F|1988||12|100|59350",  "LEFEVRE|ANAIS|F|1988|04||100|59350",
    };
    struct civil_identity lacking[6];
    for (unsigned i = 0; i < 6; i++)
        lacking[i] = whole;
    lacking[0].birth_name.size = 0;
    lacking[1].first_name = text_of(NULL);
    lacking[2].sex.size = 0;
    lacking[3].birth_year = 0;
    lacking[4].birth_month = 0;
    lacking[5].birth_day = 0;
    for (unsigned i = 0; i < 6; i++) {
        char text[IDENTITY_TEXT_SIZE];
        assert_true(identity_parts(&lacking[i], text));
        assert_int_equal(strncmp(text, parts[i], strlen(parts[i])), 0);
        assert_string_equal(text + strlen(parts[i]), "|||");
        assert_true(identity_key(&lacking[i], text));
        assert_string_equal(text, "");
    }
}

/* A code of a country that no record can hold is no place. */
static void an_overlong_country_is_no_commune(void **state)
{
    (void)state;
    struct civil_identity identity = whole;
    char text[IDENTITY_TEXT_SIZE];
    identity.birth_commune_insee.size = 0;
    identity.birth_country_code = text_of("123456");
    assert_true(identity_parts(&identity, text));
    assert_string_equal(text, "LEFEVRE|ANAIS|F|1988|04|12|123456|99123456|||");
    identity.birth_country_code = text_of("1234567");
    assert_true(identity_parts(&identity, text));
    assert_string_equal(text, "LEFEVRE|ANAIS|F|1988|04|12|1234567||||");
}

static void each_purpose_says_what_it_misses(void **state)
{
    (void)state;
    const char *names[IDENTITY_PART_COUNT];
    const struct civil_identity nobody = { .birth_day = 1 };
    assert_int_equal(identity_missing(&whole, IDENTITY_FOR_INFORMATION, names), 0);
    assert_int_equal(identity_missing(&whole, IDENTITY_FOR_CPF, names), 0);
    assert_int_equal(identity_missing(&whole, IDENTITY_FOR_MATCH, names), 0);
    assert_int_equal(identity_missing(&nobody, IDENTITY_FOR_INFORMATION, names), 3);
    assert_string_equal(names[0], "birth_name");
    assert_string_equal(names[1], "first_name_1");
    assert_string_equal(names[2], "birth_year");
    assert_int_equal(identity_missing(&nobody, IDENTITY_FOR_CPF, names), 5);
    assert_string_equal(names[2], "sex");
    assert_string_equal(names[4], "birth_commune_insee");
    /* A35: month and day that nobody knows are in nobody's way; a postal code is a place. */
    struct civil_identity identity = whole;
    identity.birth_month = identity.birth_day = 0;
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_CPF, names), 0);
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_MATCH, names), 2);
    assert_string_equal(names[0], "birth_month");
    assert_string_equal(names[1], "birth_day");
    identity.birth_commune_insee.size = identity.birth_country_code.size = 0;
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_CPF, names), 1);
    identity.birth_postal_code = text_of("59000");
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_CPF, names), 0);
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_MATCH, names), 3);
    assert_string_equal(names[2], "birth_commune_insee");
    identity.birth_postal_code.size = 0;
    identity.birth_country_code = text_of("352");
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_CPF, names), 0);
    assert_int_equal(identity_missing(&identity, IDENTITY_FOR_MATCH, names), 2);
}

static void a_person_is_listed_by_two_words(void **state)
{
    (void)state;
    char words[IDENTITY_TEXT_SIZE];
    assert_true(identity_words(&whole, words));
    assert_string_equal(words, "LEFEVRE ANAIS");
}

/* Nothing is cut: what does not fit is not there at all. */
static void the_bound_is_that_of_the_names(void **state)
{
    (void)state;
    static char too_long[IDENTITY_TEXT_SIZE];
    char text[IDENTITY_TEXT_SIZE];
    memset(too_long, 'A', sizeof too_long);
    struct civil_identity identity = whole;
    identity.birth_name = identity.first_name = (struct identity_text){ too_long, 540 };
    assert_true(identity_parts(&identity, text));
    assert_true(identity_words(&identity, text));
    assert_int_equal(strlen(text), 2 * 540 + 1);
    identity.first_name = (struct identity_text){ too_long, sizeof too_long };
    assert_false(identity_parts(&identity, text));
    assert_string_equal(text, "");
    assert_false(identity_words(&identity, text));
    assert_string_equal(text, "");
    /* To the last byte: the NUL has its own. */
    for (size_t more = 0; more <= 1; more++) {
        identity.first_name.size = IDENTITY_TEXT_SIZE - 1 - 540 - strlen(" ") + more;
        assert_int_equal(identity_words(&identity, text), more == 0);
        assert_int_equal(strlen(text), more == 0 ? IDENTITY_TEXT_SIZE - 1 : 0);
        identity.first_name.size -= strlen("||F|1988|04|12|100|59350|||") - strlen(" ");
        assert_int_equal(identity_parts(&identity, text), more == 0);
        assert_int_equal(strlen(text), more == 0 ? IDENTITY_TEXT_SIZE - 1 : 0);
    }
}

static void a_birth_is_a_day_and_a_place_that_exist(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        const char *commune, *country, *postal_code;
        enum birth_fault fault;
    } births[] = {
        { 1988, 4, 12, "59350", "100", "59000", BIRTH_FITS },
        { 0, 0, 0, NULL, NULL, NULL, BIRTH_FITS },
        { 1988, 0, 0, NULL, "100", NULL, BIRTH_FITS },
        { 1988, 2, 29, "99352", "352", NULL, BIRTH_FITS },
        { 1988, 2, 0, "2A004", NULL, "20000", BIRTH_FITS },
        { 1989, 2, 29, NULL, NULL, NULL, BIRTH_DATE_INVALID },
        { 1988, 2, 31, NULL, NULL, NULL, BIRTH_DATE_INVALID },
        { 1988, 0, 31, NULL, NULL, NULL, BIRTH_MONTH_MISSING },
        { 0, 0, 31, NULL, NULL, NULL, BIRTH_MONTH_MISSING | BIRTH_YEAR_MISSING },
        { 1989, 2, 29, "59350", "352", NULL, BIRTH_DATE_INVALID | BIRTH_COUNTRY_DIFFERS },
        { 0, 2, 0, NULL, NULL, NULL, BIRTH_YEAR_MISSING },
        { 0, 2, 31, NULL, NULL, NULL, BIRTH_YEAR_MISSING },
        { 1988, 4, 12, "59350", "352", NULL, BIRTH_COUNTRY_DIFFERS },
        { 1988, 4, 12, "99352", "100", NULL, BIRTH_COUNTRY_DIFFERS },
        { 1988, 4, 12, "99352", "109", NULL, BIRTH_COUNTRY_DIFFERS },
        { 1988, 4, 12, "99100", "100", NULL, BIRTH_COUNTRY_DIFFERS },
        { 1988, 4, 12, "99100", NULL, NULL, BIRTH_COUNTRY_DIFFERS },
        { 1988, 4, 12, "99352", "35", NULL, BIRTH_COUNTRY_DIFFERS },
        { 1988, 4, 12, "99352", NULL, "59000", BIRTH_POSTAL_CODE_ABROAD },
        { 1988, 4, 12, NULL, "352", "59000", BIRTH_POSTAL_CODE_ABROAD },
        { 1988, 4, 12, NULL, NULL, "59000", BIRTH_FITS },
        { 1988, 4, 12, "9", NULL, NULL, BIRTH_FITS }, /* the form is another rule's */
    };
    for (size_t i = 0; i < sizeof births / sizeof births[0]; i++) {
        const struct civil_identity identity = {
            .birth_year = births[i].year,
            .birth_month = births[i].month,
            .birth_day = births[i].day,
            .birth_commune_insee = text_of(births[i].commune),
            .birth_country_code = text_of(births[i].country),
            .birth_postal_code = text_of(births[i].postal_code),
        };
        assert_int_equal(birth_check(&identity), births[i].fault);
    }
}

static void nobody_is_born_tomorrow(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        bool is_after;
    } births[] = {
        { 2026, 2, 10, false }, { 2026, 2, 11, true }, { 2026, 3, 1, true },
        { 2027, 1, 1, true },   { 2026, 2, 0, false }, { 2026, 3, 0, true },
        { 2026, 0, 0, false },  { 2027, 0, 0, true },  { 2025, 12, 31, false },
        { 2026, 1, 31, false },
    };
    for (size_t i = 0; i < sizeof births / sizeof births[0]; i++) {
        const struct civil_identity identity = { .birth_year = births[i].year,
                                                 .birth_month = births[i].month,
                                                 .birth_day = births[i].day };
        assert_int_equal(birth_is_after(&identity, day("2026-02-10")), births[i].is_after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_stand_in_their_order),
        cmocka_unit_test(more_parts_are_compared_than_are_needed),
        cmocka_unit_test(an_unknown_part_is_nothing),
        cmocka_unit_test(an_overlong_country_is_no_commune),
        cmocka_unit_test(each_purpose_says_what_it_misses),
        cmocka_unit_test(a_person_is_listed_by_two_words),
        cmocka_unit_test(the_bound_is_that_of_the_names),
        cmocka_unit_test(a_birth_is_a_day_and_a_place_that_exist),
        cmocka_unit_test(nobody_is_born_tomorrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
