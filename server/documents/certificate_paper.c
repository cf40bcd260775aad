/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/certificate_paper.h"

#include "documents/filling.h"
#include "documents/french.h"
#include "documents/holder_text.h"
#include "documents/proof_text.h"

/* --- how it looks --- */

/* clang-format off */
static const struct text_style
    issuer =      { FACE_SANS, 9, 5, 3, 1.4, 20, ALIGN_CENTER, INK_QUIET, .breaks_words = true },
    headline =    { FACE_ROMAN, 50, 18, 2, 1.1, 12, ALIGN_CENTER, INK_ACCENT, .breaks_words = true },
    subtitle =    { FACE_ITALIC, 17.5, 9, 3, 1.25, 0, ALIGN_CENTER, INK_TEXT, .breaks_words = true },
    duplicate =   { FACE_SANS_BOLD, 9, 6, 1, 1.4, 60, ALIGN_CENTER, INK_ACCENT },
    lead =        { FACE_ITALIC, 14, 0, 0, 1.2, 0, ALIGN_CENTER, INK_QUIET },
    name_of_holder = { FACE_ROMAN, 38, 9, 4, 1.12, 0, ALIGN_CENTER, INK_TEXT },
    usage =       { FACE_ITALIC, 15, 7, 2, 1.25, 0, ALIGN_CENTER, INK_TEXT },
    sentence =    { FACE_ROMAN, 14, 0, 2, 1.35, 0, ALIGN_CENTER, INK_TEXT },
    label =       { FACE_SANS, 6.4, 0, 0, 1.5, 90, ALIGN_LEFT, INK_QUIET },
    value =       { FACE_ROMAN, 11.5, 5.5, 5, 1.15, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "lnum=1" },
    signature =   { FACE_ITALIC, 14.5, 5.5, 9, 1.15, 0, ALIGN_CENTER, INK_TEXT, .breaks_words = true },
    role =        { FACE_SANS, 6.6, 4, 4, 1.4, 5, ALIGN_CENTER, INK_QUIET, .breaks_words = true },
    caption =     { FACE_SANS_BOLD, 6.6, 0, 1, 1.5, 10, ALIGN_CENTER, INK_TEXT },
    address =     { FACE_SANS, 6, 3.5, 4, 1.4, 0, ALIGN_CENTER, INK_QUIET, .breaks_words = true };
/* clang-format on */

/* --- what it says --- */

struct writing {
    struct arena *arena;
    const struct certificate_paper *paper;
    const struct livery *livery;
    bool has_failed;
};

static struct slice print(const struct writing *w, const char *before, struct slice text)
{
    return arena_print(w->arena, "%s%.*s", before, (int)text.size, text.at ? text.at : "");
}

/* A title has a name and, behind a dash, what it is about. */
static void put_title(struct writing *w, struct filling *filling)
{
    static const char dash[] = " – ";
    const struct slice title = french_text(w->arena, w->paper->title);
    const char *at = title.at ? memmem(title.at, title.size, dash, sizeof dash - 1) : NULL;
    const size_t size = at ? (size_t)(at - title.at) : title.size;
    filling_text(filling, "H1", &headline, (struct slice){ title.at, size });
    if (at)
        filling_text(filling, "P", &subtitle,
                     (struct slice){ at + sizeof dash - 1, title.size - size - (sizeof dash - 1) });
}

/* Who issues what to whom: one sentence from the top to the middle of the sheet. */
static struct area write_award(struct writing *w)
{
    struct filling filling = { w->arena };
    const struct slice birth = holder_birth(w->arena, &w->paper->holder);
    if (w->livery->logo) {
        filling_put(&filling,
                    (struct block){ BLOCK_PICTURE, .tag = "Figure", .picture = w->livery->logo,
                                    .height = 44, .width = 200, .align = ALIGN_CENTER,
                                    .alt = french_text(w->arena, w->livery->certifier) });
        filling_space(&filling, 6);
    }
    filling_text(&filling, "P", &issuer, french_text(w->arena, w->livery->certifier));
    if (w->paper->duplicate.ordinal) {
        const struct slice day = french_date(w->arena, w->paper->duplicate.issued_on);
        filling_space(&filling, 6);
        filling_text(&filling, "P", &duplicate,
                     arena_print(w->arena, "DUPLICATA N°\u00a0%d, délivré le %.*s",
                                 w->paper->duplicate.ordinal, (int)day.size, day.at));
    }
    filling_space(&filling, 12);
    put_title(w, &filling);
    filling_space(&filling, 6);
    filling_rule(&filling, 96, 12);
    filling_space(&filling, 4);
    filling_text(&filling, "P", &lead, SLICE("est décerné à"));
    filling_space(&filling, 8);
    filling_text(&filling, "H2", &name_of_holder, holder_name(w->arena, &w->paper->holder));
    if (slice_is_set(w->paper->holder.usage_name)) {
        const struct slice name = french_text(w->arena, w->paper->holder.usage_name);
        filling_text(&filling, "P", &usage, print(w, "nom d’usage\u00a0: ", name));
    }
    if (birth.size || !slice_is_set(birth))
        filling_text(&filling, "P", &usage, birth);
    filling_space(&filling, 12);
    filling_text(&filling, "P", &sentence,
                 SLICE("qui a démontré la maîtrise attendue dans chacun des domaines\n"
                       "du référentiel de cette certification."));
    w->has_failed |= filling.has_failed;
    return filling_area(&filling, (struct area){ 80, 60, 681.89, 345, STAND_MIDDLE, 0.6 });
}

static void put_pair(struct filling *filling, struct slice name, struct slice text)
{
    filling_text(filling, "P", &label, name);
    filling_text(filling, "P", &value, text);
    filling_space(filling, 3.5);
}

static struct area write_facts(struct writing *w)
{
    const struct certificate_paper *paper = w->paper;
    struct filling filling = { w->arena };
    const struct slice version =
        arena_print(w->arena, "%.*s, version\u00a0%.*s", (int)paper->referential_code.size,
                    paper->referential_code.at, (int)paper->referential_version.size,
                    paper->referential_version.at);
    put_pair(&filling, SLICE("NUMÉRO"), paper->number);
    put_pair(&filling, SLICE("DÉCISION DU"), french_date(w->arena, paper->decision_on));
    put_pair(&filling, SLICE("COMMISSION"), french_text(w->arena, paper->commission_name));
    put_pair(&filling, SLICE("RÉFÉRENTIEL"), version);
    put_pair(&filling, SLICE("DÉLIVRÉ LE"), french_date(w->arena, paper->issued_on));
    w->has_failed |= filling.has_failed;
    return filling_area(&filling, (struct area){ 64, 400, 196, 138, STAND_BOTTOM, 0.6 });
}

/* The name above a line, the role below it: the lines of all stand at one height. */
static void write_signatory(struct writing *w, const struct signatory *who, double left,
                            double width, struct area ret_areas[2])
{
    const double line = 510;
    struct filling above = { w->arena }, below = { w->arena };
    filling_text(&above, "P", &signature, french_text(w->arena, who->name));
    filling_rule(&above, width, 8);
    filling_text(&below, "P", &role, french_text(w->arena, who->role));
    w->has_failed |= above.has_failed || below.has_failed;
    ret_areas[0] =
        filling_area(&above, (struct area){ left, line - 90, width, 90, STAND_BOTTOM, 0.6 });
    ret_areas[1] = filling_area(&below, (struct area){ left, line, width, 30, STAND_TOP, 0.6 });
}

/* Groups that the eye keeps; dashes do not count when a code is typed. */
static struct slice grouped(const struct writing *w, struct slice code)
{
    static const int groups[] = { 5, 5, 6, 5, 5 };
    struct slice text = SLICE("");
    size_t at = 0;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0] && at < code.size && slice_is_set(text);
         i++) {
        const size_t left = code.size - at,
                     size = left < (size_t)groups[i] ? left : (size_t)groups[i];
        text = arena_print(w->arena, "%.*s%s%.*s", (int)text.size, text.at, at ? "-" : "",
                           (int)size, code.at + at);
        at += size;
    }
    return text;
}

/* For who types it: without its scheme, the code on a line of its own. */
static struct slice shown_address(const struct writing *w)
{
    const struct slice base = w->livery->verification_address;
    const struct slice code = grouped(w, w->paper->verification_code);
    const char *scheme = memmem(base.at, base.size, "://", 3);
    const size_t skipped = scheme ? (size_t)(scheme + 3 - base.at) : 0;
    if (!slice_is_set(code))
        return code;
    return arena_print(w->arena, "%.*s\n%.*s", (int)(base.size - skipped), base.at + skipped,
                       (int)code.size, code.at);
}

/* What the code holds: the address and, behind a # that no browser sends on, what proves it without
 * a network. */
static struct slice code_text(const struct writing *w, struct slice link)
{
    const struct certificate_paper *paper = w->paper;
    if (!w->livery->proof || !slice_is_set(link))
        return link;
    const struct slice proof =
        proof_text(w->arena, w->livery->proof, paper->number, paper->issued_on,
                   paper->holder.first_names[0], paper->holder.birth_name);
    return slice_is_set(proof) ? arena_print(w->arena, "%.*s#%.*s", (int)link.size, link.at,
                                             (int)proof.size, proof.at)
                               : proof;
}

static struct area write_code(struct writing *w)
{
    struct filling filling = { w->arena };
    const struct slice base = w->livery->verification_address, code = w->paper->verification_code;
    const struct slice link =
        arena_print(w->arena, "%.*s%.*s", (int)base.size, base.at, (int)code.size, code.at);
    /* A signed code has more squares: they stay as large. */
    const double side = w->livery->proof ? 116 : 98;
    filling_put(&filling,
                (struct block){ BLOCK_CODE, .tag = "Figure", .text = code_text(w, link),
                                .link = link, .height = side, .align = ALIGN_CENTER,
                                .alt = SLICE("Code QR : adresse où vérifier ce certificat") });
    filling_text(&filling, "P", &caption, SLICE("Vérifier ce certificat"));
    filling_put(&filling, (struct block){ BLOCK_TEXT, .tag = "P", .style = &address, .link = link,
                                          .text = shown_address(w) });
    w->has_failed |= filling.has_failed;
    return filling_area(&filling, (struct area){ 632, 400, 150, 138, STAND_BOTTOM, 0.5 });
}

/* Those of the minutes, then the certifier's, side by side between facts and code. */
static size_t write_signatories(struct writing *w, struct area *areas)
{
    const double left = 266, width = 362, gap = 14;
    struct signatory all[PAPER_SIGNATORIES + 1];
    size_t count = w->paper->signatories.count;
    if (count > 0)
        memcpy(all, w->paper->signatories.items, count * sizeof *all);
    if (w->livery->signatory.size)
        all[count++] = (struct signatory){ w->livery->signatory, w->livery->signatory_role };
    const double pitch = width / (double)(count > 2 ? count : 3);
    const double first = left + (width - pitch * (double)count) / 2;
    for (size_t i = 0; i < count; i++)
        write_signatory(w, &all[i], first + pitch * (double)i + gap / 2, pitch - gap,
                        &areas[2 * i]);
    return 2 * count;
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct certificate_paper *paper = read;
    const struct livery *livery = desk->livery;
    struct arena *arena = desk->arena;
    struct writing w = { arena, paper, livery, false };
    *ret_missing = "/signatories";
    if (paper->signatories.count > PAPER_SIGNATORIES)
        return STATUS_FAILED;
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct area *areas = arena_alloc(arena, (2 * PAPER_SIGNATORIES + 5) * sizeof *areas);
    if (!sheet || !areas)
        return STATUS_NO_MEMORY;
    size_t count = 0;
    areas[count++] = write_award(&w);
    areas[count++] = write_facts(&w);
    count += write_signatories(&w, areas + count);
    areas[count++] = write_code(&w);
    *sheet = (struct sheet){ PAPER_A4_LONG, PAPER_A4_SHORT, ORNAMENT_FRAME, areas, count };
    *ret_layout = (struct layout){
        .title = print(&w, "", paper->title),
        .author = french_text(arena, livery->certifier),
        .subject = paper->number,
        .made_on = paper->issued_on,
        .accent = livery->accent,
        .mark = desk->mark,
        .sheets = sheet,
        .count = 1,
    };
    return w.has_failed || !ret_layout->title.at || !ret_layout->author.at ? STATUS_NO_MEMORY
                                                                           : STATUS_OK;
}

const struct paper_kind certificate_kind = { "CERTIFICATE", &certificate_shape, lay_out };
const struct paper_kind duplicate_kind = { "DUPLICATE", &certificate_shape, lay_out };
