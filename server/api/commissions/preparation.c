/* SPDX-License-Identifier: EUPL-1.2 */
/* What a session is prepared with: the order of its agenda (ordre du jour), and who was told of it
 * (convocation). */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

#include "api/commissions/session_views.h"

/* --- the order --- */

struct order_body {
    struct given given;
    struct field_list agenda_item_ids;
};
static const struct field order_fields[] = {
    { "agenda_item_ids", FIELD_IDS, FIELD_REQUIRED, offsetof(struct order_body, agenda_item_ids), 0,
      SESSION_MAX_ITEMS, .doc = "Every file of the agenda once, in the order to come.",
      .example = "[\"01900000-0000-7000-8000-000000000003\"]" },
    { .name = NULL },
};
static const struct fields order_table = { "AgendaOrder", order_fields, sizeof(struct order_body) };

/* Which files of the agenda have no place in the new order. */
static void check_whole(struct exchange *x, const struct session *session,
                        const struct order_body *body)
{
    const struct id *ids = body->agenda_item_ids.items;
    struct slice missing = SLICE("[");
    if (body->agenda_item_ids.count >= (size_t)session->item_count)
        return; /* none is missing, or another stands in its place and is named */
    for (int i = 0; i < session->item_count; i++) {
        char id[ID_TEXT_SIZE];
        size_t k = 0;
        while (k < body->agenda_item_ids.count && !id_equals(ids[k], session->items[i].id))
            k++;
        if (k < body->agenda_item_ids.count)
            continue;
        id_print(session->items[i].id, id);
        missing = arena_print(x->arena, "%.*s%s\"%s\"", (int)missing.size, missing.at,
                              missing.size > 1 ? "," : "", id);
    }
    exchange_violate(x, "/agenda_item_ids", REASON_MIN_LENGTH);
    exchange_expect(x, (struct expected){
                           .type = VALUE_LIST,
                           .has_min = true,
                           .min = session->item_count,
                           .missing = arena_print(x->arena, "%.*s]", (int)missing.size, missing.at),
                       });
}

static void decide_order(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct order_body *body = x->body;
    const struct id *ids = body->agenda_item_ids.items;
    x->result_id = x->root_id = now->session.id;
    if (!session_agenda_is_open(now->session.state)) {
        exchange_refuse(x, REASON_SESSION_LOCKED, (struct slice){ 0 });
        return;
    }
    session_act(x, now->session.state);
    for (size_t i = 0; i < body->agenda_item_ids.count; i++) {
        struct agenda_act *act = exchange_alloc(x, sizeof *act);
        if (!act)
            return;
        if (session_find_item(&now->session, ids[i]) < 0)
            exchange_violate(x, arena_print(x->arena, "/agenda_item_ids/%zu", i).at,
                             REASON_REFERENCE_UNKNOWN);
        act->id = ids[i];
        exchange_effect(x, &session_writes[WRITE_AGENDA_ORDER], (unsigned)i, act);
    }
    check_whole(x, &now->session, body);
}

static const enum reason order_reasons[] = { REASON_SESSION_LOCKED, REASON_REFERENCE_UNKNOWN,
                                             REASON_NONE };

/* --- who was told --- */

static const struct member convocation_members[] = {
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "member_id", MEMBER_ID, .doc = "The member who was told." },
    { "person_id", MEMBER_ID, .doc = "The person." },
    { "last_name", MEMBER_TEXT, .doc = "Name." },
    { "first_name", MEMBER_TEXT, .doc = "First name." },
    { "college", MEMBER_ENUM, .words = &college_words, .doc = "EMPLOYER or EMPLOYEE." },
    { "is_alternate", MEMBER_BOOL, .doc = "Alternate member." },
    { "edition", MEMBER_INT,
      .doc = "1, 2 …: the last one, which takes the place of those before." },
    { "convened_on", MEMBER_DATE, .doc = "Day on which they were told." },
    { "held_on", MEMBER_DATE, .doc = "The day of the session that they were told." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "The beginning that they were told." },
    { "time_zone", MEMBER_ENUM, .words = &time_zone_words, .doc = "Zone of that day." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "The place that they were told." },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "How they were to sit." },
    { "is_outdated", MEMBER_BOOL,
      .doc = "The session was moved since, or cancelled: they know nothing of that." },
    { "convened_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who convened them." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view convocation_view = { "Convocation", "A member is told of a session.",
                                              convocation_members };

static const struct load list_loads[] = {
    { &SQL_session_load, session_bind_path, session_read_root, LOAD_REQUIRED },
    { .statement = NULL },
};

const struct operation preparation_operations[] = {
    {
        .id = "orderAgenda",
        .method = METHOD_PUT,
        .path = "/v1/sessions/{session_id}/agenda-order",
        .tag = "Agenda",
        .summary = "Put the agenda of a session in order.",
        .description = "Every file of it, each once, until the session opens. The times of its "
                       "lines follow.",
        .roles = ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_REFERENCE,
        .body = &order_table,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_order,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 200, &SQL_session_view, exchange_bind_result_row, &session_view },
        .reasons = order_reasons,
    },
    {
        .id = "listConvocations",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/convocations",
        .tag = "Sessions",
        .summary = "List who was told of a session.",
        .description = "By college; from the day it is convened. Each member as last told: after a "
                       "session has moved, `is_outdated` until the member is convened again.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .loads = list_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, &SQL_convocation_list, exchange_bind_path, &convocation_view },
    },
    { .id = NULL },
};
