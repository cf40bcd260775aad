/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract for people and for whoever looks for it: a page on which each operation can be tried
 * (/docs), and where everything is (RFC 9727). */
#include "api/operation.h"
#include "api/page_frame.h"
#include "process.h"
#include "text/html.h"

/* --- the page --- */

enum text {
    TEXT_TITLE,
    TEXT_TRY,
    TEXT_TRY_LEAD,
    TEXT_SANDBOX,
    TEXT_REAL,
    TEXT_AUTHORIZE,
    TEXT_KEY_STAYS,
    TEXT_ELSEWHERE,
    TEXT_CONTRACT,
    TEXT_PROBLEMS,
    TEXT_NO_SCRIPT,
    TEXT_OPERATIONS,
    TEXT_COUNT,
};

static const char *const texts[2][TEXT_COUNT] = {
    {
        [TEXT_TITLE] = "API de la certification CléA",
        [TEXT_TRY] = "Lire le contrat, essayer l’API",
        [TEXT_TRY_LEAD] =
            ("Chaque opération du contrat est décrite ci-dessous et peut être essayée "
             "depuis cette page. Les descriptions sont en anglais."),
        [TEXT_SANDBOX] =
            ("Ce service est un bac à sable : les personnes y sont inventées, et rien n’y engage "
             "personne. "
             "Ses clés de démonstration sont dans le fichier que server/run nomme en démarrant "
             "(var/demo-tokens) : une fonction et sa clé par ligne."),
        [TEXT_REAL] = ("Ce service est réel : ce que vous y faites compte. Une clé se demande à "
                       "votre responsable ; dry_run=true essaie une opération sans rien écrire."),
        [TEXT_AUTHORIZE] = "Activez « Authorize », collez-y une clé, puis essayez GET /v1/me.",
        [TEXT_KEY_STAYS] =
            ("La clé voyage dans l’en-tête Authorization, jamais dans une adresse ; la page "
             "l’oublie quand vous la quittez."),
        [TEXT_ELSEWHERE] = "À lire aussi :",
        [TEXT_CONTRACT] = "le contrat (OpenAPI 3.1)",
        [TEXT_PROBLEMS] = "le catalogue des problèmes",
        [TEXT_NO_SCRIPT] = "Cette page a besoin de JavaScript. Le contrat se lit aussi sans elle.",
        [TEXT_OPERATIONS] = "Opérations du contrat",
    },
    {
        [TEXT_TITLE] = "API of the CléA certification",
        [TEXT_TRY] = "Read the contract, try the API",
        [TEXT_TRY_LEAD] =
            ("Each operation of the contract is described below and can be tried from "
             "this page."),
        [TEXT_SANDBOX] =
            ("This service is a sandbox: its people are invented, and nothing in it binds anybody. "
             "Its demonstration keys are in the file that server/run names when it starts "
             "(var/demo-tokens): one role and its key a line."),
        [TEXT_REAL] = ("This service is real: what you do here counts. Ask your manager for a key; "
                       "dry_run=true tries an operation and writes nothing."),
        [TEXT_AUTHORIZE] = "Press “Authorize”, paste a key, then try GET /v1/me.",
        [TEXT_KEY_STAYS] = ("The key travels in the header Authorization, never in an address; the "
                            "page forgets it when you leave."),
        [TEXT_ELSEWHERE] = "To be read too:",
        [TEXT_CONTRACT] = "the contract (OpenAPI 3.1)",
        [TEXT_PROBLEMS] = "the catalogue of problems",
        [TEXT_NO_SCRIPT] = "This page needs JavaScript. The contract can be read without it.",
        [TEXT_OPERATIONS] = "Operations of the contract",
    },
};

static void write_step(const struct page_frame *frame, const char *text)
{
    buffer_text(frame->html, "<li>");
    html_text(frame->html, text);
    buffer_text(frame->html, "</li>");
}

static void write_link(const struct page_frame *frame, const char *address, const char *text)
{
    buffer_text(frame->html, " <a href=\"");
    buffer_text(frame->html, address);
    buffer_text(frame->html, "\">");
    html_text(frame->html, text);
    buffer_text(frame->html, "</a>");
}

static void write_steps(const struct page_frame *frame, const char *const *said)
{
    buffer_text(frame->html, "<ul class=\"steps\">");
    write_step(frame, said[process.is_sandbox ? TEXT_SANDBOX : TEXT_REAL]);
    write_step(frame, said[TEXT_AUTHORIZE]);
    write_step(frame, said[TEXT_KEY_STAYS]);
    buffer_text(frame->html, "<li>");
    html_text(frame->html, said[TEXT_ELSEWHERE]);
    write_link(frame, "openapi.yaml", said[TEXT_CONTRACT]);
    buffer_char(frame->html, ',');
    write_link(frame, "problems", said[TEXT_PROBLEMS]);
    buffer_text(frame->html, "</li></ul></div></section>");
}

/* From where the page stands: it may have another beginning for whoever is behind a proxy. */
static const char head[] = "<link rel=\"icon\" href=\"data:,\">"
                           "<link rel=\"stylesheet\" href=\"docs/swagger-ui.css\">"
                           "<script defer src=\"docs/swagger-ui-bundle.js\"></script>"
                           "<script defer src=\"docs/initializer.js\"></script>";

static void write_operations(const struct page_frame *frame, const char *const *said)
{
    buffer_text(frame->html, "<noscript><p>");
    html_text(frame->html, said[TEXT_NO_SCRIPT]);
    buffer_text(frame->html, "</p></noscript></div><section id=\"swagger-ui\" lang=\"en\" "
                             "aria-label=\"");
    html_text(frame->html, said[TEXT_OPERATIONS]);
    buffer_text(frame->html, "\"></section><div class=\"page\">");
}

static bool is_installed(void)
{
    return slice_is_set(process.docs.script);
}

static void render_docs(struct exchange *x, const struct page_told *told, struct buffer *html)
{
    const struct page_frame frame = page_frame_of(x, html);
    const char *const *said = texts[frame.is_english];
    x->is_missing = !is_installed();
    page_open(&frame, said[TEXT_TITLE], told->reason == REASON_NONE ? head : "", SLICE(""));
    if (told->reason == REASON_NONE) {
        buffer_text(html, "<section aria-label=\"");
        html_text(html, said[TEXT_TRY]);
        buffer_text(html, "\">");
        page_open_card(&frame, "asking", said[TEXT_TRY], said[TEXT_TRY_LEAD]);
        write_steps(&frame, said);
        write_operations(&frame, said);
    } else {
        buffer_text(html, "<main>");
        page_open_refusal(&frame, told->reason);
        buffer_text(html, "<ul class=\"steps\">");
        if (reason_hint(told->reason, frame.is_english))
            write_step(&frame, reason_hint(told->reason, frame.is_english));
        buffer_text(html, "</ul></div></main>");
    }
    page_close(&frame);
}

/* Scripts and styles are files of this server; what they ask, and where their icons are, too. */
static const struct page docs_page = {
    .render = render_docs,
    .is_all = true,
    .loads = " 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'",
};

/* --- where everything is --- */

static const struct entry {
    const char *href, *type;
    bool needs_docs;
} descriptions[] = {
    { "/openapi.json", "application/json", false },
    { "/openapi.yaml", "application/yaml", false },
}, pages[] = {
    { "/docs", "text/html", true },
    { "/problems", "text/html", false },
}, probes[] = {
    { "/readyz", "application/json", false },
}, interfaces[] = {
    { "/v1", "application/json", false },
};

static void write_entries(struct writer *writer, const char *relation, const struct entry *entries,
                          size_t count)
{
    writer_key(writer, relation);
    writer_open(writer, '[');
    for (size_t i = 0; i < count; i++) {
        if (entries[i].needs_docs && !is_installed())
            continue;
        writer_open(writer, '{');
        writer_key(writer, "href");
        writer_text(writer, entries[i].href);
        writer_key(writer, "type");
        writer_text(writer, entries[i].type);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

#define WRITE_ENTRIES(writer, relation, entries)                                                   \
    write_entries(writer, relation, entries, sizeof(entries) / sizeof((entries)[0]))

/* Addresses are relative to that of the catalogue (RFC 9264, 4.2.3): the server does not know what
 * others call it. */
static void render_catalogue(struct exchange *x, struct writer *writer)
{
    (void)x;
    writer_open(writer, '{');
    writer_key(writer, "linkset");
    writer_open(writer, '[');
    writer_open(writer, '{');
    writer_key(writer, "anchor");
    writer_text(writer, "/.well-known/api-catalog");
    WRITE_ENTRIES(writer, "item", interfaces);
    writer_close(writer, '}');
    writer_open(writer, '{');
    writer_key(writer, "anchor");
    writer_text(writer, "/v1");
    WRITE_ENTRIES(writer, "service-desc", descriptions);
    WRITE_ENTRIES(writer, "service-doc", pages);
    WRITE_ENTRIES(writer, "status", probes);
    writer_close(writer, '}');
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static const enum reason docs_reasons[] = { REASON_DOCS_NOT_INSTALLED, REASON_NONE };

/* A file of the page: the same for everybody, and one of these three. */
#define DOCS_FILE(name, file, what, type, text)                                                    \
    {                                                                                              \
        .id = name, .method = METHOD_GET, .path = "/docs/" file, .tag = "Service",                 \
        .summary = what, .description = "What /docs loads; of no use by itself.",                  \
        .flags = OPERATION_PUBLIC_CACHE,                                                           \
        .reply = { 200, .shared = text, .content_type = type,                                      \
                   .missing = REASON_DOCS_NOT_INSTALLED },                                         \
        .reasons = docs_reasons,                                                                   \
    }

const struct operation docs_operations[] = {
    {
        .id = "getApiCatalog",
        .method = METHOD_GET,
        .path = "/.well-known/api-catalog",
        .tag = "Service",
        .summary = "Where the contract, its pages and the probes are.",
        .description = "A set of links (RFC 9727, RFC 9264), with addresses relative to its own.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .render = render_catalogue,
                   .link = "</.well-known/api-catalog>; "
                           "rel=\"api-catalog\"",
                   .types = { "application/linkset+json", "application/json" } },
    },
    {
        .id = "getDocs",
        .method = METHOD_GET,
        .path = "/docs",
        .tag = "Service",
        .summary = "This contract as a page, on which operations can be tried.",
        .description = "For people. 404 where the page is not installed.",
        .flags = OPERATION_PUBLIC_CACHE,
        .query = &page_query_table,
        .reply = { 200, .content_type = "text/html", .page = &docs_page,
                   .missing = REASON_DOCS_NOT_INSTALLED },
        .reasons = docs_reasons,
    },
    DOCS_FILE("getDocsStyle", "swagger-ui.css", "The style sheet of /docs.", "text/css",
              &process.docs.style),
    DOCS_FILE("getDocsScript", "swagger-ui-bundle.js", "The program of /docs.", "text/javascript",
              &process.docs.script),
    DOCS_FILE("getDocsInitializer", "initializer.js", "What starts the program of /docs.",
              "text/javascript", &process.docs.initializer),
    { .id = NULL },
};
