/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/ornament.h"

#include <math.h>

#define OUTER 26.0 /* from the edge of the sheet to the frame */
#define BAND  15.0 /* width of the frame */

struct color color_tint(struct color color, double white)
{
    return (struct color){ color.red + (1 - color.red) * white,
                           color.green + (1 - color.green) * white,
                           color.blue + (1 - color.blue) * white };
}

void color_use(cairo_t *cairo, struct color color)
{
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
}

/* A point of a curve and where it goes from there, in parts of the step to the next point. */
struct bend {
    double x, y, dx, dy;
};

/* On to the next point as the curve has it: a spline takes a third of the way at each end. */
static void bend_to(cairo_t *cairo, const struct bend *from, const struct bend *to)
{
    cairo_curve_to(cairo, from->x + from->dx / 3, from->y + from->dy / 3, to->x - to->dx / 3,
                   to->y - to->dy / 3, to->x, to->y);
}

/* A closed curve round a centre: its distance swells and shrinks `petals` times. */
struct rose {
    double x, y, radius, swing, phase;
    int petals;
};

static struct bend rose_at(const struct rose *rose, double turn, double step)
{
    const double angle = rose->petals * turn + rose->phase;
    const double far = rose->radius + rose->swing * sin(angle);
    const double grows = rose->swing * rose->petals * cos(angle);
    return (struct bend){ rose->x + far * cos(turn), rose->y + far * sin(turn),
                          (grows * cos(turn) - far * sin(turn)) * step,
                          (grows * sin(turn) + far * cos(turn)) * step };
}

static void rose_draw(cairo_t *cairo, const struct rose *rose)
{
    const int points = rose->petals * 3;
    const double step = 2 * M_PI / points;
    struct bend last = rose_at(rose, 0, step);
    cairo_move_to(cairo, last.x, last.y);
    for (int i = 1; i <= points; i++) {
        const struct bend next = rose_at(rose, i * step, step);
        bend_to(cairo, &last, &next);
        last = next;
    }
    cairo_stroke(cairo);
}

/* Curves of one family in pairs, turned to the left and to the right: what a lathe engraves. */
static void rosette(cairo_t *cairo, double x, double y, double radius, int petals, int pairs)
{
    for (int i = 0; i < pairs; i++) {
        const double part = (double)i / pairs, turned = M_PI * part;
        struct rose rose = { x,     y, radius * (0.84 - 0.1 * part), radius * 0.16, M_PI_2 + turned,
                             petals };
        rose_draw(cairo, &rose);
        rose.phase = M_PI_2 - turned;
        rose_draw(cairo, &rose);
    }
}

/* A side of the frame: from where, how far, in how many knots; upright or lying. */
struct side {
    double x, y, length;
    bool is_upright;
};

static struct bend wave_at(const struct side *side, int knots, int knot, double phase)
{
    const double step = side->length / knots, angle = M_PI * knot + phase, swing = BAND * 0.36;
    const double along = step * knot, across = swing * sin(angle),
                 turns = swing * M_PI * cos(angle);
    return side->is_upright ? (struct bend){ side->x + across, side->y + along, turns, step }
                            : (struct bend){ side->x + along, side->y + across, step, turns };
}

/* Waves along the side, from one corner to the other, that meet in its knots. */
static void band(cairo_t *cairo, const struct side *side)
{
    enum { WAVES = 4 };
    const int knots = (int)(side->length / 16);
    for (int wave = 0; wave < WAVES; wave++) {
        struct bend last = wave_at(side, knots, 0, M_PI * wave / WAVES);
        cairo_move_to(cairo, last.x, last.y);
        for (int i = 1; i <= knots; i++) {
            const struct bend next = wave_at(side, knots, i, M_PI * wave / WAVES);
            bend_to(cairo, &last, &next);
            last = next;
        }
        cairo_stroke(cairo);
    }
}

static void outline(cairo_t *cairo, const struct sheet *sheet, double inset)
{
    cairo_rectangle(cairo, inset, inset, sheet->width - 2 * inset, sheet->height - 2 * inset);
    cairo_stroke(cairo);
}

static void frame(cairo_t *cairo, const struct sheet *sheet, struct color accent)
{
    const double middle = OUTER + BAND / 2, right = sheet->width - middle,
                 bottom = sheet->height - middle, corner = BAND / 2 + 1;
    color_use(cairo, color_tint(accent, 0.45));
    cairo_set_line_width(cairo, 0.35);
    const double across = right - middle - 2 * corner, down = bottom - middle - 2 * corner;
    band(cairo, &(struct side){ middle + corner, middle, across, false });
    band(cairo, &(struct side){ middle + corner, bottom, across, false });
    band(cairo, &(struct side){ middle, middle + corner, down, true });
    band(cairo, &(struct side){ right, middle + corner, down, true });
    for (int i = 0; i < 4; i++)
        rosette(cairo, i & 1 ? right : middle, i & 2 ? bottom : middle, BAND * 0.5, 8, 3);
    color_use(cairo, accent);
    cairo_set_line_width(cairo, 1.1);
    outline(cairo, sheet, OUTER - 2.5);
    cairo_set_line_width(cairo, 0.4);
    outline(cairo, sheet, OUTER + BAND + 2.5);
    outline(cairo, sheet, OUTER - 5);
    outline(cairo, sheet, OUTER + BAND + 5);
}

void ornament_draw(cairo_t *cairo, const struct sheet *sheet, struct color accent)
{
    if (sheet->ornament != ORNAMENT_FRAME)
        return;
    color_use(cairo, color_tint(accent, 0.91));
    cairo_set_line_width(cairo, 0.4);
    for (int ring = 0; ring < 3; ring++)
        rosette(cairo, sheet->width / 2, sheet->height / 2, sheet->height * (0.42 - 0.105 * ring),
                36 - 8 * ring, 4);
    frame(cairo, sheet, accent);
}

void ornament_mark(cairo_t *cairo, const struct sheet *sheet, struct fonts *fonts,
                   struct slice mark)
{
    PangoLayout *set = fonts_layout(fonts, FACE_SANS_BOLD, 100, mark);
    PangoRectangle logical;
    pango_layout_get_extents(set, NULL, &logical);
    const double width = (double)logical.width / PANGO_SCALE,
                 height = (double)logical.height / PANGO_SCALE;
    const double diagonal = hypot(sheet->width, sheet->height);
    cairo_save(cairo);
    cairo_translate(cairo, sheet->width / 2, sheet->height / 2);
    cairo_rotate(cairo, -atan2(sheet->height, sheet->width));
    cairo_scale(cairo, diagonal * 0.62 / width, diagonal * 0.62 / width);
    cairo_move_to(cairo, -width / 2, -height / 2);
    cairo_set_source_rgb(cairo, 0.968, 0.905, 0.905);
    pango_cairo_show_layout(cairo, set);
    cairo_restore(cairo);
    g_object_unref(set);
}
