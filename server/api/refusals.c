/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/refusals.h"

#include "api/sentence.h"
#include "api/words.h"
#include "candidacy_guards.h"

#include <assert.h>

static void write_codes_of_domains(struct writer *writer, uint32_t domains,
                                   const struct referential *referential)
{
    writer_key(writer, "domain_codes");
    writer_open(writer, '[');
    for (int i = 0; i < referential->domain_count; i++) {
        if (domains & (1u << i))
            writer_text(writer, referential->domains[i].code);
    }
    writer_close(writer, ']');
}

static void write_codes_of_items(struct writer *writer, const struct item_set *items,
                                 const struct referential *referential)
{
    writer_key(writer, "criterion_codes");
    writer_open(writer, '[');
    for (int i = 0; i < referential->item_count; i++) {
        if (item_set_has(items, i))
            writer_text(writer, referential->items[i].code);
    }
    writer_close(writer, ']');
}

static void write_pieces(struct writer *writer, unsigned pieces)
{
    writer_key(writer, "names");
    writer_open(writer, '[');
    for (int i = 0; i < PIECE_KIND_COUNT; i++) {
        if (pieces >> i & 1)
            writer_text(writer, piece_kind_names[i]);
    }
    writer_close(writer, ']');
}

static void write_hours(struct writer *writer, const struct reason_detail *detail)
{
    writer_key(writer, "limit_minutes");
    writer_int(writer, detail->limit_minutes);
    writer_key(writer, "attended_minutes");
    writer_int(writer, detail->attended_minutes);
    writer_key(writer, "left_minutes");
    writer_int(writer, detail_left_minutes(detail));
}

void write_detail(struct writer *writer, const struct reason_detail *detail,
                  const struct referential *referential)
{
    writer_open(writer, '{');
    if (detail->domains && referential)
        write_codes_of_domains(writer, detail->domains, referential);
    if (!item_set_is_empty(&detail->items) && referential)
        write_codes_of_items(writer, &detail->items, referential);
    if (detail->pieces)
        write_pieces(writer, detail->pieces);
    if (detail->name_count) {
        writer_key(writer, "names");
        writer_open(writer, '[');
        for (size_t i = 0; i < detail->name_count; i++)
            writer_text(writer, detail->names[i]);
        writer_close(writer, ']');
    }
    if (detail->candidate_id_count) {
        writer_key(writer, "candidate_ids");
        writer_open(writer, '[');
        for (size_t i = 0; i < detail->candidate_id_count; i++)
            writer_text(writer, detail->candidate_ids[i]);
        writer_close(writer, ']');
    }
    if (date_is_set(detail->date)) {
        writer_key(writer, "date");
        writer_date(writer, detail->date);
    }
    if (date_is_set(detail->limit)) {
        writer_key(writer, "limit_date");
        writer_date(writer, detail->limit);
    }
    if (id_is_set(detail->id)) {
        writer_key(writer, "id");
        writer_id(writer, detail->id);
    }
    if (detail->expected || detail->found) {
        writer_key(writer, "expected_count");
        writer_int(writer, detail->expected);
        writer_key(writer, "found_count");
        writer_int(writer, detail->found);
    }
    if (detail->recused) {
        writer_key(writer, "recused_count");
        writer_int(writer, detail->recused);
    }
    if (detail->has_minutes)
        write_hours(writer, detail);
    if (detail->bound) {
        writer_key(writer, "limit");
        writer_int(writer, detail->bound);
    }
    writer_close(writer, '}');
}

struct slice detail_print(struct exchange *x, const struct reason_detail *detail,
                          const struct referential *referential)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    write_detail(&writer, detail, referential);
    struct slice text = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return text;
}

/* The dates of an act, by their names in the bodies; the place of a module's stands in its path. */
static const char *const *const act_dates[] = {
    [ACT_DATE_OF_ACT] = (const char *const[]){ "occurred_on", "consent_on", NULL },
    [ACT_DATE_OF_PATH] = (const char *const[]){ "planned_start_date", NULL },
    [ACT_DATE_OF_MODULE] = (const char *const[]){ "modules", NULL },
    [ACT_DATE_OF_SITTING] = (const char *const[]){ "held_on", "starts_at", NULL },
    [ACT_DATE_OF_CONTACT] = (const char *const[]){ "opened_on", NULL },
    [ACT_DATE_OF_WRITING] =
        (const char *const[]){ "requested_on", "written_proof_on", "consent_on", NULL },
    [ACT_DATE_OF_RESTITUTION] = (const char *const[]){ "given_on", NULL },
    [ACT_DATE_OF_CORRECTION] = (const char *const[]){ "happened_on", NULL },
};

static bool has_member(const struct fields *fields, const char *name)
{
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name; field++)
        if (strcmp(field->name, name) == 0)
            return true;
    return false;
}

/* Of an event the table of its data is chosen by the event. */
static const struct fields *variant_of(const struct exchange *x, const struct field *data)
{
    int choice;
    for (const struct field *field = x->operation->body->fields; field->name; field++) {
        if (strcmp(field->name, data->variants->selector) != 0)
            continue;
        memcpy(&choice, (const char *)x->body + field->offset, sizeof choice);
        return data->variants->of[choice];
    }
    return NULL;
}

/* The data of an event, or NULL; and the member of the body that holds them. */
static const struct fields *data_of(const struct exchange *x, const char **ret_name)
{
    for (const struct field *field = x->operation->body->fields; field->name; field++) {
        *ret_name = field->name;
        if (field->type == FIELD_VARIANT)
            return variant_of(x, field);
    }
    return NULL;
}

/* Which of the modules is meant, where it is some and not all of them. */
static int module_of(const struct reason_detail *detail)
{
    for (int i = 0; i < PATH_MAX_MODULES; i++)
        if (detail->modules >> i & 1)
            return i;
    return -1;
}

/* The first of these members that the body has; the modules only when some of them are meant, or
 * nothing else is. Unset: none of them. */
static struct slice find_place(struct exchange *x, const char *const *names,
                               const struct reason_detail *detail)
{
    const struct fields *body = x->body ? x->operation->body : NULL;
    const char *data_name = NULL;
    const struct fields *data = body ? data_of(x, &data_name) : NULL;
    const int module = module_of(detail);
    struct slice found = SLICE_UNSET;
    for (; body && *names; names++) {
        const bool is_modules = strcmp(*names, "modules") == 0;
        if (has_member(data, *names))
            found = is_modules && module >= 0
                        ? arena_print(x->arena, "/%s/%s/%d%s", data_name, *names, module,
                                      detail->which ? "/planned_start_date" : "")
                        : arena_print(x->arena, "/%s/%s", data_name, *names);
        else if (has_member(body, *names))
            found = arena_print(x->arena, "/%s", *names);
        if (slice_is_set(found) && (!is_modules || module >= 0))
            return found;
    }
    return found;
}

/* Where in the body what is missing, or at fault, belongs. */
static struct slice place_of(struct exchange *x, const struct unmet *unmet)
{
    const char *const *names = reason_wants(unmet->reason);
    const struct slice named = unmet->detail.which != ACT_DATE_UNSAID
                                   ? find_place(x, act_dates[unmet->detail.which], &unmet->detail)
                                   : SLICE_UNSET;
    if (slice_is_set(named) || !names)
        return named;
    return find_place(x, names, &unmet->detail);
}

/* The details as one JSON object, and the place among them. */
static struct slice print_details(struct exchange *x, const struct unmet *unmet,
                                  const struct referential *referential)
{
    const struct slice details = detail_print(x, &unmet->detail, referential);
    const struct slice place = place_of(x, unmet);
    if (!slice_is_set(place) || details.size < 2)
        return details;
    return arena_print(x->arena, "%.*s%s\"pointer\":\"%.*s\"}", (int)details.size - 1, details.at,
                       details.size > 2 ? "," : "", (int)place.size, place.at);
}

void refuse_outcome(struct exchange *x, const struct outcome *outcome,
                    const struct referential *referential)
{
    const unsigned first = x->refusal_count;
    for (int i = 0; i < outcome->count; i++) {
        const struct unmet *unmet = &outcome->unmet[i];
        const unsigned before = x->refusal_count;
        if (unmet->reason == REASON_ROLE_NOT_ALLOWED) {
            /* Of the roles that the caller has, the one that reaches less than its organism is
             * the trainer's: it acts where it trains. */
            refuse_role(x, unmet->detail.actors,
                        unmet->detail.actors & x->principal.roles ? WHOSE_TRAINER : WHOSE_NOBODY,
                        NULL);
            continue;
        }
        exchange_refuse(x, unmet->reason, print_details(x, unmet, referential));
        if (x->refusal_count > before)
            x->refusals[before].message =
                sentence_print(x, unmet->reason, &unmet->detail, referential);
    }
    resolve_refusals(x, first, outcome, &(struct resolution_subject){ .is_contact = false });
}

void refuse_with(struct exchange *x, enum reason reason, struct reason_detail detail)
{
    struct outcome outcome = { 0 };
    outcome_add(&outcome, reason, &detail);
    refuse_outcome(x, &outcome, NULL);
}

void refuse_of_member(struct exchange *x, enum reason reason, struct slice member)
{
    const struct reason_detail none = { 0 };
    const struct slice name = arena_print(x->arena, "%.*s", (int)member.size, member.at);
    const char *names[2] = { name.at };
    const struct slice place = find_place(x, names, &none);
    exchange_refuse(
        x, reason,
        slice_is_set(place)
            ? arena_print(x->arena, "{\"pointer\":\"%.*s\"}", (int)place.size, place.at)
            : arena_print(x->arena, "{\"member\":\"%.*s\"}", (int)member.size, member.at));
}

void refuse_inactive(struct exchange *x, const char *pointer, struct id candidate_id,
                     struct slice status, struct id survivor_id)
{
    char id[ID_TEXT_SIZE], kept[ID_TEXT_SIZE];
    const bool is_merged = id_is_set(survivor_id);
    id_print(candidate_id, id);
    id_print(survivor_id, kept);
    exchange_refuse(
        x, REASON_CANDIDATE_NOT_ACTIVE,
        arena_print(x->arena, "{%s%s%s\"candidate_id\":\"%s\",\"status\":\"%.*s\"%s%s%s}",
                    pointer ? "\"pointer\":\"" : "", pointer ? pointer : "", pointer ? "\"," : "",
                    id, (int)status.size, status.at, is_merged ? ",\"survivor_id\":\"" : "",
                    is_merged ? kept : "", is_merged ? "\"" : ""));
    if (is_merged)
        exchange_resolve(x, "GET", exchange_address(x, "/v1/candidates/", survivor_id));
}

void refuse_merged(struct exchange *x, struct id candidate_id)
{
    if (id_is_set(x->survivor_id))
        refuse_inactive(x, "/candidate_id", candidate_id, slice_of("MERGED"), x->survivor_id);
}

void refuse_counted(struct exchange *x, enum bound bound, int count)
{
    const struct bound_text *text = bound_text(bound);
    const unsigned before = x->refusal_count;
    struct outcome outcome = { 0 };
    bound_judge(bound, count, &outcome);
    if (outcome_is_accepted(&outcome))
        return;
    const struct reason_detail *detail = &outcome.unmet[0].detail;
    exchange_refuse(
        x, REASON_RECORDS_TOO_MANY,
        arena_print(x->arena, "{\"bound\":\"%s\",\"limit\":%d}", text->name, detail->bound));
    if (x->refusal_count > before)
        x->refusals[before].message =
            sentence_print_text(x, x->is_english ? text->en : text->fr, detail);
}

void refuse_beyond(struct exchange *x, enum bound bound)
{
    refuse_counted(x, bound, x->present_count);
}

static const struct {
    const char *code;
    struct label text;
} owners[WHOSE_COUNT] = {
#define WHOSE(name, text_fr, text_en) [WHOSE_##name] = { #name, { text_fr, text_en } },
#include "api/whose.def"
#undef WHOSE
};

const char *whose_code(enum whose whose)
{
    return owners[whose].code;
}

const struct label *whose_label(enum whose whose)
{
    return &owners[whose].text;
}

static struct slice print_pointer(struct exchange *x, const char *pointer)
{
    return pointer ? arena_print(x->arena, ",\"pointer\":\"%s\"", pointer) : SLICE("");
}

static void say_whose(struct exchange *x, enum whose whose, const char *pointer,
                      struct slice *ret_message, struct slice *ret_details)
{
    const struct slice place = print_pointer(x, pointer);
    *ret_details = arena_print(x->arena, "{\"whose\":\"%s\"%.*s}", owners[whose].code,
                               (int)place.size, place.at);
    *ret_message = arena_print(
        x->arena,
        x->is_english
            ? "Your role allows this action, though not here. It is for: %s."
            : "Votre fonction permet cette action, mais pas ici. Elle revient à\u00a0: %s.",
        x->is_english ? owners[whose].text.en : owners[whose].text.fr);
}

/* The functions of a set, as a list in a sentence. */
static struct slice list_roles(struct exchange *x, unsigned roles)
{
    struct slice labels = SLICE("");
    for (unsigned i = 0; role_names[i]; i++) {
        const struct label *label = &role_words.labels[i];
        if (roles & 1u << i)
            labels = arena_print(x->arena, x->is_english ? "%.*s%s“%s”" : "%.*s%s«\u00a0%s\u00a0»",
                                 (int)labels.size, labels.at, labels.size ? ", " : "",
                                 x->is_english ? label->en : label->fr);
    }
    return labels;
}

/* Somebody may hold the function and have come by an access that does not say so. */
static struct slice say_access(struct exchange *x)
{
    const struct slice own = list_roles(x, x->principal.roles);
    if (own.size == 0)
        return own;
    return arena_print(
        x->arena,
        x->is_english ? " This access acts as: %.*s. If you hold the other function too, act "
                        "in it: by a key that has it, or by Clea-Function."
                      : " Cet accès agit comme\u00a0: %.*s. Si vous avez aussi l’autre fonction, "
                        "agissez avec elle\u00a0: par une clé qui la porte, ou par "
                        "Clea-Function.",
        (int)own.size, own.at);
}

static void say_roles(struct exchange *x, unsigned roles, const char *pointer,
                      struct slice *ret_message, struct slice *ret_details)
{
    const struct slice place = print_pointer(x, pointer);
    const struct slice labels = list_roles(x, roles), access = say_access(x);
    struct slice codes = SLICE("{\"roles\":[");
    bool is_first = true;
    for (unsigned i = 0; role_names[i]; i++) {
        if (!(roles & 1u << i))
            continue;
        codes = arena_print(x->arena, "%.*s%s\"%s\"", (int)codes.size, codes.at,
                            is_first ? "" : ",", role_names[i]);
        is_first = false;
    }
    *ret_details =
        arena_print(x->arena, "%.*s]%.*s}", (int)codes.size, codes.at, (int)place.size, place.at);
    *ret_message = arena_print(
        x->arena,
        x->is_english
            ? "Your role does not allow this action. It is for: %.*s.%.*s"
            : "Votre fonction ne permet pas cette action. Elle revient à\u00a0: %.*s.%.*s",
        (int)labels.size, labels.at, (int)access.size, access.at);
}

enum reason say_role(struct exchange *x, unsigned roles, enum whose whose, const char *pointer,
                     struct slice *ret_message, struct slice *ret_details)
{
    const bool is_of_role = (roles & ROLES_ANY) && !(roles & x->principal.roles);
    assert(is_of_role || whose != WHOSE_NOBODY); /* no role: nobody's, or somebody else's */
    if (is_of_role)
        say_roles(x, roles, pointer, ret_message, ret_details);
    else
        say_whose(x, whose, pointer, ret_message, ret_details);
    return is_of_role ? REASON_ROLE_NOT_ALLOWED : REASON_ACT_OF_ANOTHER;
}

void refuse_role(struct exchange *x, unsigned roles, enum whose whose, const char *pointer)
{
    const unsigned before = x->refusal_count;
    struct slice message, details;
    exchange_refuse(x, say_role(x, roles, whose, pointer, &message, &details), details);
    if (x->refusal_count > before)
        x->refusals[before].message = message;
}

void refuse_whose(struct exchange *x, enum whose whose, const char *pointer)
{
    refuse_role(x, 0, whose, pointer);
}

struct resolution_subject candidacy_subject(const struct candidacy *now,
                                            struct slice referential_code)
{
    return (struct resolution_subject){ .candidacy_id = now->id,
                                        .candidate_id = now->candidate_id,
                                        .referential_code = referential_code,
                                        .state = now->state,
                                        .is_contact = now->state == CANDIDACY_CONTACT,
                                        .is_final_ready = now->state == CANDIDACY_FINAL_READY };
}

void refuse_candidacy(struct exchange *x, const struct outcome *outcome,
                      const struct candidacy *now, struct slice referential_code)
{
    const unsigned first = x->refusal_count;
    const struct resolution_subject subject = candidacy_subject(now, referential_code);
    refuse_outcome(x, outcome, now->referential);
    resolve_refusals(x, first, outcome, &subject);
}
