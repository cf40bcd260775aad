/* SPDX-License-Identifier: EUPL-1.2 */
/* The attestation of restitution: the results of one evaluation, after they were given back to the
 * candidate (domain page, section 4), and what follows from them. */
#include "documents/french.h"
#include "documents/holder_text.h"
#include "documents/paper_kind.h"
#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct sitting {
    struct date held_on;
    struct person evaluator;
};

struct result {
    struct domain domain; /* or sub-domain */
    struct slice status;  /* VALIDATED, NOT_VALIDATED; unset = not evaluated */
    struct told_list subdomains;
};

struct restitution {
    struct certification certification;
    struct slice candidacy_reference, kind;
    struct holder candidate;
    struct organism organism;
    struct date completed_on, restituted_on, deadline_date;
    bool is_annulled;
    struct told_list sittings; /* struct sitting */
    struct {
        struct date given_on;
        struct person given_by;
        struct slice modality, synthesis;
    } act;
    struct told_list domains;         /* struct result */
    struct told_list missing_domains; /* struct domain */
};

#define AT(field) offsetof(struct restitution, field)

static const struct told_member of_sitting[] = {
    { "held_on", TOLD_DAY, true, offsetof(struct sitting, held_on) },
    { "evaluator", TOLD_OBJECT, true, offsetof(struct sitting, evaluator), &person_shape },
};
static const struct told_shape sitting_shape = TOLD_SHAPE(of_sitting, struct sitting);

static const struct told_member of_act[] = {
    { "given_on", TOLD_DAY, true, AT(act.given_on) - AT(act) },
    { "given_by", TOLD_OBJECT, true, AT(act.given_by) - AT(act), &person_shape },
    { "modality", TOLD_TEXT, false, AT(act.modality) - AT(act) },
    { "synthesis", TOLD_TEXT, false, AT(act.synthesis) - AT(act) },
};
static const struct told_shape act_shape = { of_act, TOLD_COUNT(of_act), 0 };

static const struct told_member of_subdomain[] = {
    { "code", TOLD_TEXT, true, offsetof(struct result, domain.code) },
    { "title", TOLD_TEXT, true, offsetof(struct result, domain.title) },
    { "status", TOLD_TEXT, false, offsetof(struct result, status) },
};
static const struct told_shape subdomain_shape = TOLD_SHAPE(of_subdomain, struct result);

static const struct told_member of_result[] = {
    { "code", TOLD_TEXT, true, offsetof(struct result, domain.code) },
    { "title", TOLD_TEXT, true, offsetof(struct result, domain.title) },
    { "status", TOLD_TEXT, false, offsetof(struct result, status) },
    { "subdomains", TOLD_LIST, true, offsetof(struct result, subdomains), &subdomain_shape },
};
static const struct told_shape result_shape = TOLD_SHAPE(of_result, struct result);

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct restitution),
    { "candidacy_reference", TOLD_TEXT, true, AT(candidacy_reference) },
    { "kind", TOLD_TEXT, true, AT(kind) },
    { "candidate", TOLD_OBJECT, true, AT(candidate), &holder_shape },
    { "organism", TOLD_OBJECT, true, AT(organism), &organism_shape },
    { "completed_on", TOLD_DAY, true, AT(completed_on) },
    { "restituted_on", TOLD_DAY, true, AT(restituted_on) },
    { "deadline_date", TOLD_DAY, false, AT(deadline_date) },
    { "is_annulled", TOLD_BOOL, false, AT(is_annulled) },
    { "sittings", TOLD_LIST, true, AT(sittings), &sitting_shape, 1 },
    { "restitution", TOLD_OBJECT, true, AT(act), &act_shape },
    { "domains", TOLD_LIST, true, AT(domains), &result_shape, 1 },
    { "missing_domains", TOLD_LIST, true, AT(missing_domains), &domain_shape },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct restitution);

/* --- what it says --- */

static bool is_final(const struct restitution *told)
{
    return slice_is(told->kind, "FINAL");
}

static struct slice sittings_of(struct arena *arena, const struct restitution *told)
{
    const struct sitting *sittings = told->sittings.items;
    struct slice all = SLICE("");
    for (size_t i = 0; i < told->sittings.count; i++) {
        const struct slice one =
            FRENCH_SAY(arena, "%, par %", french_date(arena, sittings[i].held_on),
                       told_person(arena, &sittings[i].evaluator));
        all = i ? FRENCH_SAY(arena, "%\n%", all, one) : one;
    }
    return all;
}

static void write_facts(struct sheaf *s, const struct restitution *told)
{
    struct arena *arena = s->arena;
    const struct slice how = told_modality(told->act.modality);
    const struct slice given =
        FRENCH_SAY(arena, "le %, par %", french_date(arena, told->act.given_on),
                   told_person(arena, &told->act.given_by));
    sheaf_fact(s, "Personne évaluée", holder_identity(arena, &told->candidate));
    sheaf_fact(s, "Dossier", told->candidacy_reference);
    sheaf_fact(s, "Certification", french_text(arena, told->certification.title));
    sheaf_fact(s, "Référentiel", told_referential(arena, &told->certification));
    sheaf_fact(s, "Organisme évaluateur", french_words(arena, told->organism.name));
    sheaf_fact(s, told->sittings.count > 1 ? "Séances d’évaluation" : "Séance d’évaluation",
               sittings_of(arena, told));
    sheaf_fact(s, "Résultats arrêtés",
               FRENCH_SAY(arena, "le %", french_date(arena, told->completed_on)));
    sheaf_fact(s, "Résultats remis", how.size ? FRENCH_SAY(arena, "%, %", given, how) : given);
    sheaf_end_facts(s);
}

static struct slice said(struct slice status)
{
    static const struct told_word words[] = {
        { "VALIDATED", "Validé" },
        { "NOT_VALIDATED", "Non validé" },
        { 0 },
    };
    return slice_is_set(status) ? told_word(words, status) : SLICE("Non évalué");
}

static void write_results(struct sheaf *s, const struct restitution *told)
{
    static const double widths[] = { 38, 0, 76 };
    static const char *const heads[] = { "N°", "Domaines et sous-domaines", "Résultat" };
    const struct result *domains = told->domains.items;
    sheaf_heading(s, SLICE("Résultats"));
    sheaf_lead(s, is_final(told)
                      ? SLICE("Cette évaluation a porté sur ce qui restait à valider.")
                      : SLICE("Un domaine est validé quand tous ses sous-domaines le sont."));
    const struct table *table = sheaf_table(s, widths, heads, 3);
    for (size_t i = 0; i < told->domains.count; i++) {
        const struct result *domain = &domains[i], *below = domain->subdomains.items;
        const struct slice texts[] = { domain->domain.code,
                                       french_words(s->arena, domain->domain.title),
                                       said(domain->status) };
        if (domain->subdomains.count > 0)
            sheaf_group(s, table, texts);
        else
            sheaf_row(s, table, texts);
        for (size_t k = 0; k < domain->subdomains.count; k++)
            SHEAF_ROW(s, table, below[k].domain.code, french_words(s->arena, below[k].domain.title),
                      said(below[k].status));
    }
    sheaf_end_table(s);
}

static void write_way_to_commission(struct sheaf *s, const struct restitution *told)
{
    sheaf_paragraph(s, SLICE("Tous les domaines sont validés. Votre dossier peut être présenté à "
                             "une commission."));
    sheaf_paragraph(s, SLICE("La commission réunit des représentants des employeurs et des "
                             "salariés. C’est elle qui décide si le certificat vous est délivré."));
    if (!is_final(told) && date_is_set(told->deadline_date))
        sheaf_paragraph(s, FRENCH_SAY(s->arena,
                                      "Votre organisme envoie le dossier à la commission. Il peut "
                                      "le faire jusqu’au % inclus.",
                                      french_date(s->arena, told->deadline_date)));
    else
        sheaf_paragraph(s, SLICE("Votre organisme envoie le dossier à la commission."));
}

static void write_way_to_training(struct sheaf *s, const struct restitution *told)
{
    const struct domain *missing = told->missing_domains.items;
    sheaf_lead(s, told->missing_domains.count == 1
                      ? SLICE("Il reste un domaine à valider\u00a0:")
                      : FRENCH_SAY(s->arena, "Il reste % à valider\u00a0:",
                                   french_count(s->arena, (int)told->missing_domains.count,
                                                "un domaine", "domaines", "")));
    for (size_t i = 0; i < told->missing_domains.count; i++)
        sheaf_item(s, told_domain(s->arena, &missing[i]));
    sheaf_paragraph(s, SLICE("Un parcours de formation va vous être proposé. Il prépare ces "
                             "domaines. Vous pourrez l’accepter ou le refuser."));
    sheaf_paragraph(s, SLICE("Après la formation, vous passerez une évaluation finale sur ce qui "
                             "reste à valider."));
    if (date_is_set(told->deadline_date))
        sheaf_paragraph(s,
                        FRENCH_SAY(s->arena,
                                   "Ce que vous avez validé reste acquis jusqu’au % inclus. "
                                   "L’évaluation finale doit avoir lieu avant la fin de ce jour. "
                                   "Après cette date, il faudra recommencer toute l’évaluation.",
                                   french_date(s->arena, told->deadline_date)));
}

static void write_next(struct sheaf *s, const struct restitution *told)
{
    if (told->is_annulled)
        return;
    sheaf_heading(s, SLICE("La suite"));
    if (told->missing_domains.count == 0)
        write_way_to_commission(s, told);
    else
        write_way_to_training(s, told);
    sheaf_paragraph(s, FRENCH_SAY(s->arena, "Une question\u00a0? Adressez-vous à %.",
                                  told_organism(s->arena, &told->organism)));
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct restitution *told = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    (void)ret_missing;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Attestation de restitution"),
                is_final(told) ? SLICE("Résultats de l’évaluation finale")
                               : SLICE("Résultats de l’évaluation préalable"));
    if (told->is_annulled)
        sheaf_warning(&s, SLICE("Cette évaluation a été annulée. Ses résultats ne comptent plus."));
    write_facts(&s, told);
    write_results(&s, told);
    if (slice_is_set(told->act.synthesis)) {
        sheaf_heading(&s, SLICE("Synthèse de l’évaluation"));
        sheaf_paragraph(&s, french_words(arena, told->act.synthesis));
    }
    write_next(&s, told);
    const struct sheaf_about about = {
        .title = SLICE("Attestation de restitution"),
        .reference = FRENCH_SAY(arena, "Attestation de restitution, dossier\u00a0%",
                                told->candidacy_reference),
        .made_on = told->restituted_on,
    };
    return sheaf_layout(&s, &about, desk->mark, ret_layout);
}

const struct paper_kind restitution_kind = { "RESTITUTION", &shape, lay_out };
