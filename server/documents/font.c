/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/font.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define GARAMOND "/usr/share/fonts/opentype/ebgaramond/EBGaramond12-"
#define INTER    "/usr/share/fonts/opentype/inter/Inter-"
#define GENTIUM  "/usr/share/fonts/truetype/gentiumplus/GentiumPlus-"

/* The bold of EB Garamond lacks letters of French, for which pango would take the regular one: what
 * is bold is Inter. Gentium Plus has every letter of the
 * Latin script that a civil register holds: it stands in where the others have a gap. */
static const struct font_file {
    const char *path, *family, *package;
} files[] = {
    { GARAMOND "Regular.otf", "EB Garamond", "fonts-ebgaramond" },
    { GARAMOND "Italic.otf", "EB Garamond", "fonts-ebgaramond" },
    { INTER "Regular.otf", "Inter", "fonts-inter" },
    { INTER "SemiBold.otf", "Inter", "fonts-inter" },
    { GENTIUM "Regular.ttf", "Gentium Plus", "fonts-sil-gentiumplus" },
    { GENTIUM "Italic.ttf", "Gentium Plus", "fonts-sil-gentiumplus" },
    { GENTIUM "Bold.ttf", "Gentium Plus", "fonts-sil-gentiumplus" },
};
enum { FILE_COUNT = sizeof files / sizeof files[0] };

/* Which files a face is made of: its own, then the fallback. */
static const struct {
    const char *description, *fallback;
    unsigned file[2];
} faces[FACE_COUNT] = {
    [FACE_ROMAN] = { "EB Garamond,Gentium Plus", "Gentium Plus", { 0, 4 } },
    [FACE_ITALIC] = { "EB Garamond,Gentium Plus Italic", "Gentium Plus Italic", { 1, 5 } },
    [FACE_SANS] = { "Inter,Gentium Plus", "Gentium Plus", { 2, 4 } },
    [FACE_SANS_BOLD] = { "Inter,Gentium Plus Semi-Bold", "Gentium Plus Bold", { 3, 6 } },
};

struct fonts {
    FcConfig *config;
    PangoFontMap *map;
    PangoContext *context;
    FcCharSet *letters[FILE_COUNT]; /* borrowed from the config */
    PangoFontDescription *descriptions[FACE_COUNT], *fallbacks[FACE_COUNT];
};

/* The pattern of a file among those of the config. NULL: it is not there. */
static FcPattern *pattern_of(FcConfig *config, const char *path)
{
    const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
    FcChar8 *name;
    for (int i = 0; set && i < set->nfont; i++) {
        if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &name) == FcResultMatch &&
            strcmp((const char *)name, path) == 0)
            return set->fonts[i];
    }
    return NULL;
}

static bool has_family(FcPattern *pattern, const char *family)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        if (strcmp((const char *)name, family) == 0)
            return true;
    }
    return false;
}

static bool add_file(struct fonts *fonts, unsigned file, char ret_fault[FONT_FAULT_SIZE])
{
    const struct font_file *wanted = &files[file];
    if (access(wanted->path, R_OK) != 0) {
        snprintf(ret_fault, FONT_FAULT_SIZE, "%s is missing: install the package %s", wanted->path,
                 wanted->package);
        return false;
    }
    FcPattern *pattern = NULL;
    if (FcConfigAppFontAddFile(fonts->config, (const FcChar8 *)wanted->path))
        pattern = pattern_of(fonts->config, wanted->path);
    if (!pattern || !has_family(pattern, wanted->family) ||
        FcPatternGetCharSet(pattern, FC_CHARSET, 0, &fonts->letters[file]) != FcResultMatch) {
        snprintf(ret_fault, FONT_FAULT_SIZE, "%s is not the font %s: install the package %s anew",
                 wanted->path, wanted->family, wanted->package);
        return false;
    }
    return true;
}

/* Drawn for paper: no hinting, and every advance as the font has it. */
static PangoContext *paper_context(PangoFontMap *map)
{
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("fr"));
    return context;
}

enum status fonts_open(struct fonts **ret_fonts, char ret_fault[FONT_FAULT_SIZE])
{
    struct fonts *fonts = calloc(1, sizeof *fonts);
    if (!fonts)
        return STATUS_NO_MEMORY;
    fonts->config = FcConfigCreate();
    bool is_good = fonts->config != NULL;
    for (unsigned i = 0; is_good && i < FILE_COUNT; i++)
        is_good = add_file(fonts, i, ret_fault);
    fonts->map = is_good ? pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) : NULL;
    if (!fonts->map) {
        fonts_close(fonts);
        return STATUS_FAILED;
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map), fonts->config);
    fonts->context = paper_context(fonts->map);
    for (unsigned i = 0; i < FACE_COUNT; i++) {
        fonts->descriptions[i] = pango_font_description_from_string(faces[i].description);
        fonts->fallbacks[i] = pango_font_description_from_string(faces[i].fallback);
    }
    *ret_fonts = fonts;
    return STATUS_OK;
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (unsigned i = 0; i < FACE_COUNT; i++) {
        pango_font_description_free(fonts->descriptions[i]); /* NULL is accepted */
        pango_font_description_free(fonts->fallbacks[i]);
    }
    if (fonts->context)
        g_object_unref(fonts->context);
    if (fonts->map)
        g_object_unref(fonts->map);
    if (fonts->config)
        FcConfigDestroy(fonts->config);
    free(fonts);
}

/* What stands for itself in no font: spaces and what joins or parts words. */
static bool is_blank(unsigned code)
{
    return code == ' ' || code == 0xa0 || code == 0x202f || code == '\n' || code == 0x2060;
}

static bool face_has(const struct fonts *fonts, enum face face, unsigned code)
{
    return is_blank(code) || FcCharSetHasChar(fonts->letters[faces[face].file[0]], code) ||
           FcCharSetHasChar(fonts->letters[faces[face].file[1]], code);
}

bool fonts_have(const struct fonts *fonts, unsigned code)
{
    for (enum face face = 0; face < FACE_COUNT; face++) {
        if (!face_has(fonts, face, code))
            return false;
    }
    return true;
}

static const char *next_character(const char *at)
{
    return at + g_utf8_skip[(unsigned char)*at];
}

unsigned fonts_lack(const struct fonts *fonts, enum face face, struct slice text)
{
    const char *at = text.at, *end = at + text.size;
    while (at < end) {
        const unsigned code = g_utf8_get_char(at);
        if (!face_has(fonts, face, code))
            return code;
        at = next_character(at);
    }
    return 0;
}

static bool has_loose_marks(struct slice text)
{
    for (const char *at = text.at; at < text.at + text.size; at = next_character(at)) {
        if (g_unichar_ismark(g_utf8_get_char(at)))
            return true;
    }
    return false;
}

PangoLayout *fonts_layout(struct fonts *fonts, enum face face, double size, struct slice text)
{
    PangoLayout *layout = pango_layout_new(fonts->context);
    PangoFontDescription *description = pango_font_description_copy(
        has_loose_marks(text) ? fonts->fallbacks[face] : fonts->descriptions[face]);
    pango_font_description_set_absolute_size(description, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    pango_layout_set_text(layout, text.at, (int)text.size);
    return layout;
}
