/* SPDX-License-Identifier: EUPL-1.2 */
/* The shape of a référentiel: its text form, its leaves, what keeps a draft from activation. */
#include "fixture.h"

static bool parses(const char *text)
{
    static struct referential referential;
    return referential_parse(text, strlen(text), &referential);
}

static void the_socle_survives_printing_and_parsing(void **state)
{
    (void)state;
    static struct referential socle_2018, again;
    static char text[REFERENTIAL_TEXT_SIZE], second[REFERENTIAL_TEXT_SIZE];
    socle(&socle_2018);
    assert_int_equal(socle_2018.domain_count, 7);
    assert_int_equal(socle_2018.subdomain_count, 28);
    assert_int_equal(socle_2018.item_count, 107);
    socle_2018.items[5].is_mandatory = true;
    socle_2018.subdomains[3].threshold_kind = THRESHOLD_COUNT;
    socle_2018.subdomains[3].threshold = 2;
    const size_t size = referential_print(&socle_2018, text, sizeof text);
    assert_true(size > 0);
    assert_true(referential_parse(text, size, &again));
    assert_int_equal(again.item_count, 107);
    assert_true(again.items[5].is_mandatory);
    assert_int_equal(again.subdomains[3].threshold_kind, THRESHOLD_COUNT);
    assert_int_equal(referential_print(&again, second, sizeof second), size);
    assert_string_equal(text, second);
    assert_int_equal(referential_print(&again, second, size), 0); /* no room for the NUL */
    assert_int_equal(referential_print(&again, second, size + 1), size);
}

static void a_domain_without_subdomains_is_one_item(void **state)
{
    (void)state;
    static struct referential numerique;
    static char text[64];
    const char *shape = "D 1\nD 2\nD 3\nD 4\n";
    assert_true(referential_parse(shape, strlen(shape), &numerique));
    assert_int_equal(numerique.item_count, 4);
    assert_int_equal(numerique.subdomain_count, 4);
    assert_true(numerique.domains[2].is_leaf);
    assert_int_equal(referential_find_item(&numerique, "3", 1), 2);
    assert_int_equal(referential_print(&numerique, text, sizeof text), strlen(shape));
    assert_string_equal(text, shape);
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    referential_score_subdomains(&numerique, &POLICY_DEFAULT,
                                 referential_all_subdomains(&numerique), "VVNE", statuses);
    referential_score_domains(&numerique, statuses, domains);
    assert_string_equal(domains, "VVNN");
    struct referential_fault faults[REFERENTIAL_MAX_FAULTS];
    assert_int_equal(referential_check(&numerique, faults), 0);
}

static void leaves_and_full_domains_mix(void **state)
{
    (void)state;
    static struct referential mixed;
    const char *shape = "D 1\nD 2\nS 2.1 C 1\nC 2.1.1\nC 2.1.2 M\nD 3\n";
    assert_true(referential_parse(shape, strlen(shape), &mixed));
    assert_int_equal(mixed.item_count, 4);
    assert_int_equal(referential_find_item(&mixed, "3", 1), 3);
    assert_int_equal(mixed.subdomains[referential_find_subdomain(&mixed, "2.1", 3)].first_item, 1);
    assert_int_equal(referential_find_item(&mixed, "2", 1), -1);
    assert_int_equal(referential_find_domain(&mixed, "2", 1), 1);
    assert_int_equal(referential_find_item(&mixed, "2.1.12", 6), -1);
    assert_int_equal(referential_find_item(&mixed, "2.1.1\0", 6), -1);
}

static void the_text_form_is_strict(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "D 1",
        "D 1\n\n",
        "X 1\n",
        "D  1\n",
        "D 1 \n",
        "D\n",
        "S 1.1 P 50\n",
        "C 1.1.1\n",
        "D 1\nC 1.1.1\n",
        "D 1\nS 1.1\n",
        "D 1\nS 1.1 P\n",
        "D 1\nS 1.1 P \n",
        "D 1\nS 1.1 P 0\n",
        "D 1\nS 1.1 P 101\n",
        "D 1\nS 1.1 P 050\n",
        "D 1\nS 1.1 P 5x\n",
        "D 1\nS 1.1 X 50\n",
        "D 1\nS 1.1 P 50 C 2\n",
        "D 1\nS 1.1 C 1000\n",
        "D 1\nS 1.1 C 2\nC 1.1.1\n",
        "D 1\nS 1.1 P 50\nC 1.1.1 X\n",
        "D 1\nS 1.1 P 50\nC 1.1.1 M M\n",
        "D 123456789012\n",
        "D é\n",
        "D 1\r\n",
        "d 1\n",
        "D 1\nS 1.1 P -5\n",
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (parses(wrong[i]))
            fail_msg("parsed: %s", wrong[i]);
    assert_true(parses("D 12345678901\n"));
    assert_true(parses("D 1\nS 1.1 P 100\nC 1.1.1\n"));
    assert_true(parses("D 1\nS 1.1 P 50\n")); /* a draft: referential_check() says it */
}

static void bounds_are_kept(void **state)
{
    (void)state;
    static struct referential referential;
    referential_init(&referential);
    for (int d = 0; d < REFERENTIAL_MAX_DOMAINS; d++)
        assert_true(referential_add_domain(&referential, "D", 1));
    assert_false(referential_add_domain(&referential, "D", 1));
    referential_init(&referential);
    assert_true(referential_add_domain(&referential, "D", 1));
    for (int s = 0; s < REFERENTIAL_MAX_SUBDOMAINS; s++)
        assert_true(referential_add_subdomain(&referential, "S", 1, THRESHOLD_PERCENTAGE, 50));
    assert_false(referential_add_subdomain(&referential, "S", 1, THRESHOLD_PERCENTAGE, 50));
    for (int i = 0; i < REFERENTIAL_MAX_ITEMS; i++)
        assert_true(referential_add_criterion(&referential, "C", 1, false));
    assert_false(referential_add_criterion(&referential, "C", 1, false));
    assert_true(referential_all_subdomains(&referential) == UINT64_MAX);
    const struct item_set items = referential_items_of(&referential, UINT64_MAX);
    assert_int_equal(item_set_count(&items), REFERENTIAL_MAX_ITEMS);
}

static void codes_are_letters_digits_dots_dashes_and_underscores(void **state)
{
    (void)state;
    static struct referential referential;
    for (int c = 0; c < 128; c++) {
        const char code[] = { 'A', (char)c };
        const bool is_fine = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                             (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
        referential_init(&referential);
        assert_int_equal(referential_add_domain(&referential, code, 2), is_fine);
    }
    assert_false(referential_add_domain(&referential, "", 0));
    assert_false(referential_add_domain(&referential, "123456789012", 12));
}

static void a_domain_needs_room_for_its_leaf(void **state)
{
    (void)state;
    static struct referential referential;
    referential_init(&referential);
    assert_false(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, 1));
    assert_false(referential_add_criterion(&referential, "C", 1, false));
    assert_true(referential_add_domain(&referential, "D", 1));
    assert_false(referential_add_subdomain(&referential, "", 0, THRESHOLD_COUNT, 1));
    assert_false(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, INT16_MIN - 1));
    assert_false(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, INT16_MAX + 1));
    assert_true(referential.domains[0].is_leaf);
    assert_true(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, INT16_MIN));
    assert_true(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, INT16_MAX));
    assert_int_equal(referential.subdomains[1].threshold, INT16_MAX);
    assert_false(referential_add_criterion(&referential, "", 0, false));
    for (int s = 2; s < REFERENTIAL_MAX_SUBDOMAINS; s++)
        assert_true(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, 1));
    assert_false(referential_add_domain(&referential, "E", 1));
    referential_init(&referential);
    assert_true(referential_add_domain(&referential, "D", 1));
    assert_true(referential_add_subdomain(&referential, "S", 1, THRESHOLD_COUNT, 1));
    for (int i = 0; i < REFERENTIAL_MAX_ITEMS; i++)
        assert_true(referential_add_criterion(&referential, "C", 1, false));
    assert_false(referential_add_domain(&referential, "E", 1));
    assert_int_equal(referential.domain_count, 1);
    assert_int_equal(referential.domains[0].subdomain_count, 1);
}

static void lines_are_cut_exactly(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "D-1\n",
        "D 1\nSx1.1 P 5\n",
        "D 1\nS 1.1xP 50\n",
        "D 1\nS 1.1 Px50\n",
        "D 1\nS 1.1 P 5/\n",
        "D 1\nS 1.1 P 5:\n",
        "D 1\nS 1.1 P 1000\n",
        "D 1\nS 1.1 C 2\nC 1.1.1\nD 2\n",
        "D 1\nS 1.1 P 50\nC 1.1.1 N\n",
        "D 1\nS 1.1 P 50\nC 1.1.1 \n",
        "D 12345678901\nD 2",
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (parses(wrong[i]))
            fail_msg("parsed: %s", wrong[i]);
    assert_true(parses("D 1\nS 1.1 C 999\n")); /* nothing to compare with yet */
    assert_true(parses("D 1\nS 1.1 P 1\nC 1.1.1\nS 1.2 P 100\nC 1.2.1 M\n"));
    assert_true(parses("D 1\nS 1.1 C 1\nC 1.1.1\n"));
    assert_true(parses("D 1\nS 1.1 C 2\nC 1.1.1\nC 1.1.2\n"));
    assert_true(parses("D 1\nS 1.1 C 9\nS 1.2 P 10\nC 1.2.1\n"));
}

static void a_draft_is_not_printed(void **state)
{
    (void)state;
    static struct referential draft;
    static char text[REFERENTIAL_TEXT_SIZE];
    static const struct {
        enum threshold_kind kind;
        int threshold;
        const char *line;
    } cases[] = { { THRESHOLD_NONE, 5, NULL },
                  { THRESHOLD_BOTH, 5, NULL },
                  { THRESHOLD_COUNT, 0, NULL },
                  { THRESHOLD_PERCENTAGE, -3, NULL },
                  { THRESHOLD_COUNT, 1, "D 1\nS 1.1 C 1\n" },
                  { THRESHOLD_PERCENTAGE, 10, "D 1\nS 1.1 P 10\n" },
                  { THRESHOLD_COUNT, 32767, "D 1\nS 1.1 C 32767\n" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        referential_init(&draft);
        assert_true(referential_add_domain(&draft, "1", 1));
        assert_true(referential_add_subdomain(&draft, "1.1", 3, cases[i].kind, cases[i].threshold));
        const size_t size = referential_print(&draft, text, sizeof text);
        assert_int_equal(size, cases[i].line != NULL ? strlen(cases[i].line) : 0);
        if (cases[i].line != NULL)
            assert_string_equal(text, cases[i].line);
    }
}

static void printing_stays_inside_its_room(void **state)
{
    (void)state;
    static struct referential leaves;
    assert_true(referential_parse("D 1\nD 2\n", 8, &leaves));
    for (size_t room = 0; room <= 10; room++) {
        char text[12];
        memset(text, '#', sizeof text);
        assert_int_equal(referential_print(&leaves, text, room), room > 8 ? 8 : 0);
        for (size_t i = room; i < sizeof text; i++)
            assert_int_equal(text[i], '#');
    }
}

static void codes_are_found_whole(void **state)
{
    (void)state;
    static struct referential socle_2018;
    socle(&socle_2018);
    assert_int_equal(referential_find_subdomain(&socle_2018, "9.9", 3), -1);
    assert_int_equal(referential_find_domain(&socle_2018, "9", 1), -1);
    assert_int_equal(referential_find_domain(&socle_2018, "", 0), -1);
    assert_int_equal(referential_find_item(&socle_2018, "1.1", 3), -1);
    assert_int_equal(referential_find_item(&socle_2018, "1.1.1.1.1.1.1", 13), -1);
    assert_int_equal(referential_find_item(&socle_2018, "123456789012", 12), -1);
    assert_int_equal(referential_find_item(&socle_2018, "1.1.1", 5), 0);
    assert_int_equal(referential_find_item(&socle_2018, "7.4.4", 5), 106);
}

static void a_set_of_items_is_empty_or_has_them(void **state)
{
    (void)state;
    for (int item = 0; item < REFERENTIAL_MAX_ITEMS; item++) {
        struct item_set set = { 0 };
        assert_true(item_set_is_empty(&set));
        item_set_add(&set, item);
        assert_false(item_set_is_empty(&set));
        for (int other = 0; other < REFERENTIAL_MAX_ITEMS; other++)
            assert_int_equal(item_set_has(&set, other), other == item);
        assert_int_equal(item_set_count(&set), 1);
    }
}

static void a_leaf_has_one_implicit_item(void **state)
{
    (void)state;
    static struct referential r;
    referential_init(&r);
    assert_true(referential_add_domain(&r, "1", 1));
    assert_true(r.subdomains[0].is_implicit);
    assert_int_equal(r.subdomains[0].item_count, 1);
    assert_int_equal(r.domains[0].subdomain_count, 1);
}

static void a_large_threshold_is_printed_whole(void **state)
{
    (void)state;
    static struct referential r;
    char text[200];
    referential_init(&r);
    assert_true(referential_add_domain(&r, "1", 1));
    assert_true(referential_add_subdomain(&r, "1.1", 3, THRESHOLD_COUNT, INT16_MAX));
    assert_true(referential_print(&r, text, sizeof text) > 0);
    assert_string_equal(text, "D 1\nS 1.1 C 32767\n");
}

static void nothing_behind_the_last_is_found(void **state)
{
    (void)state;
    static struct referential r;
    socle(&r); /* misleading behind its counts */
    assert_int_equal(referential_find_item(&r, "9.9.9", 5), -1);
    assert_int_equal(referential_find_subdomain(&r, "9.9", 3), -1);
    assert_int_equal(referential_find_domain(&r, "9", 1), -1);
    assert_int_equal(referential_find_item(&r, "", 0), -1);
}

static void a_line_of_no_kind_is_refused(void **state)
{
    (void)state;
    static struct referential r;
    assert_true(referential_parse("D 1\n", 4, &r));
    assert_false(referential_parse("D 1\nX 2\n", 8, &r));
    assert_false(referential_parse("d 1\n", 4, &r));
}

/* What a larger version left behind in the same room is none of it. */
static void what_was_there_before_is_not_found(void **state)
{
    (void)state;
    static struct referential again;
    socle(&again);
    referential_init(&again);
    assert_int_equal(referential_find_domain(&again, "1", 1), -1);
    assert_int_equal(referential_find_subdomain(&again, "1.1", 3), -1);
    assert_int_equal(referential_find_item(&again, "1.1.1", 5), -1);
    again.subdomains[1] =
        (struct subdomain){ .item_count = 1, .threshold_kind = THRESHOLD_COUNT, .threshold = 2 };
    assert_true(referential_parse("D 1\n", 4, &again));
    socle(&again);
    again.domain_count = 6;
    assert_int_equal(referential_domains_touched(&again, UINT64_MAX), 0x3f);
    assert_true(referential_subdomains_of(&again, 0x7f) == referential_subdomains_of(&again, 0x3f));
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    memset(statuses, 'V', sizeof statuses);
    again.domains[6].first_subdomain = REFERENTIAL_MAX_SUBDOMAINS; /* nowhere */
    referential_score_domains(&again, statuses, domains);
    assert_string_equal(domains, "VVVVVV");
    again.item_count = 106;
    struct item_set items = referential_items_of(&again, UINT64_MAX);
    assert_int_equal(item_set_count(&items), 106);
    char results[REFERENTIAL_MAX_ITEMS + 1];
    memset(results, '-', sizeof results);
    items = referential_missing_items(&again, UINT64_MAX, results);
    assert_int_equal(item_set_count(&items), 106);
    again.subdomain_count = 27;
    memset(results, 'V', sizeof results);
    assert_true(referential_validated(&again, results) == referential_all_subdomains(&again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_socle_survives_printing_and_parsing),
        cmocka_unit_test(a_domain_without_subdomains_is_one_item),
        cmocka_unit_test(leaves_and_full_domains_mix),
        cmocka_unit_test(the_text_form_is_strict),
        cmocka_unit_test(bounds_are_kept),
        cmocka_unit_test(codes_are_letters_digits_dots_dashes_and_underscores),
        cmocka_unit_test(a_domain_needs_room_for_its_leaf),
        cmocka_unit_test(lines_are_cut_exactly),
        cmocka_unit_test(a_draft_is_not_printed),
        cmocka_unit_test(printing_stays_inside_its_room),
        cmocka_unit_test(codes_are_found_whole),
        cmocka_unit_test(a_set_of_items_is_empty_or_has_them),
        cmocka_unit_test(a_leaf_has_one_implicit_item),
        cmocka_unit_test(a_large_threshold_is_printed_whole),
        cmocka_unit_test(nothing_behind_the_last_is_found),
        cmocka_unit_test(a_line_of_no_kind_is_refused),
        cmocka_unit_test(what_was_there_before_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
