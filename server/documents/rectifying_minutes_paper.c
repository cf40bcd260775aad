/* SPDX-License-Identifier: EUPL-1.2 */
/* Rectifying minutes (procès-verbal rectificatif): what is mended of the wording of minutes, why,
 * and how they read from then on. No outcome and no vote is (decision 37). */
#include "documents/french.h"
#include "documents/minutes_file.h"
#include "documents/paper_kind.h"

struct mend {
    struct slice pointer, was, becomes;    /* was: unset = nothing */
    struct told_list was_all, becomes_all; /* struct slice: of a member that is a list */
};

struct rectification {
    struct certification certification;
    struct slice reference, sha256, rectifies_reference, rectifies_sha256, reason;
    int ordinal;
    struct date settled_on, drafted_on;
    struct told_list mends, signatures;
    struct minutes_beside beside;
    struct minutes_text minutes;
};

#define AT(field) offsetof(struct rectification, field)

static const struct told_member of_mend[] = {
    { "pointer", TOLD_TEXT, true, offsetof(struct mend, pointer) },
    { "was", TOLD_TEXT, false, offsetof(struct mend, was) },
    { "becomes", TOLD_TEXT, false, offsetof(struct mend, becomes) },
    { "was", TOLD_TEXTS, false, offsetof(struct mend, was_all) },
    { "becomes", TOLD_TEXTS, false, offsetof(struct mend, becomes_all) },
};
static const struct told_shape mend_shape = TOLD_SHAPE(of_mend, struct mend);

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct rectification),
    { "reference", TOLD_TEXT, false, AT(reference) },
    { "ordinal", TOLD_INT, true, AT(ordinal) },
    { "sha256", TOLD_TEXT, true, AT(sha256) },
    { "settled_on", TOLD_DAY, false, AT(settled_on) },
    { "drafted_on", TOLD_DAY, false, AT(drafted_on) },
    MINUTES_BESIDE_MEMBERS(struct rectification, beside),
    { "rectifies_reference", TOLD_TEXT, true, AT(rectifies_reference) },
    { "rectifies_sha256", TOLD_TEXT, true, AT(rectifies_sha256) },
    { "reason", TOLD_TEXT, true, AT(reason) },
    { "mends", TOLD_LIST, true, AT(mends), &mend_shape, 1 },
    { "minutes", TOLD_OBJECT, true, AT(minutes), &minutes_text_shape },
    { "signatures", TOLD_LIST, true, AT(signatures), &minutes_signature_shape },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct rectification);

/* --- what is mended --- */

/* Whose line a pointer leads into: "/jurors/1/last_name" has line 1, "/place" none. */
struct target {
    struct slice member;
    size_t line;
    bool has_line;
};

static struct target target_of(struct slice pointer)
{
    const char *last = memrchr(pointer.at, '/', pointer.size);
    const size_t skipped = last ? (size_t)(last - pointer.at) + 1 : 0;
    struct target target = { { pointer.at + skipped, pointer.size - skipped }, 0, false };
    for (size_t i = 0; i < skipped; i++) {
        if (pointer.at[i] < '0' || pointer.at[i] > '9')
            continue;
        target.line = target.line * 10 + (size_t)(pointer.at[i] - '0');
        target.has_line = true;
    }
    return target;
}

enum mended_kind {
    MENDED_WORDS,
    MENDED_MODALITY,
    MENDED_PRESENCE,
    MENDED_TIME,
    MENDED_DAY,
    MENDED_DOMAINS
};

/* What minutes may be mended of, in French: a member that is not here is printed nowhere. */
static const struct mended_member {
    const char *member, *name;
    enum mended_kind kind;
} mended_members[] = {
    { "place", "Lieu", MENDED_WORDS },
    { "modality", "Participation", MENDED_MODALITY },
    { "starts_at", "Heure prévue", MENDED_TIME },
    { "last_name", "Nom", MENDED_WORDS },
    { "first_name", "Prénom", MENDED_WORDS },
    { "presence", "Présence", MENDED_PRESENCE },
    { "reasons", "Motifs", MENDED_WORDS },
    { "request_text", "Demande de la commission", MENDED_WORDS },
    { "domain_codes", "Domaines à reprendre", MENDED_DOMAINS },
    { "answer_by_date", "Réponse attendue au plus tard", MENDED_DAY },
};

static const struct mended_member *mended_member(struct slice member)
{
    for (size_t i = 0; i < TOLD_COUNT(mended_members); i++)
        if (slice_is(member, mended_members[i].member))
            return &mended_members[i];
    return NULL;
}

static bool are_known(const struct told_list *list)
{
    const struct mend *mends = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (!mended_member(target_of(mends[i].pointer).member))
            return false;
    return true;
}

/* "Nom de Hervé Lemaître", "Motifs du dossier DOS-…": as the minutes read now. */
static struct slice what_of(struct arena *arena, const struct rectification *told,
                            struct slice pointer)
{
    const struct target target = target_of(pointer);
    const struct slice name = slice_of(mended_member(target.member)->name);
    const struct minutes_juror *jurors = told->minutes.jurors.items;
    const struct minutes_file *files = told->minutes.files.items;
    if (target.has_line && slice_starts_with(pointer, SLICE("/jurors/")) &&
        target.line < told->minutes.jurors.count)
        return FRENCH_SAY(arena, "% (%)", name, told_person(arena, &jurors[target.line].person));
    if (target.has_line && slice_starts_with(pointer, SLICE("/files/")) &&
        target.line < told->minutes.files.count)
        return FRENCH_SAY(arena, "% (dossier %)", name, files[target.line].candidacy_reference);
    return name;
}

static struct slice domains_of(struct arena *arena, const struct told_list *domains,
                               const struct told_list *codes)
{
    const struct told_list named = told_domains_of(arena, domains, codes);
    const struct domain *all = named.items;
    struct slice text = SLICE("");
    for (size_t i = 0; i < named.count; i++) {
        const struct slice one = told_domain(arena, &all[i]);
        text = i ? FRENCH_SAY(arena, "%\u00a0; %", text, one) : one;
    }
    return text;
}

static struct slice value_of(struct arena *arena, const struct rectification *told,
                             const struct mended_member *member, struct slice value,
                             const struct told_list *values)
{
    static const struct told_word presences[] = {
        { "PRESENT", "sur place" }, { "REMOTE", "à distance" }, { "ABSENT", "absence" }, { 0 }
    };
    struct slice word = SLICE_UNSET;
    struct date day;
    switch (member->kind) {
    case MENDED_MODALITY:
        word = told_modality(value);
        break;
    case MENDED_PRESENCE:
        word = told_word(presences, value);
        break;
    case MENDED_TIME:
        word = french_time(arena, value);
        break;
    case MENDED_DAY:
        if (slice_is_set(value) && date_parse(value.at, value.size, &day))
            word = french_date(arena, day);
        break;
    case MENDED_DOMAINS:
        word = domains_of(arena, &told->beside.domains, values);
        break;
    case MENDED_WORDS:
        word = french_words(arena, value);
        break;
    }
    return word.size ? word : SLICE("(rien)");
}

static void write_mends(struct sheaf *s, const struct rectification *told)
{
    struct arena *arena = s->arena;
    const struct mend *mends = told->mends.items;
    sheaf_heading(s, SLICE("Ce qui est rectifié"));
    for (size_t i = 0; i < told->mends.count; i++) {
        const struct mend *mend = &mends[i];
        const struct mended_member *member = mended_member(target_of(mend->pointer).member);
        sheaf_subheading(s, what_of(arena, told, mend->pointer));
        sheaf_item(s, FRENCH_SAY(arena, "au lieu de\u00a0: %",
                                 value_of(arena, told, member, mend->was, &mend->was_all)));
        sheaf_item(s, FRENCH_SAY(arena, "lire\u00a0: %",
                                 value_of(arena, told, member, mend->becomes, &mend->becomes_all)));
    }
    sheaf_paragraph(s, SLICE("Les votes et les décisions ne changent pas."));
}

/* --- the whole --- */

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct rectification *told = read;
    struct arena *arena = desk->arena;
    const bool is_signed = date_is_set(told->settled_on);
    struct sheaf s;
    *ret_missing = is_signed ? "/reference" : "/settled_on";
    if (is_signed ? !slice_is_set(told->reference) : !date_is_set(told->drafted_on))
        return STATUS_FAILED;
    *ret_missing = "/mends/pointer";
    if (!are_known(&told->mends))
        return STATUS_FAILED;
    const struct slice reference =
        slice_is_set(told->reference) ? told->reference : SLICE("projet");
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Procès-verbal rectificatif"), reference);
    sheaf_paragraph(
        &s, FRENCH_SAY(arena, "Il rectifie le procès-verbal %, qui reste tel qu’il a été signé.",
                       told->rectifies_reference));
    sheaf_paragraph(&s, FRENCH_SAY(arena, "Motif de la rectification\u00a0: %",
                                   french_words(arena, told->reason)));
    write_mends(&s, told);
    sheaf_part(&s, SLICE("Le procès-verbal, tel qu’il se lit désormais"));
    minutes_write(&s, &told->minutes, &told->beside);
    minutes_write_signatures(&s, &told->signatures, told->sha256);
    sheaf_note(&s, FRENCH_SAY(arena, "Empreinte de ce qui est rectifié (SHA-256)\u00a0: %",
                              told->rectifies_sha256));
    const struct sheaf_about about = {
        .title = FRENCH_SAY(arena, "Procès-verbal rectificatif %", reference),
        .reference = FRENCH_SAY(arena, "Procès-verbal rectificatif %, séance %", reference,
                                told->minutes.session_reference),
        .made_on = is_signed ? told->settled_on : told->drafted_on,
    };
    return sheaf_layout(&s, &about, desk->mark, ret_layout);
}

const struct paper_kind rectifying_minutes_kind = { "RECTIFYING_MINUTES", &shape, lay_out };
