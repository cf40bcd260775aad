/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/told_parts.h"

#include "documents/french.h"

static const struct told_member of_person[] = {
    { "last_name", TOLD_TEXT, true, offsetof(struct person, last_name) },
    { "first_name", TOLD_TEXT, true, offsetof(struct person, first_name) },
};
const struct told_shape person_shape = TOLD_SHAPE(of_person, struct person);

static const struct told_member of_organism[] = {
    { "name", TOLD_TEXT, true, offsetof(struct organism, name) },
    { "email", TOLD_TEXT, false, offsetof(struct organism, email) },
    { "phone", TOLD_TEXT, false, offsetof(struct organism, phone) },
};
const struct told_shape organism_shape = TOLD_SHAPE(of_organism, struct organism);

static const struct told_member of_commission[] = {
    { "name", TOLD_TEXT, true, offsetof(struct commission, name) },
};
const struct told_shape commission_shape = TOLD_SHAPE(of_commission, struct commission);

static const struct told_member of_session[] = {
    { "reference", TOLD_TEXT, true, offsetof(struct session, reference) },
    { "held_on", TOLD_DAY, true, offsetof(struct session, held_on) },
    { "modality", TOLD_TEXT, true, offsetof(struct session, modality) },
    { "starts_at_local", TOLD_TEXT, false, offsetof(struct session, starts_at_local) },
    { "ends_at_local", TOLD_TEXT, false, offsetof(struct session, ends_at_local) },
    { "place", TOLD_TEXT, false, offsetof(struct session, place) },
};
const struct told_shape session_shape = TOLD_SHAPE(of_session, struct session);

static const struct told_member of_domain[] = {
    { "code", TOLD_TEXT, true, offsetof(struct domain, code) },
    { "title", TOLD_TEXT, true, offsetof(struct domain, title) },
};
const struct told_shape domain_shape = TOLD_SHAPE(of_domain, struct domain);

struct slice told_referential(struct arena *arena, const struct certification *certification)
{
    return FRENCH_SAY(arena, "%, version\u00a0%", certification->referential_code,
                      certification->referential_version);
}

struct slice told_person(struct arena *arena, const struct person *person)
{
    if (!slice_is_set(person->last_name))
        return SLICE_UNSET;
    return french_text(arena, FRENCH_SAY(arena, "% %", person->first_name, person->last_name));
}

struct slice told_organism(struct arena *arena, const struct organism *organism)
{
    const struct slice name = french_words(arena, organism->name), email = organism->email,
                       phone = french_unbroken(arena, organism->phone);
    return email.size && phone.size ? FRENCH_SAY(arena, "% (%, %)", name, email, phone)
           : email.size             ? FRENCH_SAY(arena, "% (%)", name, email)
           : phone.size             ? FRENCH_SAY(arena, "% (%)", name, phone)
                                    : name;
}

struct slice told_domain(struct arena *arena, const struct domain *domain)
{
    if (!slice_is_set(domain->title))
        return domain->code;
    return FRENCH_SAY(arena, "%\u00a0– %", domain->code, french_words(arena, domain->title));
}

struct domain told_domain_of(const struct told_list *domains, struct slice code)
{
    const struct domain *all = domains->items;
    for (size_t i = 0; i < domains->count; i++) {
        if (slice_equals(all[i].code, code))
            return all[i];
    }
    return (struct domain){ .code = code };
}

static bool is_among(const struct told_list *codes, struct slice code)
{
    const struct slice *all = codes->items;
    for (size_t i = 0; i < codes->count; i++)
        if (slice_equals(all[i], code))
            return true;
    return false;
}

struct told_list told_domains_of(struct arena *arena, const struct told_list *domains,
                                 const struct told_list *codes)
{
    const struct domain *all = domains->items;
    const struct slice *asked = codes->items;
    struct domain *found = arena_alloc(arena, (codes->count + 1) * sizeof *found);
    struct told_list list = { found, 0 };
    for (size_t i = 0; found && i < domains->count && list.count < codes->count; i++)
        if (is_among(codes, all[i].code))
            found[list.count++] = all[i];
    for (size_t i = 0; found && i < codes->count && list.count < codes->count; i++) {
        const struct domain domain = told_domain_of(domains, asked[i]);
        if (!slice_is_set(domain.title))
            found[list.count++] = domain;
    }
    return list;
}

struct slice told_word(const struct told_word *words, struct slice code)
{
    for (; words->code; words++) {
        if (slice_is(code, words->code))
            return slice_of(words->word);
    }
    return SLICE_UNSET;
}

struct slice told_modality(struct slice code)
{
    static const struct told_word words[] = {
        { "ON_SITE", "sur place" },
        { "REMOTE", "à distance" },
        { "MIXED", "sur place et à distance" },
        { 0 },
    };
    return told_word(words, code);
}

struct slice told_college(struct slice code)
{
    static const struct told_word words[] = {
        { "EMPLOYER", "des employeurs" },
        { "EMPLOYEE", "des salariés" },
        { 0 },
    };
    return told_word(words, code);
}

struct slice told_hours(struct arena *arena, const struct session *session)
{
    const struct slice from = french_time(arena, session->starts_at_local),
                       to = french_time(arena, session->ends_at_local);
    if (!from.size)
        return SLICE_UNSET;
    return to.size ? FRENCH_SAY(arena, "de % à %", from, to)
                   : FRENCH_SAY(arena, "à partir de %", from);
}
