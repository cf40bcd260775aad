/* SPDX-License-Identifier: EUPL-1.2 */
/* The proposal of a path (proposition de parcours): what the candidate accepts or declines (domain
 * page, section 4). Plain French: one idea a sentence, what happens next, no term unexplained. */
#include "documents/french.h"
#include "documents/holder_text.h"
#include "documents/paper_kind.h"
#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct module {
    struct slice domain_code, domain_title, title;
    int planned_minutes;
    struct person trainer;
    struct organism organism;
    struct date planned_start_date, planned_end_date;
};

struct path {
    struct certification certification;
    struct slice candidacy_reference, status;
    struct holder candidate;
    struct organism organism, training_organism;
    int ordinal;
    struct date proposed_on, planned_start_date, planned_end_date, deadline_date;
    struct person proposed_by;
    struct told_list modules; /* struct module */
};

#define AT(field)     offsetof(struct path, field)
#define MODULE(field) offsetof(struct module, field)

static const struct told_member of_module[] = {
    { "domain_code", TOLD_TEXT, true, MODULE(domain_code) },
    { "domain_title", TOLD_TEXT, true, MODULE(domain_title) },
    { "title", TOLD_TEXT, false, MODULE(title) },
    { "planned_minutes", TOLD_INT, true, MODULE(planned_minutes) },
    { "trainer", TOLD_OBJECT, true, MODULE(trainer), &person_shape },
    { "organism", TOLD_OBJECT, true, MODULE(organism), &organism_shape },
    { "planned_start_date", TOLD_DAY, false, MODULE(planned_start_date) },
    { "planned_end_date", TOLD_DAY, false, MODULE(planned_end_date) },
};
static const struct told_shape module_shape = TOLD_SHAPE(of_module, struct module);

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct path),
    { "candidacy_reference", TOLD_TEXT, true, AT(candidacy_reference) },
    { "candidate", TOLD_OBJECT, true, AT(candidate), &holder_shape },
    { "organism", TOLD_OBJECT, true, AT(organism), &organism_shape },
    { "training_organism", TOLD_OBJECT, false, AT(training_organism), &organism_shape },
    { "ordinal", TOLD_INT, true, AT(ordinal) },
    { "status", TOLD_TEXT, true, AT(status) },
    { "proposed_on", TOLD_DAY, true, AT(proposed_on) },
    { "proposed_by", TOLD_OBJECT, false, AT(proposed_by), &person_shape },
    { "planned_start_date", TOLD_DAY, true, AT(planned_start_date) },
    { "planned_end_date", TOLD_DAY, true, AT(planned_end_date) },
    { "deadline_date", TOLD_DAY, false, AT(deadline_date) },
    { "modules", TOLD_LIST, true, AT(modules), &module_shape, 1 },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct path);

/* --- what it says --- */

static void write_facts(struct sheaf *s, const struct path *told)
{
    struct arena *arena = s->arena;
    sheaf_fact(s, "Dossier", told->candidacy_reference);
    sheaf_fact(s, "Certification", french_text(arena, told->certification.title));
    sheaf_fact(s, "Organisme", told_organism(arena, &told->organism));
    sheaf_fact(s, "Proposé par", told_person(arena, &told->proposed_by));
    if (slice_is_set(told->training_organism.name))
        sheaf_fact(s, "Formation assurée par", told_organism(arena, &told->training_organism));
    sheaf_fact(s, "Dates prévues",
               FRENCH_SAY(arena, "du % au %", french_date(arena, told->planned_start_date),
                          french_date(arena, told->planned_end_date)));
    sheaf_end_facts(s);
}

/* What is learned, with the domain that it prepares, and when. */
static struct slice subject_of(struct arena *arena, const struct module *module)
{
    const struct slice domain = FRENCH_SAY(arena, "%\u00a0– %", module->domain_code,
                                           french_words(arena, module->domain_title));
    const struct slice subject =
        module->title.size ? FRENCH_SAY(arena, "%\n%", domain, french_words(arena, module->title))
                           : domain;
    if (!date_is_set(module->planned_start_date) || !date_is_set(module->planned_end_date))
        return subject;
    return FRENCH_SAY(arena, "%\nDu % au %", subject,
                      french_date(arena, module->planned_start_date),
                      french_date(arena, module->planned_end_date));
}

/* 45 min, 35 h, 3 h 30. */
static struct slice duration_of(struct arena *arena, int minutes)
{
    if (minutes > 0 && minutes < 60)
        return arena_print(arena, "%d\u00a0min", minutes);
    return minutes % 60 ? arena_print(arena, "%d\u00a0h\u00a0%02d", minutes / 60, minutes % 60)
                        : arena_print(arena, "%d\u00a0h", minutes / 60);
}

static void write_modules(struct sheaf *s, const struct path *told)
{
    static const double widths[] = { 0, 50, 158 };
    static const char *const heads[] = { "Domaine et module", "Durée", "Formateur et organisme" };
    const struct module *modules = told->modules.items;
    int minutes = 0;
    sheaf_heading(s, SLICE("Le parcours proposé"));
    const struct table *table = sheaf_table(s, widths, heads, 3);
    for (size_t i = 0; i < told->modules.count; i++) {
        SHEAF_ROW(s, table, subject_of(s->arena, &modules[i]),
                  duration_of(s->arena, modules[i].planned_minutes),
                  FRENCH_SAY(s->arena, "%\n%", told_person(s->arena, &modules[i].trainer),
                             french_words(s->arena, modules[i].organism.name)));
        minutes += modules[i].planned_minutes;
    }
    if (told->modules.count > 1)
        SHEAF_GROUP(s, table, SLICE("Durée totale"), duration_of(s->arena, minutes), SLICE(""));
    sheaf_end_table(s);
}

static void write_choice(struct sheaf *s, const struct path *told)
{
    const struct slice name = holder_name(s->arena, &told->candidate);
    sheaf_heading(s, SLICE("Votre choix"));
    sheaf_paragraph(s, SLICE("Vous êtes libre d’accepter ou de refuser ce parcours."));
    sheaf_paragraph(s,
                    SLICE("Si vous l’acceptez, la formation commence aux dates prévues. À la fin, "
                          "vous passez une évaluation finale sur ce qui reste à valider."));
    sheaf_paragraph(s, SLICE("Si vous le refusez, un autre parcours peut vous être proposé."));
    if (date_is_set(told->deadline_date))
        sheaf_paragraph(s,
                        FRENCH_SAY(s->arena,
                                   "Dans les deux cas, ce que vous avez validé reste acquis "
                                   "jusqu’au % inclus. L’évaluation finale doit avoir lieu avant "
                                   "la fin de ce jour.",
                                   french_date(s->arena, told->deadline_date)));
    sheaf_lead(s, SLICE("Cochez votre réponse, puis datez et signez. Rendez ensuite cette lettre à "
                        "l’organisme."));
    sheaf_choice(s, SLICE("J’accepte ce parcours."));
    sheaf_choice(s, SLICE("Je refuse ce parcours."));
    sheaf_signature_lines(s, &name, 1);
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct path *told = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    (void)ret_missing;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Proposition de parcours"),
                told->ordinal > 1 ? arena_print(arena, "Parcours n°\u00a0%d", told->ordinal)
                                  : SLICE_UNSET);
    sheaf_paragraph(&s, FRENCH_SAY(arena, "%,", holder_title(&told->candidate)));
    sheaf_paragraph(&s, SLICE("Vous avez passé une évaluation. Une partie des domaines reste à "
                              "valider. Voici la formation que nous vous proposons pour les "
                              "préparer."));
    write_facts(&s, told);
    write_modules(&s, told);
    write_choice(&s, told);
    const struct sheaf_about about = {
        .title = SLICE("Proposition de parcours"),
        .reference =
            FRENCH_SAY(arena, "Proposition de parcours, dossier\u00a0%", told->candidacy_reference),
        .recipient = holder_envelope(arena, &told->candidate),
        .made_on = told->proposed_on,
    };
    return slice_is_set(about.recipient) ? sheaf_layout(&s, &about, desk->mark, ret_layout)
                                         : STATUS_NO_MEMORY;
}

const struct paper_kind path_proposal_kind = { "PATH_PROPOSAL", &shape, lay_out };
