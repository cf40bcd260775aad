/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/sentence.h"

#include "json/spoken.h"

#include <string.h>

struct details {
    const struct reason_detail *detail;
    const struct referential *referential;
};

/* What people call the members that an identity may lack, and those that two may not share. */
static const struct spoken_member {
    const char *member;
    struct label label;
} spoken_members[] = {
    { "birth_name", { "nom de naissance", "birth name" } },
    { "usage_name", { "nom d’usage", "name in use" } },
    { "first_name_1", { "premier prénom", "first given name" } },
    { "first_name_2", { "deuxième prénom", "second given name" } },
    { "first_name_3", { "troisième prénom", "third given name" } },
    { "sex", { "sexe", "sex" } },
    { "birth_year", { "année de naissance", "year of birth" } },
    { "birth_month", { "mois de naissance", "month of birth" } },
    { "birth_day", { "jour de naissance", "day of birth" } },
    { "birth_commune_insee", { "lieu de naissance", "place of birth" } },
    { "birth_commune_label", { "commune de naissance", "commune of birth" } },
    { "birth_country_code", { "code du pays de naissance", "code of the country of birth" } },
    { "birth_country_label", { "pays de naissance", "country of birth" } },
    { "has_consent",
      { "l’accord du candidat à l’ouverture de sa candidature",
        "the candidate's consent to the candidacy being opened" } },
    { "proof",
      { "ce qui prouve cet accord (écrit daté, courriel, signature)",
        "what proves that consent (dated writing, e-mail, signature)" } },
    { "consent_on", { "le jour de cet accord", "the day of that consent" } },
    { "name", { "nom", "name" } },
    { "siret", { "SIRET", "SIRET" } },
    { "region", { "région", "region" } },
    { "idcc", { "branche", "branch" } },
    { "version", { "version", "version" } },
    { "status", { "statut", "status" } },
};

static const struct label *label_of(const char *member)
{
    for (size_t i = 0; i < sizeof spoken_members / sizeof spoken_members[0]; i++) {
        if (strcmp(spoken_members[i].member, member) == 0)
            return &spoken_members[i].label;
    }
    return NULL;
}

/* A few capitals, digits and full stops, as the codes of référentiels have them: no text that
 * somebody typed. */
static bool is_a_code(const char *name)
{
    enum { CODE_MOST = 16 };
    const size_t size = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");
    return size > 0 && size <= CODE_MOST && name[size] == '\0';
}

/* Codes that somebody sent are names too: said only where they can be nothing else. */
static bool can_say_names(const struct reason_detail *detail)
{
    for (size_t i = 0; i < detail->name_count; i++) {
        if (!label_of(detail->names[i]) && !is_a_code(detail->names[i]))
            return false;
    }
    return detail->name_count > 0;
}

static unsigned known_params(const struct details *of)
{
    const struct reason_detail *detail = of->detail;
    const bool has_counts = detail->expected || detail->found;
    return (date_is_set(detail->date) ? 1u << PARAM_date : 0) |
           (date_is_set(detail->limit) ? 1u << PARAM_limit_date : 0) |
           (detail->bound ? 1u << PARAM_limit : 0) |
           (detail->has_minutes ? 1u << PARAM_limit_minutes | 1u << PARAM_left_minutes : 0) |
           (has_counts ? 1u << PARAM_expected_count | 1u << PARAM_found_count : 0) |
           (detail->recused ? 1u << PARAM_recused_count : 0) |
           (can_say_names(detail) ? 1u << PARAM_names : 0) |
           (of->referential && detail->domains ? 1u << PARAM_domain_codes : 0) |
           (of->referential && !item_set_is_empty(&detail->items) ? 1u << PARAM_criterion_codes
                                                                  : 0);
}

/* Nobody reads a hundred codes; all of them stand in the details. */
enum { CODES_SPOKEN = 12 };

static void say_code(struct buffer *buffer, const char *code, int *count)
{
    if (*count < CODES_SPOKEN) {
        buffer_text(buffer, *count == 0 ? "" : ", ");
        buffer_text(buffer, code);
    }
    (*count)++;
}

static void say_rest(struct buffer *buffer, int count, bool is_english)
{
    const int rest = count - CODES_SPOKEN;
    if (rest <= 0)
        return;
    buffer_text(buffer, is_english ? " and " : " et ");
    buffer_int(buffer, rest);
    buffer_text(buffer, is_english ? " more" : rest == 1 ? " autre" : " autres");
}

static void say_domains(struct buffer *buffer, const struct details *of, bool is_english)
{
    int count = 0;
    for (int i = 0; i < of->referential->domain_count; i++) {
        if (of->detail->domains >> i & 1)
            say_code(buffer, of->referential->domains[i].code, &count);
    }
    say_rest(buffer, count, is_english);
}

static void say_criteria(struct buffer *buffer, const struct details *of, bool is_english)
{
    int count = 0;
    for (int i = 0; i < of->referential->item_count; i++) {
        if (item_set_has(&of->detail->items, i))
            say_code(buffer, of->referential->items[i].code, &count);
    }
    say_rest(buffer, count, is_english);
}

static void say_names(struct buffer *buffer, const struct details *of, bool is_english)
{
    for (size_t i = 0; i < of->detail->name_count; i++) {
        const struct label *label = label_of(of->detail->names[i]);
        const char *const code = of->detail->names[i];
        if (i == CODES_SPOKEN)
            break;
        buffer_text(buffer, i == 0 ? "" : ", ");
        buffer_text(buffer, !label ? code : is_english ? label->en : label->fr);
    }
    say_rest(buffer, (int)of->detail->name_count, is_english);
}

static void say_param(struct buffer *buffer, unsigned param, const void *context, bool is_english)
{
    const struct details *of = context;
    switch (param) {
    case PARAM_date:
        spoken_date(buffer, of->detail->date, is_english);
        return;
    case PARAM_limit_date:
        spoken_date(buffer, of->detail->limit, is_english);
        return;
    case PARAM_limit:
        spoken_number(buffer, of->detail->bound, is_english);
        return;
    case PARAM_expected_count:
        spoken_number(buffer, of->detail->expected, is_english);
        return;
    case PARAM_found_count:
        spoken_number(buffer, of->detail->found, is_english);
        return;
    case PARAM_recused_count:
        spoken_number(buffer, of->detail->recused, is_english);
        return;
    case PARAM_limit_minutes:
        spoken_duration(buffer, of->detail->limit_minutes, is_english);
        return;
    case PARAM_left_minutes:
        spoken_duration(buffer, detail_left_minutes(of->detail), is_english);
        return;
    case PARAM_domain_codes:
        say_domains(buffer, of, is_english);
        return;
    case PARAM_names:
        say_names(buffer, of, is_english);
        return;
    case PARAM_criterion_codes:
        say_criteria(buffer, of, is_english);
        return;
    default:
        return; /* not among the known */
    }
}

static struct slice print_sentence(struct exchange *x, const char *text, const struct details *of)
{
    struct buffer buffer = { 0 };
    spoken_sentence(&buffer, text, say_param, of, x->is_english);
    struct slice sentence = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return sentence;
}

struct slice sentence_print(struct exchange *x, enum reason reason,
                            const struct reason_detail *detail,
                            const struct referential *referential)
{
    const struct details of = { detail, referential };
    return print_sentence(x, wording_find(reason, VALUE_UNSAID, known_params(&of), x->is_english),
                          &of);
}

struct slice sentence_print_text(struct exchange *x, const char *text,
                                 const struct reason_detail *detail)
{
    return print_sentence(x, text, &(struct details){ detail, NULL });
}
