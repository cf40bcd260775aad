/* SPDX-License-Identifier: EUPL-1.2 */
/* What is read of an appointment. */
#include "api/candidates/appointments.h"
#include "name.h"

static const struct member appointment_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "organism_id", MEMBER_ID, .doc = "The organism that receives." },
    { "candidate_id", MEMBER_ID, .doc = "The candidate." },
    { "candidate_reference", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc =
          "Reference of the candidate, as in the calendar; null once the candidacy is with another "
          "organism.",
      .example = "\"CAN-2026-000001-17\"" },
    { "candidacy_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The candidacy it is about." },
    { "site_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Site of the organism." },
    { "counsellor_id", MEMBER_ID, .doc = "Who receives (conseiller)." },
    { "counsellor_name", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_NAMES,
      .doc = "Their first name and name." },
    { "kind", MEMBER_ENUM, .words = &appointment_kind_words,
      .doc = "INFORMATION is the initial one." },
    { "starts_at", MEMBER_INSTANT, .doc = "Beginning." },
    { "time_zone", MEMBER_TEXT, .doc = "IANA zone in which to tell it.",
      .example = "\"Europe/Paris\"" },
    { "duration_minutes", MEMBER_INT, .doc = "How long.", .example = "60" },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "How it is held." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Where." },
    { "state", MEMBER_ENUM, .words = &appointment_state_words, .doc = "Where it stands." },
    { "cancel_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it was cancelled." },
    { "version", MEMBER_INT, .doc = "For If-Match; the SEQUENCE of the calendar." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view appointment_view = { "Appointment",
                                       "An appointment of a candidate with an organism.",
                                       appointment_members };
