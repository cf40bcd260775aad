/* SPDX-License-Identifier: EUPL-1.2 */
/* The dashboard of one candidacy: where it stands, domain by domain. */
#include "api/candidacies/candidacy_summary.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/candidacies/candidacy_views.h"

static void write_domains(struct writer *writer, const struct candidacy *now)
{
    char domains[REFERENTIAL_MAX_DOMAINS + 1], subdomains[REFERENTIAL_MAX_SUBDOMAINS + 1];
    candidacy_domain_statuses(now, domains);
    candidacy_subdomain_statuses(now, subdomains);
    writer_key(writer, "domains");
    writer_open(writer, '[');
    for (int d = 0; now->referential && d < now->referential->domain_count; d++) {
        const struct domain *domain = &now->referential->domains[d];
        writer_open(writer, '{');
        writer_key(writer, "code");
        writer_text(writer, domain->code);
        writer_key(writer, "status");
        writer_string(writer, slice_of(result_name(domains[d])));
        writer_key(writer, "subdomains");
        writer_open(writer, '[');
        for (int s = domain->first_subdomain; s < domain->first_subdomain + domain->subdomain_count;
             s++) {
            writer_open(writer, '{');
            writer_key(writer, "code");
            writer_text(writer, now->referential->subdomains[s].code);
            writer_key(writer, "status");
            writer_string(writer, slice_of(result_name(subdomains[s])));
            writer_close(writer, '}');
        }
        writer_close(writer, ']');
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

static bool is_evaluated(const struct candidacy *now)
{
    for (int i = 0; now->referential && i < now->evaluation_count; i++)
        if (!now->evaluations[i].is_annulled)
            return true;
    return false;
}

/* Nothing is known of what is missing, nor of a route, before anybody is evaluated, nor once what
 * was evaluated is annulled. */
static void write_standing(struct writer *writer, const struct candidacy *now)
{
    const uint32_t missing = candidacy_missing_domains(now);
    const bool is_known = is_evaluated(now);
    writer_key(writer, "is_direct_route");
    if (is_known)
        writer_bool(writer, candidacy_is_direct_route(now));
    else
        writer_null(writer);
    writer_key(writer, "evaluation_count");
    writer_int(writer, now->evaluation_count);
    writer_key(writer, "missing_domain_codes");
    if (!is_known) {
        writer_null(writer);
        return;
    }
    writer_open(writer, '[');
    for (int d = 0; d < now->referential->domain_count; d++) {
        if (missing & (1u << d))
            writer_text(writer, now->referential->domains[d].code);
    }
    writer_close(writer, ']');
}

void candidacy_render_summary(struct exchange *x, struct writer *writer)
{
    struct candidacy_set *set = x->snapshot;
    const struct candidacy_snapshot *snapshot = set->items[0];
    const struct candidacy *now = &snapshot->candidacy;
    x->reply_version = now->version;
    writer_open(writer, '{');
    writer_key(writer, "candidacy_id");
    writer_id(writer, now->id);
    writer_key(writer, "reference");
    writer_string(writer, snapshot->reference);
    writer_key(writer, "state");
    writer_text(writer, candidacy_state_name(now->state));
    writer_key(writer, "version");
    writer_int(writer, now->version);
    writer_key(writer, "deadline_date");
    writer_date(writer, now->deadline);
    write_standing(writer, now);
    write_domains(writer, now);
    writer_close(writer, '}');
}

static const struct member summary_members[] = {
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "reference", MEMBER_TEXT, .doc = "Its reference." },
    { "state", MEMBER_ENUM, .words = &candidacy_state_words, .doc = "Where it stands." },
    { "version", MEMBER_INT, .doc = "Version that was looked at." },
    { "deadline_date", MEMBER_DATE, MEMBER_NULLABLE, .doc = "End of the five years." },
    { "is_direct_route", MEMBER_BOOL, MEMBER_NULLABLE,
      .doc =
          "All results come from the prior evaluation; null before anybody is evaluated, and once "
          "every evaluation is annulled." },
    { "evaluation_count", MEMBER_INT, .doc = "Evaluations of the cycle." },
    { "missing_domain_codes", MEMBER_TEXTS, MEMBER_NULLABLE,
      .doc = "Domains still to be validated; null likewise." },
    { "domains", MEMBER_OBJECTS, .of = &domain_status_view,
      .doc = "Domain by domain; empty before the version is pinned." },
    { .name = NULL },
};
const struct view candidacy_summary_view = { "CandidacySummary", "The dashboard of one candidacy.",
                                             summary_members };
