/* A certificate for paper, from the JSON of the API. */
#include "documents/certificate_paper.h"

struct text_member {
    const char *name, *pointer;
    size_t at;
};
#define TEXT(parent, member, field)                                                                \
    {                                                                                              \
#member, parent "/" #member, offsetof(struct certificate_paper, field)                     \
    }

static const struct text_member needed[] = {
    TEXT("", title, title),
    TEXT("", referential_code, referential_code),
    TEXT("", referential_version, referential_version),
    TEXT("", number, number),
    TEXT("", verification_code, verification_code),
    TEXT("", commission_name, commission_name),
};
static const struct text_member needed_of_holder[] = {
    TEXT("/holder", birth_name, holder.birth_name),
    TEXT("/holder", first_name_1, holder.first_names[0]),
};
static const struct text_member known_of_holder[] = {
    TEXT("/holder", usage_name, holder.usage_name),
    TEXT("/holder", first_name_2, holder.first_names[1]),
    TEXT("/holder", first_name_3, holder.first_names[2]),
    TEXT("/holder", birth_commune_insee, holder.commune_insee),
    TEXT("/holder", birth_commune_label, holder.commune),
    TEXT("/holder", birth_country_label, holder.country),
    TEXT("/holder", sex, holder.sex),
};
#undef TEXT

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The pointer of the first that is no text or an empty one; NULL = none. */
static const char *read_texts(const struct document *json, const struct text_member *members,
                              size_t count, struct certificate_paper *paper)
{
    const char *missing = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct slice text = document_text(document_member(json, members[i].name));
        if (text.size == 0)
            missing = missing ? missing : members[i].pointer;
        else
            *(struct slice *)((char *)paper + members[i].at) = text;
    }
    return missing;
}

static bool read_day(const struct document *json, const char *name, struct date *ret_day)
{
    const struct slice text = document_text(document_member(json, name));
    return slice_is_set(text) && date_parse(text.at, text.size, ret_day);
}

static bool read_signatories(const struct document *json, struct certificate_paper *paper)
{
    paper->signatory_count = document_count(json);
    if (paper->signatory_count > PAPER_SIGNATORIES)
        return false;
    for (size_t i = 0; i < paper->signatory_count; i++) {
        const struct document *item = document_item(json, i);
        paper->signatories[i].name = document_text(document_member(item, "name"));
        paper->signatories[i].role = document_text(document_member(item, "role"));
        if (!paper->signatories[i].name.size || !paper->signatories[i].role.size)
            return false;
    }
    return true;
}

static int birth_part(const struct document *holder, const char *name, int most)
{
    const int64_t number = document_int(document_member(holder, name), 0);
    return number >= 1 && number <= most ? (int)number : 0;
}

bool certificate_paper_read(const struct document *json, struct certificate_paper *ret_paper,
                            const char **ret_missing)
{
    struct certificate_paper paper = { 0 };
    const struct document *holder = document_member(json, "holder");
    *ret_missing = read_texts(json, needed, COUNT(needed), &paper);
    if (!*ret_missing)
        *ret_missing = read_texts(holder, needed_of_holder, COUNT(needed_of_holder), &paper);
    if (!*ret_missing && !read_day(json, "decision_on", &paper.decision_on))
        *ret_missing = "/decision_on";
    if (!*ret_missing && !read_day(json, "issued_on", &paper.issued_on))
        *ret_missing = "/issued_on";
    if (!*ret_missing && !read_signatories(document_member(json, "signatories"), &paper))
        *ret_missing = "/signatories";
    if (*ret_missing)
        return false;
    const struct document *duplicate = document_member(json, "duplicate");
    paper.duplicate_ordinal = (int)document_int(document_member(duplicate, "ordinal"), 0);
    if (paper.duplicate_ordinal && !read_day(duplicate, "issued_on", &paper.duplicate_on)) {
        *ret_missing = "/duplicate/issued_on";
        return false;
    }
    (void)read_day(json, "annulled_on", &paper.annulled_on);
    paper.annul_reason = document_text(document_member(json, "annul_reason"));
    (void)read_texts(holder, known_of_holder, COUNT(known_of_holder), &paper);
    paper.holder.year = birth_part(holder, "birth_year", 9999);
    paper.holder.month = birth_part(holder, "birth_month", 12);
    paper.holder.day = birth_part(holder, "birth_day", 31);
    *ret_paper = paper;
    return true;
}
