/* SPDX-License-Identifier: EUPL-1.2 */
/* Vocabularies: the closed lists of the contract, with French and English labels. */
#include "api/operation.h"
#include "api/words.h"

static const struct member term_members[] = {
    { "code", MEMBER_TEXT, .doc = "As in the other answers.", .example = "\"CERTIFIED\"" },
    { "label_fr", MEMBER_TEXT, .doc = "What to show in French.", .example = "\"Certifié\"" },
    { "label_en", MEMBER_TEXT, .doc = "What to show in English.", .example = "\"Certified\"" },
    { .name = NULL },
};
static const struct view term_view = { "Term", "A word of a vocabulary.", term_members };

static const struct member vocabulary_members[] = {
    { "name", MEMBER_TEXT, .doc = "Name in the address.", .example = "\"candidacy-states\"" },
    { "label_fr", MEMBER_TEXT, .doc = "Title in French." },
    { "label_en", MEMBER_TEXT, .doc = "Title in English." },
    { "terms", MEMBER_OBJECTS, .of = &term_view, .doc = "Its words, in their natural order." },
    { .name = NULL },
};
static const struct view vocabulary_view = { "Vocabulary", "A closed list of the contract.",
                                             vocabulary_members };

static void write_vocabulary(struct writer *writer, const struct vocabulary *vocabulary)
{
    writer_open(writer, '{');
    writer_key(writer, "name");
    writer_text(writer, vocabulary->name);
    writer_key(writer, "label_fr");
    writer_text(writer, vocabulary->title.fr);
    writer_key(writer, "label_en");
    writer_text(writer, vocabulary->title.en);
    writer_key(writer, "terms");
    writer_open(writer, '[');
    for (unsigned i = 0; vocabulary->codes[i]; i++) {
        writer_open(writer, '{');
        writer_key(writer, "code");
        writer_text(writer, vocabulary->codes[i]);
        writer_key(writer, "label_fr");
        writer_text(writer, vocabulary->labels[i].fr);
        writer_key(writer, "label_en");
        writer_text(writer, vocabulary->labels[i].en);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static void render_vocabularies(struct exchange *x, struct writer *writer)
{
    (void)x;
    writer_open(writer, '{');
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (unsigned i = 0; vocabularies[i]; i++)
        write_vocabulary(writer, vocabularies[i]);
    writer_close(writer, ']');
    writer_key(writer, "page");
    writer_raw(writer, SLICE("{\"limit\":null,\"next_cursor\":null,\"prev_cursor\":null,"
                             "\"is_partial\":false}"));
    writer_close(writer, '}');
}

static void render_vocabulary(struct exchange *x, struct writer *writer)
{
    for (unsigned i = 0; vocabularies[i]; i++) {
        if (slice_is(x->path_text[0], vocabularies[i]->name)) {
            write_vocabulary(writer, vocabularies[i]);
            return;
        }
    }
    x->is_missing = true;
}

const struct operation vocabulary_operations[] = {
    {
        .id = "listVocabularies",
        .method = METHOD_GET,
        .path = "/v1/vocabularies",
        .tag = "Service",
        .summary = "List every vocabulary.",
        .description = "The closed lists of the contract, with their labels in French and English. "
                       "In answers, accept words that you do not know yet.",
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &vocabulary_view, .render = render_vocabularies },
    },
    {
        .id = "getVocabulary",
        .method = METHOD_GET,
        .path = "/v1/vocabularies/{name}",
        .tag = "Service",
        .summary = "Read a vocabulary.",
        .description = "By its name.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &vocabulary_view, .render = render_vocabulary },
    },
    { .id = NULL },
};
