/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/minutes_text.h"

#include "documents/french.h"
#include "documents/minutes_file.h"

static struct slice replaced(struct arena *arena, const struct minutes_text *minutes)
{
    const struct slice *references = minutes->replaces.items;
    struct slice all = SLICE("");
    for (size_t i = 0; i < minutes->replaces.count; i++)
        all = i ? FRENCH_SAY(arena, "%, %", all, references[i]) : references[i];
    return all;
}

/* As it was held: where it was planned on site and somebody sat in it remotely, the line says so,
 * as the list of who was there does. */
static struct slice participation(const struct minutes_text *minutes)
{
    const struct minutes_juror *jurors = minutes->jurors.items;
    bool is_remote = false, is_on_site = false;
    for (size_t i = 0; i < minutes->jurors.count; i++) {
        is_remote |= slice_is(jurors[i].presence, "REMOTE");
        is_on_site |= slice_is(jurors[i].presence, "PRESENT");
    }
    if (!is_remote || !slice_is(minutes->modality, "ON_SITE"))
        return told_modality(minutes->modality);
    return told_modality(is_on_site ? SLICE("MIXED") : SLICE("REMOTE"));
}

static void write_facts(struct sheaf *s, const struct minutes_text *minutes,
                        const struct minutes_beside *beside)
{
    struct arena *arena = s->arena;
    const struct slice day = french_weekday(arena, minutes->held_on),
                       planned = french_time(arena, beside->starts_at_local),
                       opened = french_time(arena, beside->opened_at_local),
                       closed = french_time(arena, beside->closed_at_local);
    sheaf_fact(s, "Commission", french_words(arena, minutes->commission_name));
    sheaf_fact(s, "Séance", minutes->session_reference);
    sheaf_fact(s, "Date", day);
    if (planned.size)
        sheaf_fact(s, "Heure prévue", planned);
    if (opened.size)
        sheaf_fact(s, "Ouverture", opened);
    if (closed.size)
        sheaf_fact(s, "Clôture", closed);
    if (minutes->place.size)
        sheaf_fact(s, "Lieu", french_words(arena, minutes->place));
    sheaf_fact(s, "Participation", participation(minutes));
    sheaf_fact(s, "Présidence", minutes_juror_name(arena, minutes, minutes->chair_member_id));
    sheaf_fact(s, "Vice-présidence",
               minutes_juror_name(arena, minutes, minutes->vice_chair_member_id));
    sheaf_fact(s, "Remplace", replaced(arena, minutes));
    sheaf_end_facts(s);
}

/* --- who was there --- */

static const struct minutes_college {
    const char *code, *title;
} colleges[] = { { "EMPLOYER", "Collège des employeurs" }, { "EMPLOYEE", "Collège des salariés" } };
enum { COLLEGES = sizeof colleges / sizeof colleges[0] };

static bool is_absent(const struct minutes_juror *juror)
{
    return slice_is(juror->presence, "ABSENT");
}

static int present_count(const struct minutes_text *minutes, const char *college)
{
    const struct minutes_juror *jurors = minutes->jurors.items;
    int count = 0;
    for (size_t i = 0; i < minutes->jurors.count; i++)
        count += slice_is(jurors[i].college, college) && !is_absent(&jurors[i]);
    return count;
}

static struct slice presence_of(struct slice code)
{
    static const struct told_word words[] = {
        { "PRESENT", "Sur place" },
        { "REMOTE", "À distance" },
        { "ABSENT", "Absence" },
        { 0 },
    };
    const struct slice word = told_word(words, code);
    return word.size ? word : code;
}

static struct slice role_of(const struct minutes_text *minutes, const struct minutes_juror *juror)
{
    if (slice_is_set(minutes->chair_member_id) &&
        slice_equals(juror->member_id, minutes->chair_member_id))
        return SLICE("Présidence");
    if (slice_is_set(minutes->vice_chair_member_id) &&
        slice_equals(juror->member_id, minutes->vice_chair_member_id))
        return SLICE("Vice-présidence");
    /* Minutes of before said of nobody whether he was convened. */
    if (slice_is_set(minutes->opened_at) && !juror->is_convened)
        return juror->is_alternate ? SLICE("Membre suppléant, non convoqué")
                                   : SLICE("Membre, non convoqué");
    return juror->is_alternate ? SLICE("Membre suppléant") : SLICE("Membre");
}

/* The rule that each college is there (domain page, 3.4), and whether it was met. */
static void write_quorum(struct sheaf *s, const struct minutes_text *minutes)
{
    struct arena *arena = s->arena;
    int present[COLLEGES], least = minutes->min_per_college;
    for (size_t i = 0; i < COLLEGES; i++)
        present[i] = present_count(minutes, colleges[i].code);
    const struct slice needed = french_count(arena, least, "un membre", "membres", "aucun membre");
    const struct slice employers =
        french_count(arena, present[0], "un membre du collège des employeurs",
                     "membres du collège des employeurs", "aucun membre du collège des employeurs");
    const struct slice employees =
        french_count(arena, present[1], "un du collège des salariés", "du collège des salariés",
                     "aucun du collège des salariés");
    sheaf_paragraph(
        s, FRENCH_SAY(arena,
                      "Chaque collège doit compter au moins %. Étaient présents %, et %. Le "
                      "quorum %.",
                      needed, employers, employees,
                      present[0] >= least && present[1] >= least ? SLICE("est atteint")
                                                                 : SLICE("n’est pas atteint")));
}

static void write_departures(struct sheaf *s, const struct minutes_text *minutes,
                             const struct told_list *departures)
{
    struct arena *arena = s->arena;
    const struct minutes_departure *all = departures->items;
    for (size_t i = 0; i < departures->count; i++) {
        const struct slice name = minutes_juror_name(arena, minutes, all[i].member_id),
                           hour = french_time(arena, all[i].left_at_local);
        const struct slice who = name.size ? name : SLICE("Un membre"),
                           when = hour.size ? FRENCH_SAY(arena, " à %", hour) : SLICE("");
        sheaf_item(s, all[i].position > 0
                          ? FRENCH_SAY(arena, "% a quitté la séance%, avant le dossier n°\u00a0%.",
                                       who, when, arena_print(arena, "%d", all[i].position))
                          : FRENCH_SAY(arena, "% a quitté la séance%, après le dernier dossier.",
                                       who, when));
    }
}

static void write_presence(struct sheaf *s, const struct minutes_text *minutes,
                           const struct minutes_beside *beside)
{
    static const double widths[] = { 0, 130, 90 };
    static const char *const heads[] = { "Membres de la commission", "Rôle", "Présence" };
    const struct minutes_juror *jurors = minutes->jurors.items;
    sheaf_heading(s, SLICE("Présence"));
    const struct table *table = sheaf_table(s, widths, heads, 3);
    for (size_t c = 0; c < COLLEGES; c++) {
        SHEAF_GROUP(s, table, slice_of(colleges[c].title), SLICE(""), SLICE(""));
        for (size_t i = 0; i < minutes->jurors.count; i++) {
            if (slice_is(jurors[i].college, colleges[c].code))
                SHEAF_ROW(s, table, told_person(s->arena, &jurors[i].person),
                          role_of(minutes, &jurors[i]), presence_of(jurors[i].presence));
        }
    }
    sheaf_end_table(s);
    write_departures(s, minutes, &beside->departures);
    write_quorum(s, minutes);
}

/* --- what was decided --- */

static struct slice outcome_of(struct slice code)
{
    static const struct told_word words[] = {
        { "CERTIFIED", "Certificat accordé" },
        { "REFUSED", "Certificat refusé" },
        { "DEFERRED", "Ajourné" },
        { "NOT_EXAMINED", "Non examiné" },
        { 0 },
    };
    const struct slice word = told_word(words, code);
    return word.size ? word : code;
}

static struct slice number(struct sheaf *s, const struct minutes_file *file, int count)
{
    return slice_is(file->outcome, "NOT_EXAMINED") ? SLICE("–")
                                                   : arena_print(s->arena, "%d", count);
}

static void write_outcomes(struct sheaf *s, const struct minutes_text *minutes)
{
    static const double widths[] = { 30, 0, 52, 40, 46, 62, 96 };
    static const char *const heads[] = { "N°",     "Dossier",    "Votants", "Pour",
                                         "Contre", "Abstention", "Décision" };
    const struct minutes_file *files = minutes->files.items;
    sheaf_heading(s, SLICE("Votes et décisions"));
    if (minutes->files.count == 0) {
        sheaf_paragraph(s, SLICE("Aucun dossier n’était inscrit."));
        return;
    }
    const struct table *table = sheaf_table(s, widths, heads, 7);
    for (size_t i = 0; i < minutes->files.count; i++) {
        const struct minutes_file *file = &files[i];
        SHEAF_ROW(s, table, arena_print(s->arena, "%d", file->position), file->candidacy_reference,
                  number(s, file, file->voter_count), number(s, file, file->for_count),
                  number(s, file, file->against_count), number(s, file, file->abstain_count),
                  outcome_of(file->outcome));
    }
    sheaf_end_table(s);
}

void minutes_write(struct sheaf *sheaf, const struct minutes_text *minutes,
                   const struct minutes_beside *beside)
{
    write_facts(sheaf, minutes, beside);
    write_presence(sheaf, minutes, beside);
    write_outcomes(sheaf, minutes);
    minutes_write_details(sheaf, minutes, beside);
}

/* --- signatures --- */

static void write_signed(struct sheaf *s, const struct told_list *signatures)
{
    static const double widths[] = { 0, 130, 120 };
    static const char *const heads[] = { "Signé par", "Pour le collège", "Le" };
    const struct minutes_signature *all = signatures->items;
    const struct table *table = sheaf_table(s, widths, heads, 3);
    for (size_t i = 0; i < signatures->count; i++) {
        const struct slice college = told_college(all[i].college);
        SHEAF_ROW(s, table, told_person(s->arena, &all[i].person),
                  college.size ? college : all[i].college, french_date(s->arena, all[i].signed_on));
    }
    sheaf_end_table(s);
    for (size_t i = 0; i < signatures->count; i++) {
        const struct slice chair = told_person(s->arena, &all[i].in_place_of);
        if (chair.size)
            sheaf_paragraph(s, FRENCH_SAY(s->arena, "% a signé à la place de %. Motif\u00a0: %",
                                          told_person(s->arena, &all[i].person), chair,
                                          french_words(s->arena, all[i].stand_in_reason)));
    }
}

void minutes_write_signatures(struct sheaf *sheaf, const struct told_list *signatures,
                              struct slice sha256)
{
    const struct slice lines[] = { SLICE("Pour le collège des employeurs"),
                                   SLICE("Pour le collège des salariés") };
    sheaf_heading(sheaf, SLICE("Signatures"));
    if (signatures->count > 0)
        write_signed(sheaf, signatures);
    if (signatures->count < COLLEGES)
        sheaf_lead(sheaf, signatures->count == 0 ? SLICE("Ce procès-verbal n’est pas encore signé.")
                                                 : SLICE("Une signature manque encore."));
    if (signatures->count == 0)
        sheaf_signature_lines(sheaf, lines, COLLEGES);
    sheaf_note(sheaf, FRENCH_SAY(sheaf->arena, "Empreinte de ce qui est signé (SHA-256)\u00a0: %",
                                 sha256));
}
