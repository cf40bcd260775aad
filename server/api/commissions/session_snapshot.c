/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/commissions/session_snapshot.h"

#include "api/problem.h"
#include "api/resolution.h"
#include "sql.h"

static void bind_name(const struct exchange *x, struct params *params, struct id session_id,
                      struct slice reference, struct id item_id)
{
    params_item(params);
    params_id(params, "id", session_id);
    params_text(params, "reference", reference);
    params_id(params, "agenda_item_id", item_id);
    params_id(params, "caller_id", x->principal.person_id);
    params_bool(params, "brings_mandates", x->brings & BRINGS_MANDATES);
}

void session_bind_path(const struct exchange *x, struct params *params)
{
    struct slice reference = id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0];
    bind_name(x, params, x->path_id[0], reference, (struct id){ { 0 } });
}

void session_bind_item_path(const struct exchange *x, struct params *params)
{
    bind_name(x, params, (struct id){ { 0 } }, (struct slice){ 0 }, x->path_id[0]);
}

/* A session that is named by its reference brings no candidacies: events and signatures take the
 * id. */
void session_bind_candidacies(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_SESSION, x->path_id[0], (struct slice){ 0 });
}

void session_bind_item_candidacy(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_AGENDA_ITEM, x->path_id[0], (struct slice){ 0 });
}

const struct load session_loads[] = {
    SESSION_LOADS(session_bind_path),
    { .statement = NULL },
};

const struct load session_item_loads[] = {
    SESSION_LOADS(session_bind_item_path),
    { .statement = NULL },
};

/* --- reading --- */

void session_read_root(struct exchange *x, struct row *row)
{
    struct session_snapshot *now = x->snapshot;
    struct session *session = &now->session;
    session->id = row_id(row, "id");
    session->version = row_int(row, "version");
    struct slice state = row_text(row, "state");
    if (!session_state_from_name(state.at, state.size, &session->state))
        row->has_failed = true;
    session->commission_id = row_id(row, "commission_id");
    session->held_on = row_date(row, "held_on");
    session->has_start = row_bool(row, "has_start");
    session->planned_on = row_date(row, "planned_on");
    session->convened_on = row_date(row, "convened_on");
    now->time_zone = exchange_read_zone(row, "time_zone");
    exchange_act_in(x, now->time_zone); /* its acts are done where it is held */
    session->capacity = (int)row_int(row, "capacity");
    session->min_per_college = (int)row_int(row, "min_per_college");
    session->chair_member_id = row_id(row, "chair_member_id");
    session->vice_chair_member_id = row_id(row, "vice_chair_member_id");
    now->referential_code = row_text(row, "referential_code");
    now->is_commission_active = row_bool(row, "is_commission_active");
    now->item_id = row_id(row, "agenda_item_id");
    now->has_minutes = id_is_set(row_id(row, "minutes_id"));
    session->signed_by[0] = row_id(row, "signed_by_first");
    session->signed_by[1] = row_id(row, "signed_by_second");
    session->stand_ins[COLLEGE_EMPLOYER] = row_id(row, "employer_stand_in_id");
    session->stand_ins[COLLEGE_EMPLOYEE] = row_id(row, "employee_stand_in_id");
    x->version = session->version;
}

static void read_other(struct exchange *x, struct row *row)
{
    struct session_snapshot *now = x->snapshot;
    struct mandate *other = exchange_more(x, &now->others, (size_t)now->other_count, sizeof *other);
    if (!other)
        return;
    now->other_count++;
    other->member_id = row_id(row, "id");
}

/* Recorded ones come first, those who attend before the others: behind the bound of a set of jurors
 * there are only members who were never said to attend. */
void session_read_juror(struct exchange *x, struct row *row)
{
    struct session_snapshot *now = x->snapshot;
    if (!row_bool(row, "is_of_the_day")) {
        read_other(x, row);
        return;
    }
    struct juror *juror =
        exchange_more(x, &now->jurors, (size_t)now->session.juror_count, sizeof *juror);
    if (!juror)
        return;
    now->session.jurors = now->jurors;
    now->session.juror_count++;
    juror->member_id = row_id(row, "id");
    juror->person.id = row_id(row, "person_id");
    juror->person.human_id = row_id(row, "human_id");
    struct slice college = row_text(row, "college"), presence = row_text(row, "presence");
    if (!college_from_name(college.at, college.size, &juror->college))
        row->has_failed = true;
    if (slice_is_set(presence) && !presence_from_name(presence.at, presence.size, &juror->presence))
        row->has_failed = true;
    juror->is_alternate = row_bool(row, "is_alternate");
    juror->is_convened = row_bool(row, "is_convened");
    juror->is_outdated = row_bool(row, "is_outdated");
    juror->has_left = row_bool(row, "has_left");
    juror->mandate_from = row_date(row, "mandate_from");
    if (slice_is_set(presence))
        now->recorded_count++;
    if (row_bool(row, "is_caller"))
        now->callers |= session_juror_bit(now->session.juror_count - 1);
}

void session_read_item(struct exchange *x, struct row *row)
{
    struct session_snapshot *now = x->snapshot;
    size_t count = (size_t)now->session.item_count;
    struct agenda_item *item = exchange_more(x, &now->items, count, sizeof *item);
    struct item_record *record = exchange_more(x, &now->records, count, sizeof *record);
    if (!item || !record)
        return;
    now->session.items = now->items;
    now->session.item_count++;
    item->id = row_id(row, "id");
    item->file_id = row_id(row, "file_id");
    item->candidacy_id = row_id(row, "candidacy_id");
    struct slice outcome = row_text(row, "outcome");
    if (slice_is_set(outcome) && !verdict_from_name(outcome.at, outcome.size, &item->verdict))
        row->has_failed = true;
    item->is_proposal_to_defer = row_bool(row, "is_proposal_to_defer");
    record->submitted_on = row_date(row, "submitted_on");
    record->decision_id = row_id(row, "decision_id");
    record->decision_count = (int)row_int(row, "decision_edition");
    record->domain_codes = row_text(row, "domain_codes");
    record->answer_by = row_date(row, "answer_by_date");
    record->voter_count = (int)row_int(row, "voter_count");
    record->vote_counts[VOTE_FOR] = (int)row_int(row, "for_count");
    record->vote_counts[VOTE_AGAINST] = (int)row_int(row, "against_count");
    record->vote_counts[VOTE_ABSTAIN] = (int)row_int(row, "abstain_count");
}

void session_read_ballot(struct exchange *x, struct row *row)
{
    struct session_snapshot *now = x->snapshot;
    int item = session_find_item(&now->session, row_id(row, "agenda_item_id"));
    int juror = session_find_juror(&now->session, row_id(row, "member_id"));
    struct slice choice = row_text(row, "choice");
    bool is_recorded = row_bool(row, "is_recorded");
    enum vote vote;
    if (item < 0 || juror < 0)
        return;
    if (slice_is(choice, "RECUSAL"))
        now->items[item].recusals |= session_juror_bit(juror);
    if (slice_is(choice, "DEPARTURE"))
        now->items[item].departed |= session_juror_bit(juror);
    if (slice_is(choice, "STEP_DOWN") || slice_is(choice, "RECUSAL") ||
        slice_is(choice, "DEPARTURE"))
        now->items[item].step_downs |= session_juror_bit(juror);
    else if (slice_is(choice, "CONTESTED"))
        now->items[item].contested |= session_juror_bit(juror);
    else if (vote_from_name(choice.at, choice.size, &vote))
        now->items[item].votes[vote] |= session_juror_bit(juror);
    if (is_recorded)
        now->items[item].recorded |= session_juror_bit(juror);
}

void session_read_dependent(struct exchange *x, struct row *row)
{
    struct session_snapshot *now = x->snapshot;
    int item = session_find_item(&now->session, row_id(row, "id"));
    int juror = session_find_juror(&now->session, row_id(row, "member_id"));
    if (item < 0 || juror < 0)
        return;
    now->items[item].dependent |= session_juror_bit(juror);
    if (row_bool(row, "is_excluded"))
        now->session.excluded |= session_juror_bit(juror);
}

/* --- asking --- */

void session_check_age(struct exchange *x, const char *pointer, struct date day,
                       struct date reference)
{
    enum { MONTHS = 12 };
    const struct date earliest = date_add_months(reference, -MONTHS);
    if (!date_is_before(day, earliest))
        return;
    exchange_violate(x, pointer, REASON_DATE_OUT_OF_RANGE);
    exchange_expect(x, expected_dates(earliest, (struct date){ 0 }));
}

void session_check_answer_by(struct exchange *x, const char *pointer, struct date day,
                             struct date held_on, struct date deadline)
{
    const struct spell days = session_answer_days(held_on, deadline);
    if (spell_contains(days, day))
        return;
    exchange_violate(x, pointer, REASON_RANGE);
    exchange_expect(x, expected_dates(days.from, days.to));
}

enum whose session_whose(const struct outcome *to_secretary)
{
    const bool is_own = outcome_has(to_secretary, REASON_RECUSAL_IS_OWN) ||
                        outcome_has(to_secretary, REASON_VOTE_IS_OWN) ||
                        outcome_has(to_secretary, REASON_RECORDED_VOTES_NOT_ALLOWED);
    return is_own ? WHOSE_JUROR : WHOSE_JUROR_OR_SECRETARY;
}

int session_path_item(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    int item = session_find_item(&now->session, now->item_id);
    if (item < 0)
        x->is_missing = true;
    return item;
}

/* Few name somebody of other days, so they are asked for when somebody did. */
void session_violate_member(struct exchange *x, const char *pointer, struct id member_id)
{
    const struct session_snapshot *now = x->snapshot;
    enum reason reason = REASON_REFERENCE_UNKNOWN;
    x->lacks |= BRINGS_MANDATES;
    for (int i = 0; i < now->other_count; i++)
        if (id_equals(now->others[i].member_id, member_id))
            reason = REASON_NOT_IN_FORCE;
    exchange_violate(x, pointer, reason);
}

bool session_check_member(struct exchange *x, struct id member_id)
{
    const struct session_snapshot *now = x->snapshot;
    const bool is_known = session_find_juror(&now->session, member_id) >= 0;
    if (!is_known)
        session_violate_member(x, "/member_id", member_id);
    return is_known;
}

bool session_is_caller(const struct session_snapshot *now, struct id member_id)
{
    int juror = session_find_juror(&now->session, member_id);
    return juror >= 0 && (now->callers & session_juror_bit(juror)) != 0;
}

void session_write_jurors(struct writer *writer, const char *key,
                          const struct session_snapshot *now, uint64_t jurors)
{
    writer_key(writer, key);
    writer_open(writer, '[');
    for (int i = 0; i < now->session.juror_count; i++) {
        if (jurors & session_juror_bit(i))
            writer_id(writer, now->jurors[i].member_id);
    }
    writer_close(writer, ']');
}

static struct slice print_jurors(struct exchange *x, const struct session_snapshot *now,
                                 const struct reason_detail *detail)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    session_write_jurors(&writer, "member_ids", now, detail->jurors);
    if (detail->expected > 0) {
        writer_key(&writer, "expected_count");
        writer_int(&writer, detail->expected);
        writer_key(&writer, "found_count");
        writer_int(&writer, detail->found);
    }
    if (id_is_set(detail->id)) {
        writer_key(&writer, "agenda_item_id");
        writer_id(&writer, detail->id);
    }
    writer_close(&writer, '}');
    struct slice text = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return text;
}

struct slice session_detail_print(struct exchange *x, const struct session_snapshot *now,
                                  const struct reason_detail *detail,
                                  const struct referential *referential)
{
    return detail->jurors ? print_jurors(x, now, detail) : detail_print(x, detail, referential);
}

static bool may_give_vote(const struct exchange *x, const struct session_snapshot *now,
                          const struct agenda_item *item, struct id member_id)
{
    const struct ballot ballot = { .member_id = member_id,
                                   .is_own = session_is_caller(now, member_id) };
    const struct outcome outcome = session_vote(&now->session, item, &ballot, x->policy);
    return outcome_is_accepted(&outcome) &&
           (ballot.is_own ||
            (exchange_has_role(x, ROLE_SECRETARY) && id_is_set(x->principal.person_id)));
}

/* Of the voters whose vote is missing, the first whose vote the caller may give: that of the
 * caller, or one that the secretary may write down. */
static struct id first_silent(const struct exchange *x, const struct session_snapshot *now,
                              const struct reason_detail *detail)
{
    int item = 0;
    while (item < now->session.item_count && !id_equals(now->items[item].id, detail->id))
        item++;
    for (int i = 0; item < now->session.item_count && i < now->session.juror_count; i++) {
        if ((detail->jurors & session_juror_bit(i)) &&
            may_give_vote(x, now, &now->items[item], now->jurors[i].member_id))
            return now->jurors[i].member_id;
    }
    return (struct id){ { 0 } };
}

static struct resolution_subject subject_of(const struct exchange *x,
                                            const struct session_snapshot *now,
                                            const struct outcome *outcome)
{
    struct resolution_subject subject = { .session_id = now->session.id,
                                          .own_jurors = now->callers };
    for (int i = 0; i < outcome->count; i++) {
        if (outcome->unmet[i].reason == REASON_VOTES_MISSING)
            subject.member_id = first_silent(x, now, &outcome->unmet[i].detail);
    }
    return subject;
}

void session_refuse(struct exchange *x, const struct session_snapshot *now,
                    const struct outcome *outcome, const struct referential *referential)
{
    unsigned first = x->refusal_count;
    refuse_outcome(x, outcome, referential);
    const struct resolution_subject subject = subject_of(x, now, outcome);
    resolve_refusals(x, first, outcome, &subject);
    for (int i = 0; i < outcome->count && first + (unsigned)i < x->refusal_count; i++) {
        if (outcome->unmet[i].detail.jurors)
            x->refusals[first + (unsigned)i].details =
                print_jurors(x, now, &outcome->unmet[i].detail);
    }
}

void session_write_reasons(struct exchange *x, struct writer *writer,
                           const struct session_snapshot *now, const struct outcome *outcome)
{
    const unsigned first = x->refusal_count;
    session_refuse(x, now, outcome, NULL);
    problem_write_reasons(writer, x, first);
    x->refusal_count = first; /* told, and nothing is refused */
}
