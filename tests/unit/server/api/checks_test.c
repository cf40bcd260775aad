/* SPDX-License-Identifier: EUPL-1.2 */
/* Single values: numbers of establishments, postal codes, e-mails and telephone numbers that are
 * none. */
#include "api/checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct asked {
    const char *text;
    enum reason reason;
};

static void ask(enum reason (*check)(const void *), const struct asked *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct slice text = slice_of(cases[i].text);
        if (check(&text) != cases[i].reason)
            fail_msg("%s: %s", cases[i].text, reason_info(check(&text))->code);
    }
}
#define ASK(check, cases) ask((check), (cases), sizeof(cases) / sizeof((cases)[0]))

static void an_establishment_has_a_number(void **state)
{
    (void)state;
    static const struct asked cases[] = {
        { "73282932000074", REASON_NONE },
        { "73282932000075", REASON_SIRET_INVALID }, /* the whole */
        { "73282931000074", REASON_SIRET_INVALID }, /* its first nine digits */
        { "00000000000000", REASON_SIRET_INVALID },
        { "00000000000018", REASON_SIRET_INVALID }, /* of nobody, though its key is right */
        { "35600000000048", REASON_NONE },          /* the post office, by Luhn */
        { "35600000049837", REASON_NONE },          /* by its own rule: a sum of 45 */
        { "35600000049838", REASON_SIRET_INVALID },
        { "7328293200007", REASON_SIRET_INVALID },
        { "7328293200007A", REASON_SIRET_INVALID },
        { "7328293200007 ", REASON_SIRET_INVALID },
    };
    ASK(check_siret, cases);
}

static void a_postal_code_is_one_of_france(void **state)
{
    (void)state;
    static const struct asked cases[] = {
        { "59000", REASON_NONE },
        { "20000", REASON_NONE },
        { "98800", REASON_NONE },
        { "00000", REASON_POSTAL_CODE_INVALID },
        { "5900", REASON_POSTAL_CODE_INVALID },
        { "2A004", REASON_POSTAL_CODE_INVALID },
        { "590000", REASON_POSTAL_CODE_INVALID },
    };
    ASK(check_postal_code, cases);
}

static void an_address_can_be_written_to(void **state)
{
    (void)state;
    static const struct asked cases[] = {
        { "a@b.fr", REASON_NONE },
        { "jean.d'arc+clea@mail.exemple-formation.fr", REASON_NONE },
        { "a@xn--tst-qla.fr", REASON_NONE },
        { "a@b.c1", REASON_NONE },
        { "a@.fr", REASON_EMAIL_INVALID },
        { "a@b..fr", REASON_EMAIL_INVALID },
        { "a@b", REASON_EMAIL_INVALID },
        { "a@b.", REASON_EMAIL_INVALID },
        { "a@b.12", REASON_EMAIL_INVALID },
        { "a@-b.fr", REASON_EMAIL_INVALID },
        { "a@b-.fr", REASON_EMAIL_INVALID },
        { "a@b_c.fr", REASON_EMAIL_INVALID },
        { "a@b.fr.", REASON_EMAIL_INVALID },
        { "@b.fr", REASON_EMAIL_INVALID },
        { "a", REASON_EMAIL_INVALID },
        { "a@b@c.fr", REASON_EMAIL_INVALID },
        { ".a@b.fr", REASON_EMAIL_INVALID },
        { "a.@b.fr", REASON_EMAIL_INVALID },
        { "a..b@c.fr", REASON_EMAIL_INVALID },
        { "a b@c.fr", REASON_EMAIL_INVALID },
        { "\"a\"@b.fr", REASON_EMAIL_INVALID },
        { "é@b.fr", REASON_EMAIL_INVALID },
        { "a@127.0.0.1", REASON_EMAIL_INVALID },
        { "mailto:a@b.fr", REASON_EMAIL_INVALID },
        { "0123456789012345678901234567890123456789012345678901234567890123@b.fr", REASON_NONE },
        { "01234567890123456789012345678901234567890123456789012345678901234@b.fr",
          REASON_EMAIL_INVALID },
        { "a@012345678901234567890123456789012345678901234567890123456789012.fr", REASON_NONE },
        { "a@0123456789012345678901234567890123456789012345678901234567890123.fr",
          REASON_EMAIL_INVALID },
    };
    ASK(check_email, cases);
}

static void a_telephone_can_be_dialled(void **state)
{
    (void)state;
    static const struct asked cases[] = {
        { "0320000000", REASON_NONE },
        { "03 20 00 00 00", REASON_NONE },
        { "03.20.00.00.00", REASON_NONE },
        { "+33 (0)3 20 00 00 00", REASON_NONE },
        { "+33 3-20-00-00-00", REASON_NONE },
        { "3949", REASON_NONE },
        { "+123456789012345", REASON_NONE },
        { "call me", REASON_PHONE_INVALID },
        { "112", REASON_PHONE_INVALID },
        { "+1234567890123456", REASON_PHONE_INVALID },
        { "03  20 00 00 00", REASON_PHONE_INVALID },
        { "0320000000 ", REASON_PHONE_INVALID },
        { " 0320000000", REASON_PHONE_INVALID },
        { "03+20000000", REASON_PHONE_INVALID },
        { "++33320000000", REASON_PHONE_INVALID },
        { "+33 (0 3 20 00 00 00", REASON_PHONE_INVALID },
        { "+33 )0( 3 20 00 00 00", REASON_PHONE_INVALID },
        { "....", REASON_PHONE_INVALID },
    };
    ASK(check_phone, cases);
}

static void a_commune_has_a_code(void **state)
{
    (void)state;
    static const struct asked cases[] = {
        { "59350", REASON_NONE },
        { "2A004", REASON_NONE },
        { "2B033", REASON_NONE },
        { "99352", REASON_NONE },
        { "2C004", REASON_INSEE_CODE_INVALID },
        { "5A350", REASON_INSEE_CODE_INVALID },
        { "5935", REASON_INSEE_CODE_INVALID },
        { "2a004", REASON_INSEE_CODE_INVALID },
        { "593500", REASON_INSEE_CODE_INVALID },
        { "59 50", REASON_INSEE_CODE_INVALID },
    };
    ASK(check_insee_code, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_establishment_has_a_number),
        cmocka_unit_test(a_postal_code_is_one_of_france),
        cmocka_unit_test(an_address_can_be_written_to),
        cmocka_unit_test(a_telephone_can_be_dialled),
        cmocka_unit_test(a_commune_has_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
