#include "api/refusals.h"

#include "api/sentence.h"
#include "api/words.h"
#include "candidacy_guards.h"

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
    writer_key(writer, "limit_hours");
    writer_int(writer, detail->limit_hours);
    writer_key(writer, "attended_hours");
    writer_int(writer, detail->attended_hours);
    writer_key(writer, "left_hours");
    writer_int(writer, detail_left_hours(detail));
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
    if (detail->has_hours)
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

/* The member that says why, by its names in the bodies. */
static const char *reason_member(const struct fields *fields)
{
    for (const struct field *field = fields->fields; field->name; field++) {
        if (strcmp(field->name, "reason") == 0 || strcmp(field->name, "reasons") == 0 ||
            strcmp(field->name, "waive_reason") == 0 || strcmp(field->name, "note") == 0)
            return field->name;
    }
    return NULL;
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

/* Where the reason that is asked for belongs; unset when the body has no place for one. */
static struct slice reason_place(struct exchange *x)
{
    const struct fields *body = x->body ? x->operation->body : NULL;
    const char *name = body ? reason_member(body) : NULL;
    if (name)
        return arena_print(x->arena, "{\"pointer\":\"/%s\"}", name);
    for (const struct field *field = body ? body->fields : NULL; field && field->name; field++) {
        const struct fields *of = field->type == FIELD_VARIANT ? variant_of(x, field) : NULL;
        name = of ? reason_member(of) : NULL;
        if (name)
            return arena_print(x->arena, "{\"pointer\":\"/%s/%s\"}", field->name, name);
    }
    return SLICE_UNSET;
}

void refuse_outcome(struct exchange *x, const struct outcome *outcome,
                    const struct referential *referential)
{
    for (int i = 0; i < outcome->count; i++) {
        const struct unmet *unmet = &outcome->unmet[i];
        const unsigned before = x->refusal_count;
        exchange_refuse(x, unmet->reason, detail_print(x, &unmet->detail, referential));
        if (x->refusal_count > before && unmet->reason == REASON_REASON_REQUIRED) {
            const struct slice place = reason_place(x);
            if (slice_is_set(place))
                x->refusals[before].details = place;
        }
        if (x->refusal_count > before)
            x->refusals[before].message =
                sentence_print(x, unmet->reason, &unmet->detail, referential);
    }
}

void refuse_counted(struct exchange *x, enum bound bound, int count)
{
    struct outcome outcome = { 0 };
    bound_judge(bound, count, &outcome);
    refuse_outcome(x, &outcome, NULL);
}

void refuse_beyond(struct exchange *x, enum bound bound)
{
    refuse_counted(x, bound, x->present_count);
}

void refuse_role(struct exchange *x, unsigned roles)
{
    struct slice codes = SLICE("{\"roles\":["), labels = SLICE("");
    const unsigned before = x->refusal_count;
    bool is_first = true;
    for (unsigned i = 0; role_names[i]; i++) {
        if (!(roles & 1u << i))
            continue;
        const struct label *label = &role_words.labels[i];
        codes = arena_print(x->arena, "%.*s%s\"%s\"", (int)codes.size, codes.at,
                            is_first ? "" : ",", role_names[i]);
        labels = arena_print(x->arena, x->is_english ? "%.*s%s“%s”" : "%.*s%s«\u00a0%s\u00a0»",
                             (int)labels.size, labels.at, is_first ? "" : ", ",
                             x->is_english ? label->en : label->fr);
        is_first = false;
    }
    exchange_refuse(x, REASON_ROLE_NOT_ALLOWED,
                    arena_print(x->arena, "%.*s]}", (int)codes.size, codes.at));
    if (x->refusal_count > before && labels.size > 0)
        x->refusals[before].message = arena_print(
            x->arena,
            x->is_english
                ? "Your role does not allow this action. It is for: %.*s."
                : "Votre fonction ne permet pas cette action. Elle revient à\u00a0: %.*s.",
            (int)labels.size, labels.at);
}

struct resolution_subject candidacy_subject(const struct candidacy *now,
                                            struct slice referential_code)
{
    return (struct resolution_subject){ .candidacy_id = now->id,
                                        .candidate_id = now->candidate_id,
                                        .referential_code = referential_code,
                                        .is_contact = now->state == CANDIDACY_CONTACT };
}

void refuse_candidacy(struct exchange *x, const struct outcome *outcome,
                      const struct candidacy *now, struct slice referential_code)
{
    const unsigned first = x->refusal_count;
    const struct resolution_subject subject = candidacy_subject(now, referential_code);
    refuse_outcome(x, outcome, now->referential);
    resolve_refusals(x, first, outcome, &subject);
}
