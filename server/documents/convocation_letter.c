/* SPDX-License-Identifier: EUPL-1.2 */
/* The convocation of one juror to a session, with the documents that he finds for it (domain page,
 * section 4). */
#include "documents/french.h"
#include "documents/paper_kind.h"
#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct paper_listed {
    struct slice title, candidacy_reference;
};

struct convocation {
    struct certification certification;
    struct commission commission;
    struct session session;
    struct {
        struct person person;
        struct slice college;
        bool is_alternate, is_chair, is_vice_chair;
    } member;
    struct date convened_on;
    struct person convened_by;
    struct replaced {
        struct date convened_on, held_on;
        struct slice starts_at_local, place, modality;
    } replaces; /* unset: this is the first */
    int file_count;
    struct told_list documents; /* struct paper_listed */
};

#define AT(field) offsetof(struct convocation, field)

static const struct told_member of_member[] = {
    { "last_name", TOLD_TEXT, true, AT(member.person.last_name) - AT(member) },
    { "first_name", TOLD_TEXT, true, AT(member.person.first_name) - AT(member) },
    { "college", TOLD_TEXT, true, AT(member.college) - AT(member) },
    { "is_alternate", TOLD_BOOL, true, AT(member.is_alternate) - AT(member) },
    { "is_chair", TOLD_BOOL, false, AT(member.is_chair) - AT(member) },
    { "is_vice_chair", TOLD_BOOL, false, AT(member.is_vice_chair) - AT(member) },
};
static const struct told_shape member_shape = { of_member, TOLD_COUNT(of_member), 0 };

static const struct told_member of_document[] = {
    { "title", TOLD_TEXT, true, offsetof(struct paper_listed, title) },
    { "candidacy_reference", TOLD_TEXT, false, offsetof(struct paper_listed, candidacy_reference) },
};
static const struct told_shape document_shape = TOLD_SHAPE(of_document, struct paper_listed);

#define REPLACED(field) offsetof(struct replaced, field)
static const struct told_member of_replaced[] = {
    { "convened_on", TOLD_DAY, true, REPLACED(convened_on) },
    { "held_on", TOLD_DAY, true, REPLACED(held_on) },
    { "starts_at_local", TOLD_TEXT, false, REPLACED(starts_at_local) },
    { "place", TOLD_TEXT, false, REPLACED(place) },
    { "modality", TOLD_TEXT, true, REPLACED(modality) },
};
#undef REPLACED
static const struct told_shape replaced_shape = { of_replaced, TOLD_COUNT(of_replaced), 0 };

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct convocation),
    { "commission", TOLD_OBJECT, true, AT(commission), &commission_shape },
    { "session", TOLD_OBJECT, true, AT(session), &session_shape },
    { "member", TOLD_OBJECT, true, AT(member), &member_shape },
    { "convened_on", TOLD_DAY, true, AT(convened_on) },
    { "convened_by", TOLD_OBJECT, false, AT(convened_by), &person_shape },
    { "replaces", TOLD_OBJECT, false, AT(replaces), &replaced_shape },
    { "file_count", TOLD_INT, true, AT(file_count) },
    { "documents", TOLD_LIST, true, AT(documents), &document_shape, 1 },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct convocation);

/* --- what it says --- */

/* Who holds the paper of before is told which one it is, by what it said. */
static void write_replaced(struct sheaf *s, const struct replaced *replaced)
{
    struct arena *arena = s->arena;
    const struct session before = { .starts_at_local = replaced->starts_at_local };
    const struct slice hours = told_hours(arena, &before),
                       day = french_weekday(arena, replaced->held_on),
                       when = hours.size ? FRENCH_SAY(arena, "%, %", day, hours) : day;
    sheaf_paragraph(
        s, FRENCH_SAY(arena,
                      "La séance a changé. Cette convocation remplace celle du %, qui "
                      "n’est plus valable. Elle indiquait\u00a0: %.",
                      french_date(arena, replaced->convened_on),
                      replaced->place.size
                          ? FRENCH_SAY(arena, "%, %", when, french_words(arena, replaced->place))
                          : when));
}

static void write_facts(struct sheaf *s, const struct convocation *told)
{
    struct arena *arena = s->arena;
    const struct slice hours = told_hours(arena, &told->session),
                       day = french_weekday(arena, told->session.held_on);
    sheaf_fact(s, "Séance", told->session.reference);
    sheaf_fact(s, "Date", hours.size ? FRENCH_SAY(arena, "%, %", day, hours) : day);
    if (told->session.place.size)
        sheaf_fact(s, "Lieu", french_words(arena, told->session.place));
    sheaf_fact(s, "Participation", told_modality(told->session.modality));
    sheaf_fact(s, "Vous y siégez",
               FRENCH_SAY(arena, "%, au collège %%",
                          told->member.is_alternate ? SLICE("comme membre suppléant")
                                                    : SLICE("comme membre titulaire"),
                          told_college(told->member.college),
                          told->member.is_chair ? SLICE(", à la présidence de la séance")
                          : told->member.is_vice_chair
                              ? SLICE(", à la vice-présidence de la séance")
                              : SLICE("")));
    sheaf_fact(s, "Dossiers", arena_print(arena, "%d", told->file_count));
    sheaf_fact(s, "Certification", french_text(arena, told->certification.title));
    sheaf_end_facts(s);
}

static void write_documents(struct sheaf *s, const struct convocation *told)
{
    static const double widths[] = { 0, 170 };
    static const char *const heads[] = { "Document", "Dossier" };
    const struct paper_listed *documents = told->documents.items;
    sheaf_heading(s, SLICE("Documents de la séance"));
    const struct table *table = sheaf_table(s, widths, heads, 2);
    for (size_t i = 0; i < told->documents.count; i++)
        SHEAF_ROW(s, table, french_words(s->arena, documents[i].title),
                  documents[i].candidacy_reference.size ? documents[i].candidacy_reference
                                                        : SLICE("–"));
    sheaf_end_table(s);
}

static void write_duties(struct sheaf *s)
{
    sheaf_heading(s, SLICE("Avant la séance"));
    sheaf_paragraph(s, SLICE("Merci de lire ces documents en ligne, avec votre accès de juré. Ils "
                             "sont confidentiels."));
    sheaf_paragraph(s, SLICE("Vous connaissez une personne ou un organisme d’un dossier\u00a0? "
                             "Dites-le-nous avant le vote. Vous ne voterez pas sur ce dossier."));
    sheaf_paragraph(s, SLICE("Vous ne pouvez pas venir\u00a0? Prévenez-nous dès que possible. Les "
                             "employeurs et les salariés doivent être aussi nombreux à voter."));
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct convocation *told = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    *ret_missing = "/member/college";
    if (!slice_is_set(told_college(told->member.college)))
        return STATUS_FAILED;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Convocation"), french_words(arena, told->commission.name));
    sheaf_paragraph(&s, SLICE("Madame, Monsieur,"));
    sheaf_paragraph(&s, SLICE("Nous vous convoquons à une séance de la commission."));
    if (date_is_set(told->replaces.convened_on))
        write_replaced(&s, &told->replaces);
    write_facts(&s, told);
    write_documents(&s, told);
    write_duties(&s);
    sheaf_signature(&s, told_person(arena, &told->convened_by), SLICE("Pour la commission"));
    const struct sheaf_about about = {
        .title = SLICE("Convocation"),
        .reference = FRENCH_SAY(arena, "Convocation à la séance %", told->session.reference),
        .recipient = told_person(arena, &told->member.person),
        .made_on = told->convened_on,
    };
    return slice_is_set(about.recipient) ? sheaf_layout(&s, &about, desk->mark, ret_layout)
                                         : STATUS_NO_MEMORY;
}

const struct paper_kind convocation_kind = { "CONVOCATION", &shape, lay_out };
