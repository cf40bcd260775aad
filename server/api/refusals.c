#include "api/refusals.h"

#include "api/resolution.h"
#include "api/sentence.h"
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

static struct slice print_detail(struct exchange *x, const struct reason_detail *detail,
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

void refuse_outcome(struct exchange *x, const struct outcome *outcome,
                    const struct referential *referential)
{
    for (int i = 0; i < outcome->count; i++) {
        const struct unmet *unmet = &outcome->unmet[i];
        const unsigned before = x->refusal_count;
        exchange_refuse(x, unmet->reason, print_detail(x, &unmet->detail, referential));
        if (x->refusal_count > before)
            x->refusals[before].message =
                sentence_print(x, unmet->reason, &unmet->detail, referential);
    }
}

static struct resolution_subject subject_of(const struct candidacy *now)
{
    return (struct resolution_subject){ .candidacy_id = now->id,
                                        .candidate_id = now->candidate_id,
                                        .is_contact = now->state == CANDIDACY_CONTACT };
}

void refuse_candidacy(struct exchange *x, const struct outcome *outcome,
                      const struct candidacy *now)
{
    const unsigned first = x->refusal_count;
    const struct resolution_subject subject = subject_of(now);
    refuse_outcome(x, outcome, now->referential);
    resolve_refusals(x, first, outcome, &subject);
}

_Static_assert(CANDIDACY_EVENT_COUNT <= 64, "a bit for each event of an answer");

void refuse_with_allowed(struct exchange *x, const struct allowed_event *events, int count)
{
    uint64_t mask = 0;
    for (int i = 0; i < count; i++)
        mask |= UINT64_C(1) << events[i].transition->event;
    exchange_allow(x, candidacy_event_names, mask);
}

static void write_guard(struct exchange *x, struct writer *writer, const struct asked_guard *asked,
                        const struct candidacy *now)
{
    const struct guard_info *guard = guard_info(asked->guard);
    const struct reason_info *info = reason_info(guard->reason);
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "answer");
    writer_text(writer, guard_answer_names[asked->answer]);
    writer_key(writer, "message");
    if (asked->answer == GUARD_UNMET)
        writer_string(writer, sentence_print(x, guard->reason, &asked->detail, now->referential));
    else
        writer_text(writer, reason_holds(guard->reason, x->is_english));
    writer_key(writer, "details");
    if (asked->answer == GUARD_UNMET) {
        const struct resolution_subject subject = subject_of(now);
        write_detail(writer, &asked->detail, now->referential);
        writer_key(writer, "resolve_with");
        write_resolution(x, writer, guard->reason, &asked->detail, &subject);
    } else {
        writer_open(writer, '{');
        writer_close(writer, '}');
        writer_key(writer, "resolve_with");
        writer_null(writer);
    }
    writer_close(writer, '}');
}

void write_allowed_events(struct exchange *x, struct writer *writer,
                          const struct allowed_event *events, int count,
                          const struct candidacy *now)
{
    writer_open(writer, '[');
    for (int i = 0; i < count; i++) {
        const struct allowed_event *event = &events[i];
        writer_open(writer, '{');
        writer_key(writer, "event");
        writer_text(writer, candidacy_event_name(event->transition->event));
        writer_key(writer, "is_allowed");
        writer_bool(writer, event->is_allowed);
        writer_key(writer, "guards");
        writer_open(writer, '[');
        for (int k = 0; k < event->guard_count; k++)
            write_guard(x, writer, &event->guards[k], now);
        writer_close(writer, ']');
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}
