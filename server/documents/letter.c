#include "documents/letter.h"

#include "documents/french.h"

/* --- how it looks --- */

/* clang-format off */
static const struct text_style
    issuer =    { FACE_SANS_BOLD, 11, 6, 2, 1.3, 15, ALIGN_LEFT, INK_ACCENT, .breaks_words = true },
    recipient = { FACE_ROMAN, 12.5, 4.4, 12, 1.3, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    day =       { FACE_ROMAN, 11.5, 0, 1, 1.3, 0, ALIGN_LEFT, INK_QUIET, .features = "lnum=1" },
    title =     { FACE_ROMAN, 25, 13, 2, 1.15, 0, ALIGN_LEFT, INK_ACCENT, .breaks_words = true },
    heading =   { FACE_SANS_BOLD, 10, 0, 0, 1.5, 5, ALIGN_LEFT, INK_TEXT },
    paragraph = { FACE_ROMAN, 12.5, 0, 0, 1.42, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    label =     { FACE_SANS, 6.8, 0, 0, 1.6, 50, ALIGN_LEFT, INK_QUIET },
    value =     { FACE_ROMAN, 12.5, 5, 16, 1.25, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    signature = { FACE_ITALIC, 15, 6, 3, 1.2, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    role =      { FACE_SANS, 7.4, 4, 3, 1.45, 5, ALIGN_LEFT, INK_QUIET, .breaks_words = true },
    foot =      { FACE_SANS, 7, 4, 2, 1.45, 5, ALIGN_CENTER, INK_QUIET, .breaks_words = true };
/* clang-format on */

#define MARGIN 72.0
#define WIDTH  (PAPER_A4_SHORT - 2 * MARGIN)
/* Where a folded letter shows who it is for, in a window on the right. */
#define WINDOW_LEFT 318.0

enum { AREAS = 6 };

/* --- its areas, from the top --- */

static struct area write_issuer(struct filling *filling, const struct livery *livery)
{
    filling_text(filling, "P", &issuer, french_text(filling->arena, livery->certifier));
    filling_space(filling, 7);
    filling_rule(filling, WIDTH, 2);
    return filling_area(filling, (struct area){ MARGIN, 50, WIDTH, 50, STAND_TOP, 0.6 });
}

static struct area write_recipient(struct filling *filling, const struct letter *letter)
{
    filling_text(filling, "P", &recipient, french_text(filling->arena, letter->recipient));
    filling_space(filling, 8);
    filling_text(filling, "P", &day, french_date(filling->arena, letter->written_on));
    return filling_area(filling,
                        (struct area){ WINDOW_LEFT, 128, PAPER_A4_SHORT - MARGIN - WINDOW_LEFT, 90,
                                       STAND_TOP, 0.4 });
}

/* `before`: the part before it, or NULL. */
static void write_part(struct filling *filling, const struct letter_part *before,
                       const struct letter_part *part)
{
    const struct slice text = french_text(filling->arena, part->text);
    const bool follows_fact = before && before->kind == LETTER_FACT;
    if (part->kind == LETTER_PARAGRAPH && follows_fact)
        filling_space(filling, 8);
    if (part->kind == LETTER_PARAGRAPH) {
        filling_text(filling, "P", &paragraph, text);
        filling_space(filling, 8);
    } else if (part->kind == LETTER_HEADING) {
        filling_space(filling, 8);
        filling_text(filling, "H2", &heading, text);
        filling_space(filling, 3);
    } else {
        filling_text(filling, "P", &label, part->label);
        filling_text(filling, "P", &value, text);
        filling_space(filling, 6);
    }
}

static struct area write_body(struct filling *filling, const struct letter *letter)
{
    filling_text(filling, "H1", &title, french_text(filling->arena, letter->title));
    filling_space(filling, 14);
    if (letter->greeting.size) {
        filling_text(filling, "P", &paragraph, letter->greeting);
        filling_space(filling, 8);
    }
    for (const struct letter_part *part = letter->parts; part->kind != LETTER_END; part++)
        write_part(filling, part > letter->parts ? part - 1 : NULL, part);
    return filling_area(filling, (struct area){ MARGIN, 232, WIDTH, 440, STAND_TOP, 0.62 });
}

static struct area write_signature(struct filling *filling, const struct letter *letter)
{
    filling_text(filling, "P", &signature, french_text(filling->arena, letter->signatory));
    filling_space(filling, 2);
    filling_text(filling, "P", &role, french_text(filling->arena, letter->signatory_role));
    return filling_area(filling,
                        (struct area){ WINDOW_LEFT, 684, PAPER_A4_SHORT - MARGIN - WINDOW_LEFT, 70,
                                       STAND_TOP, 0.6 });
}

static struct area write_foot(struct filling *filling, const struct letter *letter)
{
    filling_text(filling, "P", &foot, letter->reference);
    return filling_area(filling, (struct area){ MARGIN, 780, WIDTH, 24, STAND_BOTTOM, 0.6 });
}

enum status letter_layout(struct arena *arena, const struct letter *letter,
                          const struct livery *livery, struct slice mark, struct layout *ret_layout)
{
    struct filling filled[AREAS] = { { arena }, { arena }, { arena }, { arena }, { arena } };
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct area *areas = arena_alloc(arena, AREAS * sizeof *areas);
    size_t count = 0;
    bool has_failed = false;
    if (!sheet || !areas)
        return STATUS_NO_MEMORY;
    areas[count] = write_issuer(&filled[count], livery);
    count++;
    areas[count] = write_recipient(&filled[count], letter);
    count++;
    areas[count] = write_body(&filled[count], letter);
    count++;
    if (letter->signatory.size) {
        areas[count] = write_signature(&filled[count], letter);
        count++;
    }
    areas[count] = write_foot(&filled[count], letter);
    count++;
    for (size_t i = 0; i < count; i++)
        has_failed |= filled[i].has_failed;
    *sheet = (struct sheet){ PAPER_A4_SHORT, PAPER_A4_LONG, ORNAMENT_NONE, areas, count };
    *ret_layout = (struct layout){
        .title = letter->title,
        .author = french_text(arena, livery->certifier),
        .subject = letter->reference,
        .made_on = letter->written_on,
        .accent = livery->accent,
        .mark = mark,
        .sheets = sheet,
        .count = 1,
    };
    return has_failed || !slice_is_set(ret_layout->author) ? STATUS_NO_MEMORY : STATUS_OK;
}
