#include "documents/draw_command.h"

#include "documents/certificate_paper.h"
#include "documents/draw.h"
#include "documents/finish.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

const struct command_option draw_command_options[] = {
    { "certificate", "FILE",
      "the certificate, as GET /v1/certificates/{id} answers it; - = standard input" },
    { "specimen", NULL, "write SPÉCIMEN across the sheet" },
    { 0 },
};

static int complain(const char *what, const char *why)
{
    fprintf(stderr, "clea-documents: draw: %s%s%s\n", what, *why ? ": " : "", why);
    return EXIT_FAILURE;
}

static int complain_of_drawing(const struct draw_fault *fault)
{
    char words[TEXT_CHARACTER_SIZE + 32];
    switch (fault->kind) {
    case DRAW_CHARACTER_MISSING:
        text_character(fault->character, words);
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

static bool read_all(const char *path, struct buffer *ret_text)
{
    char piece[16384];
    size_t size;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (!file)
        return false;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_append(ret_text, piece, size);
    const bool is_read = !ferror(file) && !ret_text->has_failed;
    if (file != stdin)
        fclose(file);
    return is_read;
}

static int write_pdf(const struct layout *layout)
{
    char fault_text[FONT_FAULT_SIZE] = "";
    struct fonts *fonts;
    struct draw_fault fault = { 0 };
    struct buffer drawn = { 0 }, finished = { 0 };
    int code = EXIT_SUCCESS;
    if (fonts_open(&fonts, fault_text) != STATUS_OK)
        return complain("the fonts", fault_text);
    if (draw_pdf(fonts, layout, &drawn, &fault) != STATUS_OK)
        code = complain_of_drawing(&fault);
    else if (finish_pdf(layout, buffer_as_slice(&drawn), &finished) != STATUS_OK)
        code = complain("the drawing could not be finished", "");
    else if (fwrite(finished.at, 1, finished.size, stdout) != finished.size || fflush(stdout))
        code = complain("standard output", strerrordesc_np(errno));
    buffer_release(&drawn);
    buffer_release(&finished);
    fonts_close(fonts);
    return code;
}

static int draw_certificate(const struct config *config, const struct document *json,
                            struct slice mark)
{
    struct arena arena;
    const struct livery livery = livery_of(config);
    struct certificate_paper paper;
    struct layout layout;
    const char *missing;
    int code;
    if (!certificate_paper_read(json, &paper, &missing))
        return complain("this is no certificate", missing);
    arena_init(&arena, 0);
    if (certificate_paper_layout(&arena, &paper, &livery, mark, &layout) == STATUS_OK)
        code = write_pdf(&layout);
    else
        code = complain("out of memory", "");
    arena_release(&arena);
    return code;
}

int draw_command_run(const struct config *config, const struct command_line *line)
{
    const char *path = command_value(line, "certificate");
    const struct slice mark =
        command_value(line, "specimen") ? SLICE("SPÉCIMEN") : (struct slice){ 0 };
    struct buffer text = { 0 };
    struct document *json = NULL;
    struct slice composed;
    struct arena arena;
    enum status status = STATUS_OK;
    int code;
    if (!path)
        return complain("--certificate is missing", "");
    arena_init(&arena, 0);
    if (!read_all(path, &text))
        code = complain(path, strerrordesc_np(errno));
    else if (text_compose(&arena, buffer_as_slice(&text), &composed) != STATUS_OK ||
             document_parse(composed, &json, &status) != REASON_NONE || status != STATUS_OK)
        code = complain(path, "this is not JSON");
    else
        code = draw_certificate(config, json, mark);
    document_free(json);
    arena_release(&arena);
    buffer_release(&text);
    return code;
}
