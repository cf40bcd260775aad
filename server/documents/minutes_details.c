/* SPDX-License-Identifier: EUPL-1.2 */
/* What minutes say of a file beside its outcome: reasons, domains, requests, and who did not vote
 * or whose vote was written down. */
#include "documents/french.h"
#include "documents/minutes_file.h"

struct details {
    struct sheaf *sheaf;
    const struct minutes_text *minutes;
    const struct minutes_beside *beside;
    const struct minutes_file *file;
};

static struct slice name_of(const struct details *d, struct slice member_id)
{
    const struct slice name = minutes_juror_name(d->sheaf->arena, d->minutes, member_id);
    return name.size ? name : SLICE("un membre");
}

/* Of a file that was not examined: what had been voted is told all the same. */
static bool votes_were_cast(const struct minutes_file *file)
{
    const struct minutes_cast *cast = &file->cast_votes;
    return cast->for_count + cast->against_count + cast->abstain_count > 0;
}

static bool has_details(const struct minutes_file *file)
{
    return file->reasons.size || file->request_text.size || file->is_proposal_to_defer ||
           file->domain_codes.count || file->step_downs.count || file->recusals.count ||
           file->recorded_votes.count || file->taken_back.count || file->reversals.count ||
           votes_were_cast(file);
}

static void write_domains(const struct details *d)
{
    if (d->file->domain_codes.count == 0)
        return;
    sheaf_lead(d->sheaf, SLICE("Domaines à reprendre\u00a0:"));
    const struct told_list named =
        told_domains_of(d->sheaf->arena, &d->beside->domains, &d->file->domain_codes);
    const struct domain *domains = named.items;
    for (size_t i = 0; i < named.count; i++)
        sheaf_item(d->sheaf, told_domain(d->sheaf->arena, &domains[i]));
}

static void write_request(const struct details *d)
{
    struct arena *arena = d->sheaf->arena;
    if (d->file->request_text.size)
        sheaf_paragraph(d->sheaf, FRENCH_SAY(arena, "La commission demande\u00a0: %",
                                             french_words(arena, d->file->request_text)));
    if (date_is_set(d->file->answer_by_date))
        sheaf_paragraph(d->sheaf, FRENCH_SAY(arena, "Réponse attendue au plus tard le %.",
                                             french_date(arena, d->file->answer_by_date)));
}

/* Who was there and did not vote. */
static void write_abstainers(const struct details *d)
{
    struct arena *arena = d->sheaf->arena;
    const struct slice *step_downs = d->file->step_downs.items;
    const struct minutes_vote *recusals = d->file->recusals.items;
    for (size_t i = 0; i < d->file->recusals.count; i++)
        sheaf_item(d->sheaf,
                   FRENCH_SAY(arena, "N’a pas voté, à cause d’un lien avec le dossier\u00a0: %.",
                              name_of(d, recusals[i].member_id)));
    for (size_t i = 0; i < d->file->step_downs.count; i++)
        sheaf_item(d->sheaf,
                   FRENCH_SAY(arena, "A renoncé à voter\u00a0: %.", name_of(d, step_downs[i])));
}

static void write_cast(const struct details *d)
{
    struct arena *arena = d->sheaf->arena;
    const struct minutes_cast *cast = &d->file->cast_votes;
    if (votes_were_cast(d->file))
        sheaf_item(d->sheaf,
                   FRENCH_SAY(arena,
                              "Votes donnés, sans décision\u00a0: pour %, contre %, abstention %.",
                              arena_print(arena, "%d", cast->for_count),
                              arena_print(arena, "%d", cast->against_count),
                              arena_print(arena, "%d", cast->abstain_count)));
}

static struct slice choice_of(struct slice code)
{
    static const struct told_word words[] = {
        { "FOR", "pour" },
        { "AGAINST", "contre" },
        { "ABSTAIN", "abstention" },
        { 0 },
    };
    const struct slice word = told_word(words, code);
    return word.size ? word : SLICE("sans choix");
}

static struct slice standing_of(struct slice code)
{
    static const struct told_word words[] = {
        { "RECORDED", " (ni confirmé ni contesté)" },
        { "CONFIRMED", " (confirmé)" },
        { "CONTESTED", " (contesté, ne compte pas)" },
        { 0 },
    };
    const struct slice word = told_word(words, code);
    return word.size ? word : SLICE("");
}

/* What somebody else wrote down for a juror, and what became of it. */
static void write_votes(const struct details *d)
{
    struct arena *arena = d->sheaf->arena;
    const struct minutes_vote *recorded = d->file->recorded_votes.items;
    const struct minutes_vote *taken_back = d->file->taken_back.items;
    const struct minutes_vote *reversals = d->file->reversals.items;
    for (size_t i = 0; i < d->file->recorded_votes.count; i++)
        sheaf_item(d->sheaf,
                   FRENCH_SAY(arena, "Vote noté au nom de %\u00a0: %%.",
                              name_of(d, recorded[i].member_id), choice_of(recorded[i].choice),
                              standing_of(recorded[i].standing)));
    for (size_t i = 0; i < d->file->taken_back.count; i++)
        sheaf_item(d->sheaf, FRENCH_SAY(arena, "Vote noté au nom de %, puis repris\u00a0: %.",
                                        name_of(d, taken_back[i].member_id),
                                        choice_of(taken_back[i].choice)));
    for (size_t i = 0; i < d->file->reversals.count; i++)
        sheaf_item(d->sheaf, date_is_set(reversals[i].reversed_on)
                                 ? FRENCH_SAY(arena, "Décision tombée le %, par le vote de %.",
                                              french_date(arena, reversals[i].reversed_on),
                                              name_of(d, reversals[i].member_id))
                                 : FRENCH_SAY(arena, "Décision tombée par le vote de %.",
                                              name_of(d, reversals[i].member_id)));
}

/* On one sheet, where a sheet holds it: nobody reads half a decision. */
static void write_file(const struct details *d)
{
    struct arena *arena = d->sheaf->arena;
    const size_t from = sheaf_begin_together(d->sheaf);
    sheaf_heading(d->sheaf, arena_print(arena, "%d. Dossier\u00a0%.*s", d->file->position,
                                        (int)d->file->candidacy_reference.size,
                                        d->file->candidacy_reference.at));
    if (d->file->is_proposal_to_defer)
        sheaf_paragraph(d->sheaf, SLICE("Le vote a porté sur une proposition d’ajourner."));
    write_abstainers(d);
    write_cast(d);
    write_votes(d);
    if (d->file->reasons.size)
        sheaf_paragraph(
            d->sheaf, FRENCH_SAY(arena, "Motifs\u00a0: %", french_words(arena, d->file->reasons)));
    write_domains(d);
    write_request(d);
    sheaf_end_together(d->sheaf, from);
}

void minutes_write_details(struct sheaf *sheaf, const struct minutes_text *minutes,
                           const struct minutes_beside *beside)
{
    const struct minutes_file *files = minutes->files.items;
    for (size_t i = 0; i < minutes->files.count; i++) {
        if (has_details(&files[i]))
            write_file(&(struct details){ sheaf, minutes, beside, &files[i] });
    }
}
