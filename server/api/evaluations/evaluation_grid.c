/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/evaluations/evaluation_grid.h"

#include "api/candidacies/candidacy_events.h"

#include "sql.h"

const struct load grid_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_evaluation_path, LOAD_REQUIRED | LOAD_ROOT),
    { .statement = NULL },
};

const struct evaluation *grid_evaluation(const struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy *now = &set->items[0]->candidacy;
    for (int i = 0; i < now->evaluation_count; i++) {
        if (id_equals(now->evaluations[i].id, x->path_id[0]))
            return &now->evaluations[i];
    }
    return NULL;
}

const struct candidacy_move *grid_decide(struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    const struct evaluation *asked = grid_evaluation(x);
    const struct evaluation *open = candidacy_open_evaluation(&set->items[0]->candidacy);
    if (asked && (!open || open == asked))
        return event_decide(x);
    if (asked)
        exchange_refuse(x, REASON_RESULTS_FROZEN, (struct slice){ 0 });
    else
        x->is_missing = true;
    return NULL;
}

static void write_status(struct writer *writer, char status)
{
    writer_key(writer, "status");
    writer_string(writer, slice_of(result_name(status)));
}

void grid_read_note(struct exchange *x, struct row *row)
{
    struct grid_notes *notes = &((struct grid_snapshot *)x->snapshot)->notes;
    struct grid_note *note = exchange_more(x, &notes->items, notes->count, sizeof *note);
    if (!note)
        return;
    notes->count++;
    note->code = arena_copy(x->arena, row_text(row, "item_code"));
    note->text = arena_copy(x->arena, row_text(row, "note"));
}

/* Of one evaluation: the first row brings it, each row a note. */
void grid_read(struct exchange *x, struct row *row)
{
    const struct candidacy_set *set = x->snapshot;
    if (set->count == 0) {
        struct candidacy_snapshot *snapshot = candidacy_read_shown(x, row);
        if (!snapshot)
            return;
        candidacy_read_graded(x, snapshot, row);
    }
    if (!row_is_null(row, "item_code"))
        grid_read_note(x, row);
}

static struct slice note_on(const struct grid_notes *notes, struct slice code)
{
    const struct result_input *saved = notes->saved ? notes->saved->items : NULL;
    for (size_t i = 0; saved && i < notes->saved->count; i++) {
        if (field_is_given(&result_input_table, &saved[i], "note") &&
            slice_equals(saved[i].criterion_code, code))
            return saved[i].note;
    }
    for (size_t i = 0; i < notes->count; i++) {
        if (slice_equals(notes->items[i].code, code))
            return notes->items[i].text;
    }
    return SLICE_UNSET;
}

static void write_items(struct writer *writer, const struct referential *referential, int subdomain,
                        const char *results, const struct grid_notes *notes, enum depth depth)
{
    const struct subdomain *s = &referential->subdomains[subdomain];
    int count = depth == DEPTH_CRITERIA ? s->item_count : 0;
    writer_key(writer, "criteria");
    writer_open(writer, '[');
    for (int i = s->first_item; i < s->first_item + count; i++) {
        writer_open(writer, '{');
        writer_key(writer, "criterion_code");
        writer_text(writer, referential->items[i].code);
        writer_key(writer, "is_mandatory");
        writer_bool(writer, referential->items[i].is_mandatory);
        write_status(writer, results[i]);
        writer_key(writer, "note");
        writer_string(writer, note_on(notes, slice_of(referential->items[i].code)));
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

/* What the grid says of each domain: of its sub-domains, those that the evaluation takes up again
 * are as it found them; the others were validated before, or they would be in its scope (A12). */
static void score_domains(const struct referential *referential, uint64_t scope,
                          const char *subdomains, char ret_domains[REFERENTIAL_MAX_DOMAINS + 1])
{
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    const uint64_t touched =
        referential_subdomains_of(referential, referential_domains_touched(referential, scope));
    for (int s = 0; s < referential->subdomain_count; s++) {
        const bool is_kept = (touched & ~scope & 1ull << s) != 0;
        statuses[s] = is_kept ? RESULT_VALIDATED : subdomains[s];
    }
    statuses[referential->subdomain_count] = '\0';
    referential_score_domains(referential, statuses, ret_domains);
}

void grid_write(struct writer *writer, const struct referential *referential,
                const struct policy *policy, const struct evaluation *evaluation,
                const char *results, const struct grid_notes *notes, enum depth depth)
{
    const uint64_t scope = evaluation_scope(evaluation, referential);
    char scored[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    const char *subdomains = evaluation->statuses;
    if (!subdomains) {
        referential_score_subdomains(referential, policy, scope, results, scored);
        subdomains = scored;
    }
    score_domains(referential, scope, subdomains, domains);
    writer_key(writer, "domains");
    writer_open(writer, '[');
    for (int d = 0; d < referential->domain_count; d++) {
        const struct domain *domain = &referential->domains[d];
        if (domains[d] == RESULT_NONE)
            continue;
        writer_open(writer, '{');
        writer_key(writer, "code");
        writer_text(writer, domain->code);
        write_status(writer, domains[d]);
        writer_key(writer, "subdomains");
        writer_open(writer, '[');
        for (int s = domain->first_subdomain; s < domain->first_subdomain + domain->subdomain_count;
             s++) {
            if (!(scope & (1ull << s)))
                continue;
            writer_open(writer, '{');
            writer_key(writer, "code");
            writer_text(writer, referential->subdomains[s].code);
            write_status(writer, subdomains[s]);
            if (depth != DEPTH_STATUSES)
                write_items(writer, referential, s, results, notes, depth);
            writer_close(writer, '}');
        }
        writer_close(writer, ']');
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}
