/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person sees who scans the code of a certificate, or types it: one page that needs no
 * script, says at once whether the certificate is good, and shows no more of its holder than the
 * initials. */
#include "api/certificates/verification_page.h"

#include "api/notices.h"
#include "api/words.h"
#include "certificate.h"
#include "reason.h"
#include "text/html.h"

#include <string.h>

/* Longer is no code, whatever stands between its signs. */
enum { TYPED_MOST = 100 };

static const struct field typed_fields[] = {
    PAGE_LANG,
    { "code", FIELD_TEXT, FIELD_REQUIRED, offsetof(struct verification_query, code), 1, TYPED_MOST,
      .doc = "The code, as it is printed or as it was typed. A page without one asks for it.",
      .example = "\"7J2K-M9QX-4TWB-HC3R\"" },
    { .name = NULL },
};
const struct fields verification_query_table = { "PageCodeQuery", typed_fields,
                                                 sizeof(struct verification_query) };

struct slice verification_code(const struct exchange *x)
{
    const struct verification_query *query = x->query;
    return slice_is_set(x->path_text[0]) || !query ? x->path_text[0] : query->code;
}

enum text {
    TEXT_PAGE_TITLE,
    TEXT_VALID,
    TEXT_VALID_LEAD,
    TEXT_ANNULLED,
    TEXT_ANNULLED_LEAD,
    TEXT_SUPERSEDED,
    TEXT_SUPERSEDED_LEAD,
    TEXT_CERTIFICATION,
    TEXT_NUMBER,
    TEXT_DECISION,
    TEXT_ANNULMENT,
    TEXT_HOLDER,
    TEXT_LOOKED_AT,
    TEXT_ASK,
    TEXT_ASK_LEAD,
    TEXT_CODE,
    TEXT_CODE_HINT,
    TEXT_VERIFY,
    TEXT_BE_CAREFUL,
    TEXT_BE_SURE,
    TEXT_CHECK_ADDRESS,
    TEXT_CHECK_NUMBER,
    TEXT_CHECK_NAME,
    TEXT_COUNT,
};

static const char *const texts[2][TEXT_COUNT] = {
    {
        [TEXT_PAGE_TITLE] = "Vérification d’un certificat CléA",
        [TEXT_VALID] = "Certificat valide",
        [TEXT_VALID_LEAD] = "Ce certificat figure au registre du certificateur. Il est valide.",
        [TEXT_ANNULLED] = "Certificat annulé",
        [TEXT_ANNULLED_LEAD] = "Le certificateur a annulé ce certificat. Il n’atteste plus rien.",
        [TEXT_SUPERSEDED] = "Document remplacé",
        [TEXT_SUPERSEDED_LEAD] =
            ("Le certificat est valide, mais l’identité de son titulaire a été rectifiée : un "
             "duplicata remplace ce document. Demandez-le à la personne qui vous présente "
             "celui-ci."),
        [TEXT_CERTIFICATION] = "Certification",
        [TEXT_NUMBER] = "Numéro",
        [TEXT_DECISION] = "Décision de la commission",
        [TEXT_ANNULMENT] = "Annulation",
        [TEXT_HOLDER] = "Initiales du titulaire",
        [TEXT_LOOKED_AT] = "Registre consulté le",
        [TEXT_ASK] = "Vérifier un certificat",
        [TEXT_ASK_LEAD] = "Saisissez le code de vérification imprimé sur le certificat.",
        [TEXT_CODE] = "Code de vérification",
        [TEXT_CODE_HINT] =
            ("26 lettres et chiffres, sous le QR code\u00A0; ce n’est pas le numéro, qui commence "
             "par "
             "CLEA. Majuscules ou minuscules, avec ou sans tirets\u00A0: la saisie est libre."),
        [TEXT_VERIFY] = "Vérifier",
        [TEXT_BE_CAREFUL] = "Avant de vous y fier",
        [TEXT_BE_SURE] = "Pour être sûr de cette page",
        [TEXT_CHECK_ADDRESS] = "L’adresse de cette page doit commencer par :",
        [TEXT_CHECK_NUMBER] = "Le numéro imprimé sur le certificat doit être celui de cette page.",
        [TEXT_CHECK_NAME] =
            ("Cette page ne montre ni le nom ni la date de naissance du titulaire : "
             "comparez ses initiales avec celles de la personne qui vous présente "
             "le certificat."),
    },
    {
        [TEXT_PAGE_TITLE] = "Verification of a CléA certificate",
        [TEXT_VALID] = "Valid certificate",
        [TEXT_VALID_LEAD] = "This certificate is in the certifier’s register. It is valid.",
        [TEXT_ANNULLED] = "Annulled certificate",
        [TEXT_ANNULLED_LEAD] =
            ("The certifier has annulled this certificate. It proves nothing any "
             "more."),
        [TEXT_SUPERSEDED] = "Superseded paper",
        [TEXT_SUPERSEDED_LEAD] =
            ("The certificate is valid, but the identity of its holder was corrected: a duplicate "
             "takes the place of this paper. Ask whoever shows you this one for it."),
        [TEXT_CERTIFICATION] = "Certification",
        [TEXT_NUMBER] = "Number",
        [TEXT_DECISION] = "Decision of the commission",
        [TEXT_ANNULMENT] = "Annulment",
        [TEXT_HOLDER] = "Initials of the holder",
        [TEXT_LOOKED_AT] = "Register consulted on",
        [TEXT_ASK] = "Verify a certificate",
        [TEXT_ASK_LEAD] = "Type the verification code that is printed on the certificate.",
        [TEXT_CODE] = "Verification code",
        [TEXT_CODE_HINT] =
            ("26 letters and digits, under the QR code; it is not the number, which begins with "
             "CLEA. Capitals or not, with or without dashes: type it as you like."),
        [TEXT_VERIFY] = "Verify",
        [TEXT_BE_CAREFUL] = "Before you rely on it",
        [TEXT_BE_SURE] = "To be sure of this page",
        [TEXT_CHECK_ADDRESS] = "The address of this page must begin with:",
        [TEXT_CHECK_NUMBER] = "The number printed on the certificate must be the one on this page.",
        [TEXT_CHECK_NAME] =
            ("This page shows neither the name nor the date of birth of the holder: "
             "compare the initials with those of the person who shows you the "
             "certificate."),
    },
};

struct telling {
    const struct page_frame *frame;
    struct exchange *x;
    struct buffer *html;
    const char *const *texts;
    const struct page_told *told;
};

static struct slice cell(const struct telling *t, const char *member)
{
    const int at = view_find(t->told->view, member);
    return at < 0 ? SLICE_UNSET : t->told->cells[at];
}

static void open_row(const struct telling *t, enum text name, const char *attributes)
{
    page_open_row(t->frame, t->texts[name], attributes);
}

static void write_text_row(const struct telling *t, enum text name, const char *member,
                           const char *attributes)
{
    open_row(t, name, attributes);
    html_slice(t->html, cell(t, member));
    page_close_row(t->frame);
}

static void write_date_row(const struct telling *t, enum text name, struct slice day)
{
    struct date date;
    if (!slice_is_set(day) || !date_parse(day.at, day.size, &date))
        return;
    open_row(t, name, "");
    html_date(t->html, date, t->frame->is_english);
    page_close_row(t->frame);
}

static void open_verdict(const struct telling *t, const char *class, enum text title,
                         enum text lead)
{
    page_open_card(t->frame, class, t->texts[title], t->texts[lead]);
}

static bool is_status(const struct telling *t, enum verification_status_word status)
{
    return t->told->cells && slice_is(cell(t, "status"), verification_status_words.codes[status]);
}

static void write_certificate(const struct telling *t)
{
    if (is_status(t, VERIFICATION_ANNULLED))
        open_verdict(t, "annulled", TEXT_ANNULLED, TEXT_ANNULLED_LEAD);
    else if (is_status(t, VERIFICATION_SUPERSEDED))
        open_verdict(t, "annulled", TEXT_SUPERSEDED, TEXT_SUPERSEDED_LEAD);
    else
        open_verdict(t, "valid", TEXT_VALID, TEXT_VALID_LEAD);
    buffer_text(t->html, "<dl>");
    write_text_row(t, TEXT_CERTIFICATION, "title", t->frame->is_english ? " lang=\"fr\"" : "");
    write_text_row(t, TEXT_NUMBER, "number", " class=\"number\"");
    write_date_row(t, TEXT_DECISION, cell(t, "decision_on"));
    write_date_row(t, TEXT_ANNULMENT, cell(t, "annulled_on"));
    write_text_row(t, TEXT_HOLDER, "holder_initials", "");
    open_row(t, TEXT_LOOKED_AT, "");
    html_date(t->html, t->x->today, t->frame->is_english);
    page_close_row(t->frame);
    buffer_text(t->html, "</dl></div>");
}

static void write_attribute(const struct telling *t, const char *name, struct slice value)
{
    buffer_text(t->html, name);
    buffer_text(t->html, "=\"");
    html_slice(t->html, value);
    buffer_char(t->html, '"');
}

/* The address of the operation without the code, from where the page stands: it may have another
 * beginning for whoever is behind a proxy. */
static void write_action(const struct telling *t)
{
    const char *path = t->x->operation->path, *member = strchr(path, '{');
    const char *end = member ? member - 1 : path + strlen(path), *begin = end;
    while (begin[-1] != '/')
        begin--;
    buffer_text(t->html, " action=\"");
    buffer_text(t->html, member ? "../" : "");
    buffer_slice(t->html, (struct slice){ begin, (size_t)(end - begin) });
    buffer_char(t->html, '"');
}

/* What was typed stands there again, so that a slip is mended and not typed anew. */
static void write_form(const struct telling *t)
{
    const struct slice typed = verification_code(t->x);
    buffer_text(t->html, "<form class=\"ask\" method=\"get\"");
    write_action(t);
    buffer_text(t->html, "><label for=\"code\">");
    html_text(t->html, t->texts[TEXT_CODE]);
    buffer_text(t->html, "</label><p id=\"hint\">");
    html_text(t->html, t->texts[TEXT_CODE_HINT]);
    buffer_text(t->html, "</p><div><input id=\"code\" name=\"code\" type=\"text\" required "
                         "maxlength=\"40\" autocomplete=\"off\" autocapitalize=\"characters\" "
                         "spellcheck=\"false\" aria-describedby=\"hint\"");
    if (slice_is_set(typed) && typed.size <= TYPED_MOST)
        write_attribute(t, " value", typed);
    buffer_text(t->html, "><button type=\"submit\">");
    html_text(t->html, t->texts[TEXT_VERIFY]);
    buffer_text(t->html, "</button></div>");
    if (t->frame->has_chosen) {
        buffer_text(t->html, "<input type=\"hidden\" name=\"lang\"");
        write_attribute(t, " value", t->frame->is_english ? SLICE("EN") : SLICE("FR"));
        buffer_char(t->html, '>');
    }
    buffer_text(t->html, "</form>");
}

/* Nothing was asked for. */
static void write_question(const struct telling *t)
{
    open_verdict(t, "asking", TEXT_ASK, TEXT_ASK_LEAD);
    write_form(t);
    buffer_text(t->html, "</div>");
}

/* Why there is no certificate to show, in the words of the reason. */
static void write_refusal(const struct telling *t)
{
    page_open_refusal(t->frame, t->told->reason);
    if (reason_info(t->told->reason)->status <
        429) /* else another code finds no more than this one */
        write_form(t);
    buffer_text(t->html, "</div>");
}

static void write_item(const struct telling *t, const char *text, struct slice strong)
{
    buffer_text(t->html, "<li>");
    html_text(t->html, text);
    if (slice_is_set(strong)) {
        buffer_text(t->html, " <strong>");
        html_slice(t->html, strong);
        buffer_text(t->html, "</strong>");
    }
    buffer_text(t->html, "</li>");
}

/* Scheme and host of the address that certificates print: there is a shorter one and a longer one
 * behind them. */
static struct slice origin_of(struct slice address)
{
    unsigned slashes = 0;
    size_t size = 0;
    while (size < address.size && (slashes += address.at[size] == '/') < 3)
        size++;
    return (struct slice){ address.at, size < address.size ? size + 1 : size };
}

static void write_advice(const struct telling *t)
{
    const bool is_valid = is_status(t, VERIFICATION_VALID);
    buffer_text(t->html, "<section class=\"advice\"><h2>");
    html_text(t->html, t->texts[is_valid ? TEXT_BE_CAREFUL : TEXT_BE_SURE]);
    buffer_text(t->html, "</h2><ul>");
    write_item(t, t->texts[TEXT_CHECK_ADDRESS], origin_of(t->x->notices->verification_address));
    if (is_valid) {
        write_item(t, t->texts[TEXT_CHECK_NUMBER], SLICE_UNSET);
        write_item(t, t->texts[TEXT_CHECK_NAME], SLICE_UNSET);
    }
    buffer_text(t->html, "</ul></section></main>");
}

/* A code of the query is that of the page in the other language too; what is none is typed anew. */
static struct slice carried_of(struct exchange *x)
{
    char code[VERIFICATION_CODE_SIZE];
    const struct slice typed = slice_is_set(x->path_text[0]) ? SLICE_UNSET : verification_code(x);
    if (!slice_is_set(typed) || !verification_code_normalise(typed.at, typed.size, code))
        return SLICE("");
    return arena_print(x->arena, "code=%s&amp;", code);
}

static void render_page(struct exchange *x, const struct page_told *told, struct buffer *html)
{
    const struct page_frame frame = page_frame_of(x, html);
    const struct telling t = { &frame, x, html, texts[frame.is_english], told };
    page_open(&frame, t.texts[TEXT_PAGE_TITLE], "", carried_of(x));
    buffer_text(html, "<main>");
    if (told->cells)
        write_certificate(&t);
    else if (told->reason == REASON_NONE)
        write_question(&t);
    else
        write_refusal(&t);
    write_advice(&t);
    page_close(&frame);
}

static bool is_told(const struct exchange *x)
{
    return slice_is_set(verification_code(x));
}

const struct page verification_page = { .render = render_page, .is_asked = is_told };
