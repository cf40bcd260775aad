#include "documents/holder_text.h"

#include "documents/french.h"

struct slice holder_name(struct arena *arena, const struct certificate_paper *paper)
{
    struct slice all = paper->holder.birth_name;
    for (int i = PAPER_FIRST_NAMES - 1; i >= 0; i--) {
        const struct slice name = paper->holder.first_names[i];
        if (slice_is_set(name) && slice_is_set(all))
            all = arena_print(arena, "%.*s %.*s", (int)name.size, name.at, (int)all.size, all.at);
    }
    return slice_is_set(all) ? french_text(arena, all) : all;
}

/* "à Lille", "à Liège (Belgique)". Of a town of France the country is not said; codes of communes
 * elsewhere begin with 99. */
static struct slice birthplace_of(struct arena *arena, const struct certificate_paper *paper)
{
    const struct slice commune = paper->holder.commune, country = paper->holder.country;
    const struct slice insee = paper->holder.commune_insee;
    const bool is_in_france =
        slice_is(country, "France") || (insee.size > 0 && !slice_starts_with(insee, SLICE("99")));
    const bool tells_country = country.size > 0 && !is_in_france;
    struct slice place = commune.size > 0 ? french_at_place(arena, commune) : SLICE("");
    if (tells_country && slice_is_set(place))
        place = arena_print(arena, "%.*s%s(%.*s)", (int)place.size, place.at, place.size ? " " : "",
                            (int)country.size, country.at);
    return place;
}

struct slice holder_birth(struct arena *arena, const struct certificate_paper *paper)
{
    const struct slice sex = paper->holder.sex;
    const char *born = slice_is(sex, "F") ? "née" : slice_is(sex, "M") ? "né" : "né(e)";
    const struct slice place = birthplace_of(arena, paper);
    const struct slice day =
        french_birth(arena, paper->holder.year, paper->holder.month, paper->holder.day);
    if (!slice_is_set(day) || !slice_is_set(place) || day.size + place.size == 0)
        return slice_is_set(day) ? place : day;
    const struct slice text =
        arena_print(arena, "%s%s%.*s%s%.*s", born, day.size ? " " : "", (int)day.size, day.at,
                    place.size ? " " : "", (int)place.size, place.at);
    return slice_is_set(text) ? french_text(arena, text) : text;
}

struct slice holder_title(const struct certificate_paper *paper)
{
    const struct slice sex = paper->holder.sex;
    return slice_is(sex, "F")   ? SLICE("Madame")
           : slice_is(sex, "M") ? SLICE("Monsieur")
                                : SLICE("Madame, Monsieur");
}
