#include "api/refusals.h"

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

void refuse_outcome(struct exchange *x, const struct outcome *outcome,
                    const struct referential *referential)
{
    for (int i = 0; i < outcome->count; i++) {
        const struct unmet *unmet = &outcome->unmet[i];
        const unsigned before = x->refusal_count;
        exchange_refuse(x, unmet->reason, detail_print(x, &unmet->detail, referential));
        if (x->refusal_count > before)
            x->refusals[before].message =
                sentence_print(x, unmet->reason, &unmet->detail, referential);
    }
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
