/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/referentials/referential_document.h"

#include "json/writer.h"
#include "api/referentials/referential_draft.h"

/* --- checking --- */

struct builder {
    struct arena *arena;
    struct violations *violations;
    struct referential_document *document;
    bool has_failed;
};

static const struct domain_draft *domain_at(const struct referential_draft *draft, size_t d)
{
    return (const struct domain_draft *)draft->domains.items + d;
}

static const struct subdomain_draft *subdomain_at(const struct domain_draft *domain, size_t s)
{
    return (const struct subdomain_draft *)domain->subdomains.items + s;
}

static const struct criterion_draft *criterion_at(const struct subdomain_draft *subdomain, size_t c)
{
    return (const struct criterion_draft *)subdomain->criteria.items + c;
}

static void violate(struct builder *builder, struct slice pointer, enum reason reason)
{
    if (!slice_is_set(pointer))
        builder->has_failed = true;
    else if (violations_spare(builder->violations, pointer))
        violations_add(builder->violations, VIOLATION_BODY, pointer, reason, NULL);
}

static struct slice pointer_to(struct builder *builder, size_t d, size_t s, const char *member)
{
    return arena_print(builder->arena, "/domains/%zu/subdomains/%zu%s", d, s, member);
}

static struct slice pointer_to_criterion(struct builder *builder, size_t d, size_t s, size_t c)
{
    return arena_print(builder->arena, "/domains/%zu/subdomains/%zu/criteria/%zu/code", d, s, c);
}

static bool is_mandatory(const struct subdomain_draft *subdomain, struct slice code)
{
    const struct slice *codes = subdomain->validation.mandatory_criteria.items;
    for (size_t i = 0; i < subdomain->validation.mandatory_criteria.count; i++) {
        if (slice_equals(codes[i], code))
            return true;
    }
    return false;
}

static void check_mandatory(struct builder *builder, const struct subdomain_draft *subdomain,
                            size_t d, size_t s)
{
    const struct slice *codes = subdomain->validation.mandatory_criteria.items;
    for (size_t i = 0; i < subdomain->validation.mandatory_criteria.count; i++) {
        bool is_known = false;
        for (size_t c = 0; c < subdomain->criteria.count && !is_known; c++)
            is_known = slice_equals(criterion_at(subdomain, c)->code, codes[i]);
        if (!is_known)
            violate(builder,
                    arena_print(builder->arena,
                                "/domains/%zu/subdomains/%zu/validation/mandatory_criteria/%zu", d,
                                s, i),
                    REASON_REFERENCE_UNKNOWN);
    }
}

static enum threshold_kind threshold_of(const struct subdomain_draft *subdomain, int *ret_threshold)
{
    const struct validation_draft *validation = &subdomain->validation;
    *ret_threshold = (int)(validation->min_pct ? validation->min_pct : validation->min_validated);
    if (validation->min_pct)
        return THRESHOLD_PERCENTAGE;
    return validation->min_validated ? THRESHOLD_COUNT : THRESHOLD_NONE;
}

static bool add_subdomain(struct referential *referential, const struct subdomain_draft *subdomain)
{
    int threshold;
    enum threshold_kind kind = threshold_of(subdomain, &threshold);
    return referential_add_subdomain(referential, subdomain->code.at, subdomain->code.size, kind,
                                     threshold);
}

static bool add_criterion(struct referential *referential, const struct subdomain_draft *subdomain,
                          size_t c)
{
    struct slice code = criterion_at(subdomain, c)->code;
    return referential_add_criterion(referential, code.at, code.size,
                                     is_mandatory(subdomain, code));
}

/* More codes than the shape can hold. One that is none was refused where it was read. */
static void refuse_code(struct builder *builder, const struct referential *referential,
                        struct slice pointer)
{
    bool is_full = referential->domain_count == REFERENTIAL_MAX_DOMAINS ||
                   referential->subdomain_count == REFERENTIAL_MAX_SUBDOMAINS ||
                   referential->item_count == REFERENTIAL_MAX_ITEMS;
    if (is_full)
        violate(builder, pointer, REASON_TOO_MANY_ITEMS);
}

/* Everything that is in the draft, gaps included. False when a code could not be taken: places no
 * longer match then. */
static bool take_all(struct builder *builder, const struct referential_draft *draft,
                     struct referential *referential)
{
    bool is_whole = true;
    referential_init(referential);
    for (size_t d = 0; d < draft->domains.count; d++) {
        const struct domain_draft *domain = domain_at(draft, d);
        if (!referential_add_domain(referential, domain->code.at, domain->code.size)) {
            refuse_code(builder, referential, arena_print(builder->arena, "/domains/%zu/code", d));
            is_whole = false;
            continue;
        }
        for (size_t s = 0; s < domain->subdomains.count; s++) {
            const struct subdomain_draft *subdomain = subdomain_at(domain, s);
            check_mandatory(builder, subdomain, d, s);
            if (!add_subdomain(referential, subdomain)) {
                refuse_code(builder, referential, pointer_to(builder, d, s, "/code"));
                is_whole = false;
                continue;
            }
            for (size_t c = 0; c < subdomain->criteria.count; c++) {
                if (add_criterion(referential, subdomain, c))
                    continue;
                refuse_code(builder, referential, pointer_to_criterion(builder, d, s, c));
                is_whole = false;
            }
        }
    }
    /* One bit is kept free in the masks that the database stores as bigint. */
    if (referential->subdomain_count == REFERENTIAL_MAX_SUBDOMAINS)
        violate(builder, SLICE("/domains"), REASON_TOO_MANY_ITEMS);
    return is_whole;
}

/* The code of a fault lives in the référentiel: its address tells its place. */
static struct slice pointer_to_fault(struct builder *builder, const struct referential *referential,
                                     const struct referential_fault *fault)
{
    const char *member = fault->reason == REASON_CODE_DUPLICATED              ? "/code"
                         : fault->reason == REASON_SUBDOMAIN_WITHOUT_CRITERIA ? "/criteria"
                                                                              : "/validation";
    for (int d = 0; d < referential->domain_count; d++) {
        const struct domain *domain = &referential->domains[d];
        if (fault->code == domain->code)
            return arena_print(builder->arena, "/domains/%d%s", d, member);
        for (int s = 0; s < domain->subdomain_count; s++) {
            const struct subdomain *subdomain =
                &referential->subdomains[domain->first_subdomain + s];
            if (fault->code == subdomain->code)
                return pointer_to(builder, (size_t)d, (size_t)s, member);
            for (int i = 0; i < subdomain->item_count; i++) {
                if (fault->code == referential->items[subdomain->first_item + i].code)
                    return pointer_to_criterion(builder, (size_t)d, (size_t)s, (size_t)i);
            }
        }
    }
    return SLICE("/domains");
}

static bool is_gap(enum reason reason)
{
    return reason == REASON_SUBDOMAIN_WITHOUT_CRITERIA || reason == REASON_THRESHOLD_MISSING;
}

static void add_gap(struct builder *builder, enum reason reason, struct slice pointer,
                    struct slice code)
{
    struct referential_document *document = builder->document;
    code = arena_copy(builder->arena, code);
    builder->has_failed |= !slice_is_set(pointer) || !slice_is_set(code);
    document->gaps[document->gap_count++] = (struct referential_gap){ reason, pointer, code.at };
}

static void sort_faults(struct builder *builder, const struct referential *referential)
{
    struct referential_fault faults[REFERENTIAL_MAX_FAULTS];
    int count = referential_check(referential, faults);
    for (int i = 0; i < count; i++) {
        struct slice pointer = pointer_to_fault(builder, referential, &faults[i]);
        if (is_gap(faults[i].reason))
            add_gap(builder, faults[i].reason, pointer, slice_of(faults[i].code));
        else
            violate(builder, pointer, faults[i].reason);
    }
}

/* Exactly one threshold rules a sub-domain (decision 11): a percentage and a count that come to
 * different numbers of criteria are two. */
static void note_contradictions(struct builder *builder, const struct referential_draft *draft)
{
    for (size_t d = 0; d < draft->domains.count; d++) {
        const struct domain_draft *domain = domain_at(draft, d);
        for (size_t s = 0; s < domain->subdomains.count; s++) {
            const struct subdomain_draft *subdomain = subdomain_at(domain, s);
            const struct validation_draft *validation = &subdomain->validation;
            int64_t count = (int64_t)subdomain->criteria.count;
            if (validation->min_pct && validation->min_validated && count > 0 &&
                (validation->min_pct * count + 99) / 100 != validation->min_validated)
                add_gap(builder, REASON_THRESHOLD_AMBIGUOUS,
                        pointer_to(builder, d, s, "/validation"), subdomain->code);
        }
    }
}

/* --- building --- */

static bool can_be_scored(const struct subdomain_draft *subdomain)
{
    int threshold;
    return subdomain->criteria.count > 0 && threshold_of(subdomain, &threshold) != THRESHOLD_NONE;
}

static bool has_scored_part(const struct domain_draft *domain)
{
    bool has = domain->subdomains.count == 0; /* a leaf */
    for (size_t s = 0; s < domain->subdomains.count; s++)
        has = has || can_be_scored(subdomain_at(domain, s));
    return has;
}

static struct slice print_shape(struct builder *builder, const struct referential_draft *draft)
{
    struct referential *scored = arena_alloc(builder->arena, sizeof *scored);
    char *text = arena_alloc(builder->arena, REFERENTIAL_TEXT_SIZE);
    if (!scored || !text)
        return (struct slice){ 0 };
    referential_init(scored);
    for (size_t d = 0; d < draft->domains.count; d++) {
        const struct domain_draft *domain = domain_at(draft, d);
        if (!has_scored_part(domain))
            continue;
        referential_add_domain(scored, domain->code.at, domain->code.size);
        for (size_t s = 0; s < domain->subdomains.count; s++) {
            const struct subdomain_draft *subdomain = subdomain_at(domain, s);
            if (!can_be_scored(subdomain))
                continue;
            add_subdomain(scored, subdomain);
            for (size_t c = 0; c < subdomain->criteria.count; c++)
                add_criterion(scored, subdomain, c);
        }
    }
    return (struct slice){ text, referential_print(scored, text, REFERENTIAL_TEXT_SIZE) };
}

static void write_text(struct writer *writer, const char *name, struct slice text)
{
    writer_key(writer, name);
    writer_string(writer, text);
}

static void write_texts(struct writer *writer, const char *name, const struct field_list *texts)
{
    const struct slice *items = texts->items;
    writer_key(writer, name);
    writer_open(writer, '[');
    for (size_t i = 0; i < texts->count; i++)
        writer_string(writer, items[i]);
    writer_close(writer, ']');
}

static void write_number(struct writer *writer, const char *name, int64_t number)
{
    writer_key(writer, name);
    if (number)
        writer_int(writer, number);
    else
        writer_null(writer);
}

static void write_validation(struct writer *writer, const struct validation_draft *validation)
{
    writer_key(writer, "validation");
    if (!validation->given.present) {
        writer_null(writer);
        return;
    }
    writer_open(writer, '{');
    write_number(writer, "min_pct", validation->min_pct);
    write_number(writer, "min_validated", validation->min_validated);
    write_texts(writer, "mandatory_criteria", &validation->mandatory_criteria);
    write_text(writer, "threshold_status", validation->threshold_status);
    write_text(writer, "mandatory_status", validation->mandatory_status);
    writer_close(writer, '}');
}

static void write_subdomain(struct writer *writer, const struct subdomain_draft *subdomain)
{
    writer_open(writer, '{');
    write_text(writer, "code", subdomain->code);
    write_text(writer, "title", subdomain->title);
    write_text(writer, "title_status", subdomain->title_status);
    write_texts(writer, "title_sources", &subdomain->title_sources);
    write_validation(writer, &subdomain->validation);
    writer_key(writer, "criteria");
    writer_open(writer, '[');
    for (size_t c = 0; c < subdomain->criteria.count; c++) {
        const struct criterion_draft *criterion = criterion_at(subdomain, c);
        writer_open(writer, '{');
        write_text(writer, "code", criterion->code);
        write_text(writer, "title", criterion->title);
        write_text(writer, "title_in_source", criterion->title_in_source);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static void write_domain(struct writer *writer, const struct domain_draft *domain)
{
    writer_open(writer, '{');
    write_text(writer, "code", domain->code);
    write_text(writer, "title", domain->title);
    writer_key(writer, "subdomains");
    writer_open(writer, '[');
    for (size_t s = 0; s < domain->subdomains.count; s++)
        write_subdomain(writer, subdomain_at(domain, s));
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static struct slice keep(struct builder *builder, struct buffer *buffer)
{
    struct slice text = { 0 };
    if (!buffer->has_failed)
        text = arena_copy(builder->arena, buffer_as_slice(buffer));
    builder->has_failed |= !slice_is_set(text);
    buffer_release(buffer);
    return text;
}

static struct slice print_tree(struct builder *builder, const struct referential_draft *draft)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    write_text(&writer, "status", draft->status);
    writer_key(&writer, "notes");
    writer_raw(&writer, draft->notes);
    writer_key(&writer, "sources");
    writer_raw(&writer, draft->sources);
    writer_key(&writer, "domains");
    writer_open(&writer, '[');
    for (size_t d = 0; d < draft->domains.count; d++)
        write_domain(&writer, domain_at(draft, d));
    writer_close(&writer, ']');
    writer_close(&writer, '}');
    return keep(builder, &buffer);
}

static const char *const count_names[] = { "domains", "subdomains", "criteria" };

static bool is_count_given(const struct referential_counts *counts, unsigned i)
{
    return (counts->given.present & ~counts->given.null) >> i & 1;
}

static struct slice print_declared(struct builder *builder, const struct referential_counts *counts)
{
    const int64_t values[] = { counts->domains, counts->subdomains, counts->criteria };
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    for (unsigned i = 0; i < 3; i++) {
        writer_key(&writer, count_names[i]);
        if (is_count_given(counts, i))
            writer_int(&writer, values[i]);
        else
            writer_null(&writer);
    }
    writer_close(&writer, '}');
    return keep(builder, &buffer);
}

static struct slice print_listed(struct builder *builder, const struct referential_draft *draft)
{
    const struct referential_counts *said = &draft->listed_counts;
    const int64_t said_values[] = { said->domains, said->subdomains, said->criteria };
    int64_t values[3] = { (int64_t)draft->domains.count, 0, 0 };
    for (size_t d = 0; d < draft->domains.count; d++) {
        const struct domain_draft *domain = domain_at(draft, d);
        values[1] += (int64_t)domain->subdomains.count;
        for (size_t s = 0; s < domain->subdomains.count; s++)
            values[2] += (int64_t)subdomain_at(domain, s)->criteria.count;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (is_count_given(said, i) && said_values[i] != values[i])
            violate(builder, arena_print(builder->arena, "/listed_counts/%s", count_names[i]),
                    REASON_RANGE);
    }
    return arena_print(builder->arena, "{\"domains\":%lld,\"subdomains\":%lld,\"criteria\":%lld}",
                       (long long)values[0], (long long)values[1], (long long)values[2]);
}

enum status referential_document_build(const struct referential_draft *draft, struct arena *arena,
                                       struct violations *violations,
                                       struct referential_document *ret_document)
{
    struct builder builder = { arena, violations, ret_document, false };
    violations->arena = arena;
    struct referential *all = arena_alloc(arena, sizeof *all);
    *ret_document = (struct referential_document){ 0 };
    if (!all)
        return STATUS_NO_MEMORY;
    if (date_is_set(draft->valid_to) && date_is_before(draft->valid_to, draft->valid_from))
        violate(&builder, SLICE("/valid_to"), REASON_RANGE);
    if (take_all(&builder, draft, all))
        sort_faults(&builder, all);
    note_contradictions(&builder, draft);
    ret_document->listed_counts = print_listed(&builder, draft);
    ret_document->declared_counts = print_declared(&builder, &draft->declared_counts);
    ret_document->tree = print_tree(&builder, draft);
    if (violations->count == 0)
        ret_document->shape = print_shape(&builder, draft);
    builder.has_failed |= violations->count == 0 && !slice_is_set(ret_document->shape);
    return builder.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}
