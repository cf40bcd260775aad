/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a session. */
#include "api/commissions/session_views.h"

#include "api/words.h"

#define OUTDATED_COUNT                                                                             \
    {                                                                                              \
        "outdated_convocation_count", MEMBER_INT,                                                  \
            .doc = "Members who hold a convocation to another day, time or place than it has "     \
                   "now, and are to be convened again; 0 unless it is CONVENED."                   \
    }

static const struct member session_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "SES-YYYY-NNNNNN-KK." },
    { "commission_id", MEMBER_ID, .doc = "Its commission." },
    { "held_on", MEMBER_DATE, .doc = "Day of the session." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it begins." },
    { "time_zone", MEMBER_ENUM, .words = &time_zone_words, .doc = "Zone of its day." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Place or link." },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "On site, remote or mixed." },
    { "capacity", MEMBER_INT, MEMBER_NULLABLE, .doc = "Most files on its agenda." },
    { "state", MEMBER_ENUM, .words = &session_state_words,
      .doc = "Moved by its events and by the signatures." },
    { "min_per_college", MEMBER_INT, .doc = "Least number of voters of each college." },
    { "file_minutes", MEMBER_INT, .doc = "Minutes for a file, as the agenda is timed." },
    { "break_every_count", MEMBER_INT, MEMBER_NULLABLE, .doc = "Files between two breaks." },
    { "break_minutes", MEMBER_INT, .doc = "Minutes of a break, where there are any." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "When it would end, by its beginning, its files, their minutes and its breaks; null "
             "while it has no beginning, or no file." },
    { "chair_member_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Chair." },
    { "vice_chair_member_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Vice-chair." },
    { "planned_on", MEMBER_DATE, .doc = "Day on which it was recorded." },
    { "convened_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the convocation." },
    { "cancelled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day it was cancelled." },
    { "cancel_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it was cancelled." },
    { "file_count", MEMBER_INT, .doc = "Files on its agenda." },
    OUTDATED_COUNT,
    { "version", MEMBER_INT, .doc = "For If-Match; any act of the session moves it." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view session_view = { "Session", "A session of a commission (séance).",
                                   session_members };

static const struct member session_short_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "SES-YYYY-NNNNNN-KK." },
    { "commission_id", MEMBER_ID, .doc = "Its commission." },
    { "held_on", MEMBER_DATE, .doc = "Day of the session." },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "On site, remote or mixed." },
    { "state", MEMBER_ENUM, .words = &session_state_words, .doc = "State." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Place or link." },
    { "capacity", MEMBER_INT, MEMBER_NULLABLE, .doc = "Most files on its agenda." },
    { "file_count", MEMBER_INT, .doc = "Files on its agenda." },
    OUTDATED_COUNT,
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view session_short_view = { "SessionSummary", "A session in a list.",
                                         session_short_members };
