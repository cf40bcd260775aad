/* Rectifying minutes (procès-verbal rectificatif): what is mended of the wording of minutes, why,
 * and how they read from then on. No outcome and no vote is (decision 37). */
#include "documents/french.h"
#include "documents/minutes_file.h"
#include "documents/paper_kind.h"

struct mend {
    struct slice pointer, was, becomes; /* was: unset = nothing */
};

struct rectification {
    struct certification certification;
    struct slice reference, sha256, starts_at_local, rectifies_reference, rectifies_sha256, reason;
    int ordinal;
    struct date settled_on, drafted_on;
    struct told_list mends, signatures, domains;
    struct minutes_text minutes;
};

#define AT(field) offsetof(struct rectification, field)

static const struct told_member of_mend[] = {
    { "pointer", TOLD_TEXT, true, offsetof(struct mend, pointer) },
    { "was", TOLD_TEXT, false, offsetof(struct mend, was) },
    { "becomes", TOLD_TEXT, false, offsetof(struct mend, becomes) },
};
static const struct told_shape mend_shape = TOLD_SHAPE(of_mend, struct mend);

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct rectification),
    { "reference", TOLD_TEXT, false, AT(reference) },
    { "ordinal", TOLD_INT, true, AT(ordinal) },
    { "sha256", TOLD_TEXT, true, AT(sha256) },
    { "settled_on", TOLD_DAY, false, AT(settled_on) },
    { "drafted_on", TOLD_DAY, false, AT(drafted_on) },
    { "starts_at_local", TOLD_TEXT, false, AT(starts_at_local) },
    { "rectifies_reference", TOLD_TEXT, true, AT(rectifies_reference) },
    { "rectifies_sha256", TOLD_TEXT, true, AT(rectifies_sha256) },
    { "reason", TOLD_TEXT, true, AT(reason) },
    { "mends", TOLD_LIST, true, AT(mends), &mend_shape, 1 },
    { "minutes", TOLD_OBJECT, true, AT(minutes), &minutes_text_shape },
    { "signatures", TOLD_LIST, true, AT(signatures), &minutes_signature_shape },
    { "domains", TOLD_LIST, true, AT(domains), &domain_shape },
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

static struct slice member_name(struct slice member)
{
    static const struct told_word words[] = {
        { "place", "Lieu" },
        { "modality", "Participation" },
        { "starts_at", "Début de la séance" },
        { "last_name", "Nom" },
        { "first_name", "Prénom" },
        { "presence", "Présence" },
        { "reasons", "Motifs" },
        { "request_text", "Demande de la commission" },
        { 0 },
    };
    const struct slice word = told_word(words, member);
    return word.size ? word : member;
}

/* "Nom de Hervé Lemaître", "Motifs du dossier DOS-…": as the minutes read now. */
static struct slice what_of(struct arena *arena, const struct rectification *told,
                            struct slice pointer)
{
    const struct target target = target_of(pointer);
    const struct slice name = member_name(target.member);
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

static struct slice value_of(struct arena *arena, struct slice member, struct slice value)
{
    static const struct told_word presences[] = {
        { "PRESENT", "sur place" }, { "REMOTE", "à distance" }, { "ABSENT", "absence" }, { 0 }
    };
    struct slice word = SLICE_UNSET;
    if (value.size == 0)
        return SLICE("(rien)");
    if (slice_is(member, "modality"))
        word = told_modality(value);
    else if (slice_is(member, "presence"))
        word = told_word(presences, value);
    else if (slice_is(member, "starts_at"))
        word = french_time(arena, value);
    return word.size ? word : french_words(arena, value);
}

static void write_mends(struct sheaf *s, const struct rectification *told)
{
    struct arena *arena = s->arena;
    const struct mend *mends = told->mends.items;
    sheaf_heading(s, SLICE("Ce qui est rectifié"));
    for (size_t i = 0; i < told->mends.count; i++) {
        const struct slice member = target_of(mends[i].pointer).member;
        sheaf_subheading(s, what_of(arena, told, mends[i].pointer));
        sheaf_item(s,
                   FRENCH_SAY(arena, "au lieu de\u00a0: %", value_of(arena, member, mends[i].was)));
        sheaf_item(s,
                   FRENCH_SAY(arena, "lire\u00a0: %", value_of(arena, member, mends[i].becomes)));
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
    minutes_write(&s, &told->minutes,
                  &(struct minutes_beside){ told->starts_at_local, &told->domains });
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
