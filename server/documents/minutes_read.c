/* SPDX-License-Identifier: EUPL-1.2 */
/* The content of minutes, from the JSON of the API. */
#include "documents/minutes_file.h"

#define AT(field)      offsetof(struct minutes_text, field)
#define JUROR(field)   offsetof(struct minutes_juror, field)
#define FILE_AT(field) offsetof(struct minutes_file, field)
#define VOTE(field)    offsetof(struct minutes_vote, field)

static const struct told_member of_juror[] = {
    { "member_id", TOLD_TEXT, true, JUROR(member_id) },
    { "last_name", TOLD_TEXT, true, JUROR(person.last_name) },
    { "first_name", TOLD_TEXT, true, JUROR(person.first_name) },
    { "college", TOLD_TEXT, true, JUROR(college) },
    { "presence", TOLD_TEXT, true, JUROR(presence) },
    { "is_alternate", TOLD_BOOL, false, JUROR(is_alternate) },
    { "is_convened", TOLD_BOOL, false, JUROR(is_convened) },
};
static const struct told_shape juror_shape = TOLD_SHAPE(of_juror, struct minutes_juror);

#define LEFT(field) offsetof(struct minutes_departure, field)
static const struct told_member of_departure[] = {
    { "member_id", TOLD_TEXT, true, LEFT(member_id) },
    { "left_at_local", TOLD_TEXT, false, LEFT(left_at_local) },
    { "position", TOLD_INT, false, LEFT(position) },
};
#undef LEFT
const struct told_shape minutes_departure_shape =
    TOLD_SHAPE(of_departure, struct minutes_departure);

#define CAST(field) offsetof(struct minutes_cast, field)
static const struct told_member of_cast[] = {
    { "for_count", TOLD_INT, true, CAST(for_count) },
    { "against_count", TOLD_INT, true, CAST(against_count) },
    { "abstain_count", TOLD_INT, true, CAST(abstain_count) },
};
#undef CAST
static const struct told_shape cast_shape = TOLD_SHAPE(of_cast, struct minutes_cast);

static const struct told_member of_vote[] = {
    { "member_id", TOLD_TEXT, true, VOTE(member_id) },
    { "choice", TOLD_TEXT, false, VOTE(choice) },
    { "standing", TOLD_TEXT, false, VOTE(standing) },
    { "reversed_on", TOLD_DAY, false, VOTE(reversed_on) },
};
static const struct told_shape vote_shape = TOLD_SHAPE(of_vote, struct minutes_vote);

static const struct told_member of_file[] = {
    { "position", TOLD_INT, true, FILE_AT(position) },
    { "candidacy_reference", TOLD_TEXT, true, FILE_AT(candidacy_reference) },
    { "outcome", TOLD_TEXT, true, FILE_AT(outcome) },
    { "is_proposal_to_defer", TOLD_BOOL, false, FILE_AT(is_proposal_to_defer) },
    { "voter_count", TOLD_INT, false, FILE_AT(voter_count) },
    { "for_count", TOLD_INT, false, FILE_AT(for_count) },
    { "against_count", TOLD_INT, false, FILE_AT(against_count) },
    { "abstain_count", TOLD_INT, false, FILE_AT(abstain_count) },
    { "cast_votes", TOLD_OBJECT, false, FILE_AT(cast_votes), &cast_shape },
    { "reasons", TOLD_TEXT, false, FILE_AT(reasons) },
    { "domain_codes", TOLD_TEXTS, false, FILE_AT(domain_codes) },
    { "request_text", TOLD_TEXT, false, FILE_AT(request_text) },
    { "answer_by_date", TOLD_DAY, false, FILE_AT(answer_by_date) },
    { "step_downs", TOLD_TEXTS, false, FILE_AT(step_downs) },
    { "recusals", TOLD_LIST, false, FILE_AT(recusals), &vote_shape },
    { "recorded_votes", TOLD_LIST, false, FILE_AT(recorded_votes), &vote_shape },
    { "taken_back", TOLD_LIST, false, FILE_AT(taken_back), &vote_shape },
    { "reversals", TOLD_LIST, false, FILE_AT(reversals), &vote_shape },
};
static const struct told_shape file_shape = TOLD_SHAPE(of_file, struct minutes_file);

static const struct told_member members[] = {
    { "commission_name", TOLD_TEXT, true, AT(commission_name) },
    { "session_reference", TOLD_TEXT, true, AT(session_reference) },
    { "held_on", TOLD_DAY, true, AT(held_on) },
    { "modality", TOLD_TEXT, true, AT(modality) },
    { "place", TOLD_TEXT, false, AT(place) },
    { "min_per_college", TOLD_INT, true, AT(min_per_college) },
    { "opened_at", TOLD_TEXT, false, AT(opened_at) },
    { "chair_member_id", TOLD_TEXT, false, AT(chair_member_id) },
    { "vice_chair_member_id", TOLD_TEXT, false, AT(vice_chair_member_id) },
    { "replaces", TOLD_TEXTS, false, AT(replaces) },
    { "jurors", TOLD_LIST, true, AT(jurors), &juror_shape },
    { "files", TOLD_LIST, true, AT(files), &file_shape },
};
const struct told_shape minutes_text_shape = TOLD_SHAPE(members, struct minutes_text);

static const struct told_member of_signature[] = {
    { "member_id", TOLD_TEXT, true, offsetof(struct minutes_signature, member_id) },
    { "college", TOLD_TEXT, true, offsetof(struct minutes_signature, college) },
    { "last_name", TOLD_TEXT, true, offsetof(struct minutes_signature, person.last_name) },
    { "first_name", TOLD_TEXT, true, offsetof(struct minutes_signature, person.first_name) },
    { "signed_on", TOLD_DAY, true, offsetof(struct minutes_signature, signed_on) },
    { "in_place_of", TOLD_OBJECT, false, offsetof(struct minutes_signature, in_place_of),
      &person_shape },
    { "stand_in_reason", TOLD_TEXT, false, offsetof(struct minutes_signature, stand_in_reason) },
};
const struct told_shape minutes_signature_shape =
    TOLD_SHAPE(of_signature, struct minutes_signature);

struct slice minutes_juror_name(struct arena *arena, const struct minutes_text *minutes,
                                struct slice member_id)
{
    const struct minutes_juror *jurors = minutes->jurors.items;
    for (size_t i = 0; i < minutes->jurors.count; i++) {
        if (slice_is_set(member_id) && slice_equals(jurors[i].member_id, member_id))
            return told_person(arena, &jurors[i].person);
    }
    return SLICE_UNSET;
}
