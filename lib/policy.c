/* SPDX-License-Identifier: EUPL-1.2 */
/* Defaults of the configurable values; each is quoted with its rule in policy.h. */
#include "policy.h"

#include "name.h"

const char *const piece_kind_names[] = {
    [PIECE_ATTESTATION] = "ATTESTATION",
    [PIECE_PORTFOLIO] = "PORTFOLIO",
    NULL,
};
NAMES_END_WITH(piece_kind_names, PIECE_KIND_COUNT);

const struct policy POLICY_DEFAULT = {
    .min_per_college = 1,
    .file_minutes = 10,
    .are_recorded_votes_allowed = true,
    .cycle_years = 5,
    .entry_grace_days = 30,
    .deferral_days = 60,
    .abandon_days = 180,
    .contact_days = 90,
    .consent_days = 30,
    .change_days = 90,
    .annulment_days = 30,
    .handover_days = 30,
    .requests_per_matter = 5,
    .idle_months = 12,
    .horizon_years = 10,
    .planning_months = 24,
    .notification_days = 15,
    .appeal_months = 2,
    .is_stricter = false,
    .stricter_min_pct = 75,
    .retest_granularity = RETEST_SUBDOMAIN,
    .path_must_cover_gaps = true,
    .whole_path_may_be_waived = false,
    .mandatory_pieces = 1u << PIECE_ATTESTATION,
    .training_rule = TRAINING_BY_HABILITATION,
};
