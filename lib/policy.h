/* SPDX-License-Identifier: EUPL-1.2 */
/* The values that the certifier may set (marked © in the specification); POLICY_DEFAULT is what
 * applies otherwise. */
#ifndef POLICY_H
#define POLICY_H

#include "calendar.h"

#include <stdbool.h>

/* A12: what a final evaluation bears on inside a missing domain. */
enum retest_granularity {
    RETEST_SUBDOMAIN, /* sub-domains not yet validated: validated ones are kept */
    RETEST_DOMAIN,    /* the whole domain again */
};

/* A27: what lets an organism train on a given day. */
enum training_rule {
    TRAINING_BY_HABILITATION,        /* as in the founding rule */
    TRAINING_BY_QUALITY_CERTIFICATE, /* from training_quality_from on */
};

/* Kinds of pieces (pièces) that a file may have to hold when it is sent (decision 15). */
enum piece_kind {
    PIECE_ATTESTATION, /* of each evaluation that counts: there once its results were given back */
    PIECE_PORTFOLIO,   /* portefeuille de compétences, handed to the candidate */
    PIECE_KIND_COUNT
};

extern const char *const piece_kind_names[]; /* by value, NULL-terminated */

struct policy {
    int min_per_college;             /* jurors present, each college (3.4) */
    int file_minutes;                /* of a session, for a file: as its agenda is timed */
    int cycle_years;                 /* S7 */
    bool are_recorded_votes_allowed; /* decision 35: may the secretary write down votes? */
    int entry_grace_days;            /* A6: data entry after the deadline of timely sittings */
    int deferral_days;               /* T22: time to answer a deferral */
    int abandon_days; /* T27: without activity, before the organism may note it without proof */
    int consent_days; /* decision 34: silence after which a request for a link lapses */
    int requests_per_matter; /* decision 36: requests of one side to another about one matter,
                                within consent_days; 0 = any number */
    int change_days;         /* what has changed is told so long (GET /v1/changes) */
    int annulment_days;      /* 9.3: silence after which a request to annul a certificate lapses */
    int handover_days; /* after its issue, to hand a certificate over; a matter of the certifier */
    int contact_days;  /* decision 16: a CONTACT without information, before the sweep closes it */
    int idle_months;   /* decision 16: INFORMED, PRIOR_IN_PROGRESS without act, before the sweep */
    int horizon_years; /* no date that a client sends lies further ahead */
    int planning_months;   /* nor anything that is planned: a session, a sitting, an appointment, a
                              module of a path */
    int notification_days; /* 3.4: after the session, to tell the candidate what was decided */
    int appeal_months;     /* 3.4: to appeal, from the day on which the candidate was told */
    bool is_stricter; /* 2.2 rule 7: stricter_min_pct everywhere instead of the version's thresholds
                       */
    int stricter_min_pct;
    enum retest_granularity retest_granularity;
    bool path_must_cover_gaps;     /* A13 */
    bool whole_path_may_be_waived; /* A11 */
    enum training_rule training_rule;
    unsigned mandatory_pieces;         /* T17, decision 15: bit = enum piece_kind */
    struct date training_quality_from; /* first day of TRAINING_BY_QUALITY_CERTIFICATE */
};

extern const struct policy POLICY_DEFAULT;

#endif
