/* SPDX-License-Identifier: EUPL-1.2 */
/* What a rectified decision makes of its candidacy. */
#include "api/commissions/rectified.h"

#include "api/commissions/session_codes.h"

uint32_t rectification_domains(const struct session_snapshot *now, int item,
                               const struct candidacy_snapshot *snapshot)
{
    return session_domains_of(snapshot->candidacy.referential, now->records[item].domain_codes);
}

struct candidacy_command *rectification_command(struct exchange *x, struct session_snapshot *now,
                                                int item, const struct rectified *rectified)
{
    const struct candidacy_snapshot *snapshot =
        candidacy_set_find(&now->set, now->items[item].candidacy_id);
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    *facts = candidacy_set_facts(&now->set, snapshot);
    command->event = EVENT_RECTIFY_DECISION;
    command->actors = ACTOR_SYSTEM;
    command->facts = facts;
    command->data.decision_id = now->records[item].decision_id;
    command->data.domains = rectified->domains;
    command->data.answer_by = rectified->answer_by;
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    command->occurred_on = command->today;
    return command;
}

static struct slice print_history(struct exchange *x, const struct session_snapshot *now,
                                  const struct rectified *rectified, struct id rectification_id)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    writer_key(&writer, "session_id");
    writer_id(&writer, now->session.id);
    writer_key(&writer, "decision_id");
    writer_id(&writer, now->records[rectified->item].decision_id);
    writer_key(&writer, "rectification_id");
    writer_id(&writer, rectification_id);
    if (slice_is_set(rectified->domain_codes)) {
        writer_key(&writer, "domain_codes");
        session_write_codes(&writer, rectified->domain_codes);
    }
    if (slice_is_set(rectified->answer_by_text)) {
        writer_key(&writer, "answer_by_date");
        writer_string(&writer, rectified->answer_by_text);
    }
    writer_close(&writer, '}');
    struct slice text = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return text;
}

struct candidacy_move *rectification_move(struct exchange *x, struct session_snapshot *now,
                                          const struct rectified *rectified)
{
    const int item = rectified->item;
    const struct candidacy_snapshot *snapshot =
        candidacy_set_find(&now->set, now->items[item].candidacy_id);
    if (!snapshot || !transition_find(snapshot->candidacy.state, EVENT_RECTIFY_DECISION))
        return NULL;
    const struct candidacy_command *command = rectification_command(x, now, item, rectified);
    struct candidacy_move *move =
        command ? candidacy_move(x, &now->set, snapshot, command, NULL, x->principal.person_id)
                : NULL;
    if (!move)
        return NULL;
    move->decision_id = now->records[item].decision_id;
    move->rectification_id = x->result_id;
    move->history = print_history(x, now, rectified, x->result_id);
    return move;
}
