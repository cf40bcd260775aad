/* SPDX-License-Identifier: EUPL-1.2 */
/* The appointments as a calendar. It leaves the house: candidates are told by their reference. */
#include "api/candidates/appointments.h"

#include "api/icalendar.h"
#include "sql.h"

static void bind_feed(const struct exchange *x, struct params *params)
{
    params_item(params);
    appointment_bind_filter(x, params);
}

static struct slice summary_of(struct exchange *x, struct slice kind, struct slice reference)
{
    const char *label = vocabulary_label(&appointment_kind_words, kind, x->is_english);
    return arena_print(x->arena, "%s %.*s", label ? label : "", (int)reference.size,
                       slice_is_set(reference) ? reference.at : "");
}

static void read_event(struct exchange *x, struct row *row)
{
    if (icalendar_is_full(x->snapshot))
        return;
    struct icalendar_event *event = icalendar_add(x->snapshot, x->arena);
    if (!event) {
        x->has_failed = true;
        return;
    }
    event->uid = row_text(row, "id");
    names_add(&x->names, NAMED_OBJECT, row_id(row, "id"));
    names_add(&x->names, NAMED_CANDIDATE, row_id(row, "candidate_id"));
    struct slice reference = row_text(row, "reference"), kind = row_text(row, "kind"),
                 state = row_text(row, "state");
    event->summary = summary_of(x, kind, reference);
    event->description = vocabulary_label(&appointment_state_words, state, x->is_english);
    event->is_cancelled = slice_is(state, appointment_state_names[APPOINTMENT_CANCELLED]);
    event->sequence = row_int(row, "version");
    event->starts = row_text(row, "starts");
    event->ends = row_text(row, "ends");
    event->changed = row_text(row, "changed");
    event->location = row_text(row, "place");
}

static const struct load feed_loads[] = {
    { &SQL_appointment_feed, bind_feed, read_event, 0 },
    { .statement = NULL },
};

static void render_feed(struct exchange *x, struct writer *writer)
{
    icalendar_write(x->snapshot, x->is_english ? "Appointments" : "Rendez-vous", writer->buffer);
}

const struct operation appointment_feed_operations[] = {
    {
        .id = "readAppointmentCalendar",
        .method = METHOD_GET,
        .path = "/v1/appointments.ics",
        .tag = "Appointments",
        .summary = "Read the appointments as a calendar.",
        .description =
            "iCalendar (RFC 5545), soonest first: those of the last 30 days and all that follow "
            "unless `from` says otherwise, 2000 at most; when there are more, the calendar says "
            "`X-CLEA-IS-PARTIAL:TRUE`. UID is the identifier, SEQUENCE the "
            "version. Candidates are told by their reference, never by name. The key goes into the "
            "header Authorization here too: an address carries no secret, so a calendar program "
            "must be able to send headers.",
        .roles = APPOINTMENT_READERS,
        .flags = OPERATION_PERSONAL,
        .cost = COST_LIST,
        .query = &appointment_filter,
        .loads = feed_loads,
        .snapshot_size = sizeof(struct icalendar),
        .reply = { 200, .render = render_feed, .content_type = ICALENDAR_TYPE },
    },
    { .id = NULL },
};
