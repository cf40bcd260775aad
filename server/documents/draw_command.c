/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/draw_command.h"

#include "documents/command_file.h"
#include "documents/draw.h"
#include "documents/finish.h"
#include "documents/paper.h"
#include "seal_check.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

const struct command_option draw_command_options[] = {
    { "data", "FILE",
      "what it has to say, JSON: of a certificate as GET /v1/certificates/{id} answers it; - = "
      "standard input" },
    { "kind", "KIND",
      "what it is, of those that `clea-documents kinds` prints; CERTIFICATE when not said" },
    { "specimen", NULL, "write SPÉCIMEN across the sheet; that of a sandbox says SANS VALEUR" },
    { 0 },
};

static int complain(const char *what, const char *why)
{
    return command_file_complain("draw", what, why);
}

static int complain_of_drawing(const struct draw_fault *fault)
{
    char words[TEXT_CHARACTER_SIZE + 32];
    switch (fault->kind) {
    case DRAW_CHARACTER_MISSING:
        text_character(fault->character, true, words);
        fprintf(stderr, "clea-documents: draw: no font has the character %s of “%.*s”\n", words,
                (int)fault->text.size, fault->text.at);
        return EXIT_FAILURE;
    case DRAW_TEXT_TOO_LONG:
        fprintf(stderr, "clea-documents: draw: there is no room for “%.*s”\n",
                (int)fault->text.size, fault->text.at);
        return EXIT_FAILURE;
    case DRAW_LIBRARY_FAILED:
        break;
    }
    return complain("the library that draws has failed", "");
}

static int write_pdf(const struct layout *layout, struct arena *arena)
{
    char fault_text[FONT_FAULT_SIZE] = "";
    struct fonts *fonts;
    struct draw_fault fault = { 0 };
    struct buffer drawn = { 0 }, finished = { 0 };
    struct frame frame = { 0 };
    int code = EXIT_SUCCESS;
    if (fonts_open(&fonts, fault_text) != STATUS_OK)
        return complain("the fonts", fault_text);
    if (draw_pdf(fonts, layout, arena, &drawn, &fault) != STATUS_OK)
        code = complain_of_drawing(&fault);
    else if (finish_pdf(layout, buffer_as_slice(&drawn), &frame, &finished) != STATUS_OK)
        code = complain("the drawing could not be finished", "");
    else if (!command_file_print(&finished))
        code = complain("standard output", strerrordesc_np(errno));
    buffer_release(&drawn);
    buffer_release(&finished);
    frame_release(&frame);
    fonts_close(fonts);
    return code;
}

static int draw_document(const struct config *config, const char *kind, const struct document *json,
                         struct slice mark)
{
    struct arena arena;
    struct livery livery = livery_of(config);
    struct proof_key *proof = NULL;
    struct picture *logo = NULL;
    struct layout layout;
    char why[SEAL_WHY_SIZE];
    const char *missing = NULL;
    if (!livery_logo(config, &logo, why))
        return complain("the logo", why);
    if (!proof_of(config, &proof, why)) {
        picture_close(logo);
        return complain("the key that signs codes", why);
    }
    livery.logo = logo;
    livery.proof = proof;
    arena_init(&arena, 0);
    const enum status status =
        paper_lay_out(&arena, slice_of(kind), json, &livery, mark, &layout, &missing);
    const int code = status == STATUS_OK       ? write_pdf(&layout, &arena)
                     : status == STATUS_FAILED ? complain("this is no such document", missing)
                                               : complain("out of memory", "");
    arena_release(&arena);
    proof_close(proof);
    picture_close(logo);
    return code;
}

int draw_command_run(const struct config *config, const struct command_line *line)
{
    const char *path = command_value(line, "data"), *kind = command_value(line, "kind");
    struct slice mark = { 0 };
    struct buffer text = { 0 };
    struct document *json = NULL;
    struct slice composed;
    struct arena arena;
    enum status status = STATUS_OK;
    int code;
    if (!path)
        return complain("--data is missing", "");
    if (command_value(line, "specimen"))
        mark = SLICE("SPÉCIMEN");
    else if (config->sandbox.enabled)
        mark = SLICE("SANS VALEUR");
    arena_init(&arena, 0);
    if (!command_file_read(path, &text))
        code = complain(path, strerrordesc_np(errno));
    else if (text_compose(&arena, buffer_as_slice(&text), &composed) != STATUS_OK ||
             document_parse(composed, &json, &status) != REASON_NONE || status != STATUS_OK)
        code = complain(path, "this is not JSON");
    else
        code = draw_document(config, kind ? kind : "CERTIFICATE", json, mark);
    document_free(json);
    arena_release(&arena);
    buffer_release(&text);
    return code;
}
