/* SPDX-License-Identifier: EUPL-1.2 */
/* The skills portfolio (portefeuille de compétences): what was validated, and nothing of what was
 * not (domain page, section 4). */
#include "documents/french.h"
#include "documents/holder_text.h"
#include "documents/paper_kind.h"
#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct validated {
    struct domain domain;
    bool is_validated;           /* the whole of it */
    struct told_list subdomains; /* struct domain */
};

struct portfolio {
    struct certification certification;
    struct slice candidacy_reference;
    struct holder candidate;
    struct organism organism;
    int ordinal;
    struct date issued_on, valid_until;
    struct person issued_by;
    struct {
        struct told_list domains; /* struct validated */
    } content;
};

#define AT(field) offsetof(struct portfolio, field)

static const struct told_member of_validated[] = {
    { "code", TOLD_TEXT, true, offsetof(struct validated, domain.code) },
    { "title", TOLD_TEXT, true, offsetof(struct validated, domain.title) },
    { "is_validated", TOLD_BOOL, true, offsetof(struct validated, is_validated) },
    { "subdomains", TOLD_LIST, true, offsetof(struct validated, subdomains), &domain_shape },
};
static const struct told_shape validated_shape = TOLD_SHAPE(of_validated, struct validated);

static const struct told_member of_content[] = {
    { "domains", TOLD_LIST, true, 0, &validated_shape, 1 },
};
static const struct told_shape content_shape = { of_content, TOLD_COUNT(of_content), 0 };

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct portfolio),
    { "candidacy_reference", TOLD_TEXT, true, AT(candidacy_reference) },
    { "candidate", TOLD_OBJECT, true, AT(candidate), &holder_shape },
    { "organism", TOLD_OBJECT, true, AT(organism), &organism_shape },
    { "ordinal", TOLD_INT, true, AT(ordinal) },
    { "issued_on", TOLD_DAY, true, AT(issued_on) },
    { "issued_by", TOLD_OBJECT, false, AT(issued_by), &person_shape },
    { "valid_until", TOLD_DAY, false, AT(valid_until) },
    { "content", TOLD_OBJECT, true, AT(content), &content_shape },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct portfolio);

/* --- what it says --- */

static void write_facts(struct sheaf *s, const struct portfolio *told)
{
    struct arena *arena = s->arena;
    sheaf_fact(s, "Titulaire", holder_identity(arena, &told->candidate));
    sheaf_fact(s, "Dossier", told->candidacy_reference);
    sheaf_fact(s, "Certification", french_text(arena, told->certification.title));
    sheaf_fact(s, "Référentiel", told_referential(arena, &told->certification));
    sheaf_fact(s, "Organisme", french_words(arena, told->organism.name));
    sheaf_fact(s, "Remis le", french_date(arena, told->issued_on));
    sheaf_fact(s, "Remis par", told_person(arena, &told->issued_by));
    sheaf_end_facts(s);
}

/* Whole domains, or what was validated of others: apart, so that no gap is to be seen. */
static size_t count_of(const struct portfolio *told, bool is_validated)
{
    const struct validated *domains = told->content.domains.items;
    size_t count = 0;
    for (size_t i = 0; i < told->content.domains.count; i++)
        count += domains[i].is_validated == is_validated &&
                 (is_validated || domains[i].subdomains.count > 0);
    return count;
}

static void write_subdomains(struct sheaf *s, const struct table *table,
                             const struct validated *domain)
{
    const struct domain *below = domain->subdomains.items;
    for (size_t i = 0; i < domain->subdomains.count; i++)
        SHEAF_ROW(s, table, below[i].code, french_words(s->arena, below[i].title));
}

static void write_validated(struct sheaf *s, const struct portfolio *told, bool is_validated)
{
    static const double widths[] = { 38, 0 };
    static const char *const domain_heads[] = { "N°", "Domaines et sous-domaines validés" };
    static const char *const other_heads[] = { "N°", "Sous-domaines validés" };
    const struct validated *domains = told->content.domains.items;
    if (count_of(told, is_validated) == 0)
        return;
    sheaf_heading(s,
                  is_validated ? SLICE("Domaines validés") : SLICE("Autres sous-domaines validés"));
    const struct table *table =
        sheaf_table(s, widths, is_validated ? domain_heads : other_heads, 2);
    for (size_t i = 0; i < told->content.domains.count; i++) {
        if (domains[i].is_validated != is_validated)
            continue;
        const struct slice texts[] = { domains[i].domain.code,
                                       french_words(s->arena, domains[i].domain.title) };
        if (is_validated && domains[i].subdomains.count > 0)
            sheaf_group(s, table, texts);
        else if (is_validated)
            sheaf_row(s, table, texts);
        write_subdomains(s, table, &domains[i]);
    }
    sheaf_end_table(s);
}

static void write_use(struct sheaf *s, const struct portfolio *told)
{
    sheaf_heading(s, SLICE("À quoi il sert"));
    sheaf_paragraph(s,
                    SLICE("Vous pouvez le montrer à un employeur ou à un organisme de formation. "
                          "Il n’est pas le certificat."));
    if (date_is_set(told->valid_until))
        sheaf_paragraph(s, FRENCH_SAY(s->arena,
                                      "Ces résultats comptent pour obtenir le certificat jusqu’au "
                                      "% inclus.",
                                      french_date(s->arena, told->valid_until)));
    sheaf_paragraph(s, FRENCH_SAY(s->arena, "Une question\u00a0? Adressez-vous à %.",
                                  told_organism(s->arena, &told->organism)));
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct portfolio *told = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    (void)ret_missing;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Portefeuille de compétences"),
                told->ordinal > 1 ? arena_print(arena, "Exemplaire n°\u00a0%d", told->ordinal)
                                  : SLICE_UNSET);
    write_facts(&s, told);
    sheaf_paragraph(&s,
                    FRENCH_SAY(arena, "Ce document dit ce que % a validé lors de son évaluation.",
                               holder_name(arena, &told->candidate)));
    write_validated(&s, told, true);
    write_validated(&s, told, false);
    write_use(&s, told);
    const struct sheaf_about about = {
        .title = SLICE("Portefeuille de compétences"),
        .reference = FRENCH_SAY(arena, "Portefeuille de compétences, dossier\u00a0%",
                                told->candidacy_reference),
        .made_on = told->issued_on,
    };
    return sheaf_layout(&s, &about, desk->mark, ret_layout);
}

const struct paper_kind portfolio_kind = { "PORTFOLIO", &shape, lay_out };
