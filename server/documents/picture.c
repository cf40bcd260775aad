/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/picture.h"

#include "logo.h"

#include <stdio.h>
#include <stdlib.h>

struct picture {
    cairo_surface_t *surface;
    double width, height; /* dots */
};

_Static_assert((int)PICTURE_WHY_SIZE == (int)LOGO_WHY_SIZE, "one line of the same length");

struct picture *picture_open(const char *path, char ret_why[PICTURE_WHY_SIZE])
{
    if (!logo_is_sound(path, ret_why))
        return NULL;
    struct picture *picture = calloc(1, sizeof *picture);
    cairo_surface_t *surface = picture ? cairo_image_surface_create_from_png(path) : NULL;
    if (!surface || cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        snprintf(ret_why, PICTURE_WHY_SIZE, "%s: %s", path,
                 surface ? cairo_status_to_string(cairo_surface_status(surface)) : "out of memory");
        cairo_surface_destroy(surface); /* NULL is accepted */
        free(picture);
        return NULL;
    }
    picture->surface = surface;
    picture->width = cairo_image_surface_get_width(surface);
    picture->height = cairo_image_surface_get_height(surface);
    return picture;
}

void picture_close(struct picture *picture)
{
    if (!picture)
        return;
    cairo_surface_destroy(picture->surface);
    free(picture);
}

void picture_fit(const struct picture *picture, double width, double height, double *ret_width,
                 double *ret_height)
{
    const double by_width = width / picture->width, by_height = height / picture->height;
    const double scale = by_width < by_height ? by_width : by_height;
    *ret_width = picture->width * scale;
    *ret_height = picture->height * scale;
}

void picture_draw(cairo_t *cairo, const struct picture *picture, double x, double y, double width,
                  double height)
{
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, width / picture->width, height / picture->height);
    cairo_set_source_surface(cairo, picture->surface, 0, 0);
    /* Every dot as it is: a filter would make a copy of them at a size that depends on the sheet.
     */
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_paint(cairo);
    cairo_restore(cairo);
}
