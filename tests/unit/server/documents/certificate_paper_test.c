/* SPDX-License-Identifier: EUPL-1.2 */
/* What a certificate says on paper, before it is drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "documents/certificate_paper.h"
#include "leaks.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Each member as its name and value, so that a test can leave one out or change it. */
static const char *const members[][2] = {
    { "title", "\"Certificat CléA – socle de compétences\"" },
    { "referential_code", "\"CLEA-SOCLE\"" },
    { "referential_version", "\"2018\"" },
    { "number", "\"CLEA-2026-000123-45\"" },
    { "verification_code", "\"7K3D9QXMABCDEFGHJKMNPQRSTV\"" },
    { "commission_name", "\"Commission de l'Ouest\"" },
    { "decision_on", "\"2026-02-10\"" },
    { "issued_on", "\"2026-03-01\"" },
};
static const char holder[] =
    "{\"birth_name\":\"D'Almeida\",\"usage_name\":null,\"first_name_1\":\"Zoé\",\"first_name_2\":"
    "null,\"first_name_3\":\"Rose\",\"birth_year\":1988,\"birth_month\":3,\"birth_day\":12,"
    "\"birth_commune_insee\":\"76351\",\"birth_commune_label\":\"Le Havre\","
    "\"birth_country_code\":null,\"birth_country_label\":null}";

struct reading {
    struct arena arena;
    struct document *json;
    struct certificate_paper paper;
    struct layout layout;
    const char *missing;
    bool is_read;
};

/* The certificate without one member, and with another at its end. */
static void read_paper(struct reading *reading, const char *without, const char *more)
{
    char text[2048];
    int size = snprintf(text, sizeof text, "{\"holder\":%s", holder);
    enum status status;
    for (size_t i = 0; i < COUNT(members); i++) {
        if (!without || strcmp(members[i][0], without) != 0)
            size += snprintf(text + size, sizeof text - (size_t)size, ",\"%s\":%s", members[i][0],
                             members[i][1]);
    }
    snprintf(text + size, sizeof text - (size_t)size, "%s}", more);
    assert_int_equal(document_parse(slice_of(text), &reading->json, &status), REASON_NONE);
    arena_init(&reading->arena, 0);
    reading->is_read = told_read(&reading->arena, reading->json, &certificate_shape,
                                 &reading->paper, &reading->missing) == STATUS_OK;
}

static void lay_out(struct reading *reading, const char *signatory)
{
    const struct livery livery = {
        .certifier = SLICE("Certif'Pro"),
        .signatory = slice_of(signatory),
        .signatory_role = SLICE("Pour le certificateur"),
        .verification_address = SLICE("https://clea.example/v/"),
    };
    const struct paper_desk desk = { &reading->arena, &livery, SLICE_UNSET };
    assert_int_equal(
        certificate_kind.lay_out(&desk, &reading->paper, &reading->layout, &reading->missing),
        STATUS_OK);
}

static void end(struct reading *reading)
{
    arena_release(&reading->arena);
    document_free(reading->json);
}

/* All texts in reading order, a bar between two. */
static const char *told(const struct layout *layout)
{
    static char text[4096];
    size_t size = 0;
    for (size_t i = 0; i < layout->sheets[0].count; i++) {
        const struct area *area = &layout->sheets[0].areas[i];
        for (size_t k = 0; k < area->count; k++) {
            if (area->blocks[k].text.at)
                size += (size_t)snprintf(text + size, sizeof text - size, "%.*s|",
                                         (int)area->blocks[k].text.size, area->blocks[k].text.at);
        }
    }
    return text;
}

static void assert_tells(const struct layout *layout, const char *words)
{
    if (!strstr(told(layout), words))
        fail_msg("“%s” is not in %s", words, told(layout));
}

static void it_says_what_the_register_says(void **state)
{
    (void)state;
    struct reading reading = { 0 };
    read_paper(&reading, NULL,
               ",\"signatories\":[{\"name\":\"Camille Moreau\",\"role\":\"Présidence\"},"
               "{\"name\":\"Noa Petit\",\"role\":\"Vice-présidence\"}]");
    assert_true(reading.is_read);
    lay_out(&reading, "Claude Besson");
    assert_string_equal(
        told(&reading.layout),
        "Certif’Pro|Certificat CléA|socle de compétences|est décerné à|Zoé Rose D’Almeida|"
        "né(e) le 12\u00a0mars 1988 au Havre|qui a démontré la maîtrise attendue dans chacun des "
        "domaines\ndu référentiel de cette certification.|NUMÉRO|CLEA-2026-000123-45|DÉCISION DU|"
        "10\u00a0février 2026|COMMISSION|Commission de l’Ouest|RÉFÉRENTIEL|CLEA-SOCLE, "
        "version\u00a02018|DÉLIVRÉ LE|1er\u00a0mars 2026|Camille Moreau|Présidence|Noa Petit|"
        "Vice-présidence|Claude Besson|Pour le certificateur|"
        "https://clea.example/v/7K3D9QXMABCDEFGHJKMNPQRSTV|Vérifier ce certificat|"
        "clea.example/v/\n7K3D9-QXMAB-CDEFGH-JKMNP-QRSTV|");
    assert_true(slice_is(reading.layout.subject, "CLEA-2026-000123-45"));
    assert_int_equal(reading.layout.made_on.day, 1);
    end(&reading);
}

static void nobody_signs_who_is_not_named(void **state)
{
    (void)state;
    struct reading reading = { 0 };
    read_paper(&reading, NULL, "");
    lay_out(&reading, "");
    assert_null(strstr(told(&reading.layout), "Pour le certificateur"));
    assert_tells(&reading.layout, "|1er\u00a0mars 2026|https://");
    end(&reading);
}

static void what_it_needs_is_missed_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(members); i++) {
        struct reading reading = { 0 };
        char pointer[64], empty[64];
        snprintf(pointer, sizeof pointer, "/%s", members[i][0]);
        snprintf(empty, sizeof empty, ",\"%s\":\"\"", members[i][0]);
        read_paper(&reading, members[i][0], i % 2 ? empty : "");
        assert_false(reading.is_read);
        assert_string_equal(reading.missing, pointer);
        end(&reading);
    }
    struct reading reading = { 0 };
    read_paper(&reading, NULL, ",\"signatories\":[{\"name\":\"Camille\"}]");
    assert_false(reading.is_read);
    assert_string_equal(reading.missing, "/signatories/0/role");
    end(&reading);
}

static void a_birthplace_is_told_as_it_is_known(void **state)
{
    (void)state;
    struct reading reading = { 0 };
    static const struct {
        const char *commune, *insee, *country, *sex, *told;
    } cases[] = {
        { "Liège", "99131", "Belgique", "F", "née le 12\u00a0mars 1988 à Liège (Belgique)" },
        { "Liège", NULL, "Belgique", "M", "né le 12\u00a0mars 1988 à Liège (Belgique)" },
        { NULL, NULL, "Belgique", "F", "née le 12\u00a0mars 1988 (Belgique)" },
        { "Lens", "62498", "France", "F", "née le 12\u00a0mars 1988 à Lens|" },
        { "Lens", NULL, "France", "F", "née le 12\u00a0mars 1988 à Lens|" },
        { NULL, NULL, NULL, NULL, "né(e) le 12\u00a0mars 1988|" },
    };
    read_paper(&reading, NULL, "");
    for (size_t i = 0; i < COUNT(cases); i++) {
        reading.paper.holder.commune = slice_of(cases[i].commune);
        reading.paper.holder.commune_insee = slice_of(cases[i].insee);
        reading.paper.holder.country = slice_of(cases[i].country);
        reading.paper.holder.sex = slice_of(cases[i].sex);
        lay_out(&reading, "");
        assert_tells(&reading.layout, cases[i].told);
    }
    end(&reading);
}

static void nothing_is_said_of_a_birth_that_is_not_known(void **state)
{
    (void)state;
    struct reading reading = { 0 };
    read_paper(&reading, NULL, "");
    reading.paper.holder.year = 0;
    reading.paper.holder.commune = (struct slice){ 0 };
    lay_out(&reading, "");
    assert_null(strstr(told(&reading.layout), "né(e)"));
    assert_tells(&reading.layout, "Zoé Rose D’Almeida|qui a démontré");
    end(&reading);
}

static void a_usage_name_stands_below(void **state)
{
    (void)state;
    struct reading reading = { 0 };
    read_paper(&reading, NULL, "");
    reading.paper.holder.usage_name = SLICE("Martin");
    lay_out(&reading, "");
    assert_tells(&reading.layout, "Zoé Rose D’Almeida|nom d’usage\u00a0: Martin|né(e)");
    end(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_what_the_register_says),
        cmocka_unit_test(nobody_signs_who_is_not_named),
        cmocka_unit_test(what_it_needs_is_missed_by_name),
        cmocka_unit_test(a_birthplace_is_told_as_it_is_known),
        cmocka_unit_test(nothing_is_said_of_a_birth_that_is_not_known),
        cmocka_unit_test(a_usage_name_stands_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
