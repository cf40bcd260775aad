/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/holder_text.h"

#include "documents/french.h"

#define AT(field) offsetof(struct holder, field)
static const struct told_member members[] = {
    { "birth_name", TOLD_TEXT, true, AT(birth_name) },
    { "first_name_1", TOLD_TEXT, true, AT(first_names[0]) },
    { "first_name_2", TOLD_TEXT, false, AT(first_names[1]) },
    { "first_name_3", TOLD_TEXT, false, AT(first_names[2]) },
    { "usage_name", TOLD_TEXT, false, AT(usage_name) },
    { "birth_year", TOLD_INT, false, AT(year) },
    { "birth_month", TOLD_INT, false, AT(month) },
    { "birth_day", TOLD_INT, false, AT(day) },
    { "birth_commune_insee", TOLD_TEXT, false, AT(commune_insee) },
    { "birth_commune_label", TOLD_TEXT, false, AT(commune) },
    { "birth_country_label", TOLD_TEXT, false, AT(country) },
    { "sex", TOLD_TEXT, false, AT(sex) },
    { "address_line_1", TOLD_TEXT, false, AT(address_line_1) },
    { "address_line_2", TOLD_TEXT, false, AT(address_line_2) },
    { "postal_code", TOLD_TEXT, false, AT(postal_code) },
    { "city", TOLD_TEXT, false, AT(city) },
};
#undef AT

const struct told_shape holder_shape = TOLD_SHAPE(members, struct holder);

struct slice holder_name(struct arena *arena, const struct holder *holder)
{
    struct slice all = holder->birth_name;
    for (int i = HOLDER_FIRST_NAMES - 1; i >= 0; i--) {
        const struct slice name = holder->first_names[i];
        if (slice_is_set(name) && slice_is_set(all))
            all = arena_print(arena, "%.*s %.*s", (int)name.size, name.at, (int)all.size, all.at);
    }
    return slice_is_set(all) ? french_text(arena, all) : all;
}

/* "à Lille", "à Liège (Belgique)". Of a town of France the country is not said; codes of communes
 * elsewhere begin with 99. */
static struct slice birthplace_of(struct arena *arena, const struct holder *holder)
{
    const struct slice commune = holder->commune, country = holder->country;
    const struct slice insee = holder->commune_insee;
    const bool is_in_france =
        slice_is(country, "France") || (insee.size > 0 && !slice_starts_with(insee, SLICE("99")));
    const bool tells_country = country.size > 0 && !is_in_france;
    struct slice place = commune.size > 0 ? french_at_place(arena, commune) : SLICE("");
    if (tells_country && slice_is_set(place))
        place = arena_print(arena, "%.*s%s(%.*s)", (int)place.size, place.at, place.size ? " " : "",
                            (int)country.size, country.at);
    return place;
}

static int within(int number, int most)
{
    return number <= most ? number : 0;
}

struct slice holder_birth(struct arena *arena, const struct holder *holder)
{
    const struct slice sex = holder->sex;
    const char *born = slice_is(sex, "F") ? "née" : slice_is(sex, "M") ? "né" : "né(e)";
    const struct slice place = birthplace_of(arena, holder);
    const struct slice day = french_birth(arena, within(holder->year, 9999),
                                          within(holder->month, 12), within(holder->day, 31));
    if (!slice_is_set(day) || !slice_is_set(place) || day.size + place.size == 0)
        return slice_is_set(day) ? place : day;
    const struct slice text =
        arena_print(arena, "%s%s%.*s%s%.*s", born, day.size ? " " : "", (int)day.size, day.at,
                    place.size ? " " : "", (int)place.size, place.at);
    return slice_is_set(text) ? french_text(arena, text) : text;
}

struct slice holder_title(const struct holder *holder)
{
    const struct slice sex = holder->sex;
    return slice_is(sex, "F")   ? SLICE("Madame")
           : slice_is(sex, "M") ? SLICE("Monsieur")
                                : SLICE("Madame, Monsieur");
}

struct slice holder_identity(struct arena *arena, const struct holder *holder)
{
    const struct slice name = holder_name(arena, holder), birth = holder_birth(arena, holder);
    return birth.size ? FRENCH_SAY(arena, "%, %", name, birth) : name;
}

/* A line more, where it says something. */
static struct slice with_line(struct arena *arena, struct slice lines, struct slice line)
{
    return line.size ? FRENCH_SAY(arena, "%\n%", lines, french_text(arena, line)) : lines;
}

struct slice holder_envelope(struct arena *arena, const struct holder *holder)
{
    struct slice lines = with_line(arena, holder_name(arena, holder), holder->address_line_1);
    lines = with_line(arena, lines, holder->address_line_2);
    if (holder->postal_code.size && holder->city.size)
        return with_line(arena, lines, FRENCH_SAY(arena, "% %", holder->postal_code, holder->city));
    return lines;
}
