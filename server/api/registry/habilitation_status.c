/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether an organism may act on a day, and what that rests on: its own habilitation, or one of a
 * network it belongs to (A28), outside suspensions (A29); for training, from the day that the
 * policy sets, a quality certificate (A27). */
#include "api/operation.h"
#include "api/registry/registry.h"
#include "person.h"
#include "sql.h"

struct status_query {
    struct given given;
    struct date on;
    int activity;
    struct slice referential_code;
};

#define STATUS(member) offsetof(struct status_query, member)
static const struct field status_fields[] = {
    { "on", FIELD_DATE, 0, STATUS(on), .doc = "Day of the act; today by default.",
      .example = "\"2026-01-14\"" },
    { "activity", FIELD_ENUM, FIELD_REQUIRED, STATUS(activity), .words = &activity_words,
      .doc = "EVALUATION or TRAINING.", .example = "\"EVALUATION\"" },
    { "referential_code", FIELD_TEXT, FIELD_REQUIRED, STATUS(referential_code), 1, 40,
      .doc = "Certification.", .example = "\"CLEA-SOCLE\"" },
    { .name = NULL },
};
static const struct fields status_query = { "HabilitationStatusQuery", status_fields,
                                            sizeof(struct status_query) };

static const struct member basis_members[] = {
    { "habilitation_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The habilitation; null for a quality certificate." },
    { "quality_certificate_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The quality certificate, where the policy of that day asks for one to train." },
    { "quality_certificate_number", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Its number." },
    { "holder_kind", MEMBER_ENUM, .words = &holder_kind_words,
      .doc = "ORGANISM: its own; NETWORK: of a network it is a member of." },
    { "network_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "That network." },
    { "valid_from", MEMBER_DATE, .doc = "First day the organism may invoke it." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { .name = NULL },
};
static const struct view basis_view = { "HabilitationBasis", "What the answer rests on.",
                                        basis_members };

static const struct member status_members[] = {
    { "organism_id", MEMBER_ID, .doc = "The organism." },
    { "on", MEMBER_DATE, .doc = "Day of the act." },
    { "activity", MEMBER_ENUM, .words = &activity_words, .doc = "EVALUATION or TRAINING." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "needs", MEMBER_ENUM, .words = &ground_words,
      .doc = "What the activity rests on that day, by the policy: HABILITATION or "
             "QUALITY_CERTIFICATE." },
    { "is_habilitated", MEMBER_BOOL, .doc = "Whether the organism may act on that day." },
    { "basis", MEMBER_OBJECT, MEMBER_NULLABLE, .of = &basis_view,
      .doc = "What allows it, its own before a network's; null when nothing does." },
    { .name = NULL },
};
static const struct view status_view = { "HabilitationStatus",
                                         "Whether an organism may act on a day.", status_members };

struct basis {
    struct id network_id, id;
    bool is_own, is_certificate;
    struct slice number; /* of the certificate */
    struct habilitation habilitation;
};

struct status_snapshot {
    struct registry_organism organism;
    unsigned count;
    struct basis *bases;
};

static void read_status_organism(struct exchange *x, struct row *row)
{
    struct status_snapshot *known = x->snapshot;
    registry_read_organism(row, &known->organism);
}

static void bind_bases(const struct exchange *x, struct params *params)
{
    const struct status_query *query = x->query;
    exchange_bind_path(x, params);
    params_text(params, "activity", slice_of(activity_words.codes[query->activity]));
    params_text(params, "referential_code", query->referential_code);
}

/* One row a suspension: rows of the same habilitation and the same membership follow one another.
 */
static void read_basis(struct exchange *x, struct row *row)
{
    struct status_snapshot *known = x->snapshot;
    const struct status_query *query = x->query;
    struct basis read = { 0 };
    read.id = row_id(row, "id");
    read.network_id = row_id(row, "network_id");
    read.is_own = row_bool(row, "is_own");
    read.is_certificate = row_bool(row, "is_certificate");
    read.number = row_text(row, "number");
    read.habilitation =
        (struct habilitation){ .org_id = known->organism.id,
                               .activity = read.is_certificate ? ACTIVITY_TRAINING_QUALITY
                                                               : (enum activity)query->activity };
    read.habilitation.spell.from = row_date(row, "valid_from");
    read.habilitation.spell.to = row_date(row, "valid_to");
    struct spell suspension = { .from = row_date(row, "suspended_from") };
    suspension.to = row_date(row, "suspended_to");
    struct basis *last = known->count ? &known->bases[known->count - 1] : NULL;
    bool is_same = last && id_equals(last->id, read.id) &&
                   date_compare(last->habilitation.spell.from, read.habilitation.spell.from) == 0;
    if (!is_same) {
        last = exchange_more(x, &known->bases, known->count, sizeof *last);
        if (!last)
            return;
        known->count++;
        *last = read;
    }
    struct habilitation *habilitation = &last->habilitation;
    if (!date_is_set(suspension.from))
        return;
    struct spell *added = exchange_more(x, &habilitation->suspensions,
                                        (size_t)habilitation->suspension_count, sizeof *added);
    if (!added)
        return;
    *added = suspension;
    habilitation->suspension_count++;
}

static const struct load status_loads[] = {
    { &SQL_organism_load, NULL, read_status_organism, LOAD_REQUIRED },
    { &SQL_habilitation_basis_load, bind_bases, read_basis, 0 },
    { .statement = NULL },
};

static void write_basis(struct writer *writer, const struct basis *basis)
{
    writer_open(writer, '{');
    const struct id none = { 0 };
    writer_key(writer, "habilitation_id");
    writer_id(writer, basis->is_certificate ? none : basis->id);
    writer_key(writer, "quality_certificate_id");
    writer_id(writer, basis->is_certificate ? basis->id : none);
    writer_key(writer, "quality_certificate_number");
    writer_string(writer, basis->number);
    writer_key(writer, "holder_kind");
    writer_text(writer, basis->is_own ? "ORGANISM" : "NETWORK");
    writer_key(writer, "network_id");
    writer_id(writer, basis->network_id);
    writer_key(writer, "valid_from");
    writer_date(writer, basis->habilitation.spell.from);
    writer_key(writer, "valid_to");
    writer_date(writer, basis->habilitation.spell.to);
    writer_close(writer, '}');
}

static void render_status(struct exchange *x, struct writer *writer)
{
    const struct status_snapshot *known = x->snapshot;
    const struct status_query *query = x->query;
    struct date day = date_is_set(query->on) ? query->on : x->today;
    const enum activity needed = query->activity == ACTIVITY_TRAINING
                                     ? training_activity(x->policy, day)
                                     : ACTIVITY_EVALUATION;
    const struct basis *basis = NULL;
    for (unsigned i = 0; i < known->count && !basis; i++) {
        if (habilitations_allow(&known->bases[i].habilitation, 1, known->organism.id, needed, day))
            basis = &known->bases[i];
    }
    writer_open(writer, '{');
    writer_key(writer, "organism_id");
    writer_id(writer, known->organism.id);
    writer_key(writer, "on");
    writer_date(writer, day);
    writer_key(writer, "activity");
    writer_text(writer, activity_words.codes[query->activity]);
    writer_key(writer, "referential_code");
    writer_string(writer, query->referential_code);
    writer_key(writer, "needs");
    writer_text(writer, *activity_ground(needed));
    writer_key(writer, "is_habilitated");
    writer_bool(writer, basis != NULL);
    writer_key(writer, "basis");
    if (basis)
        write_basis(writer, basis);
    else
        writer_null(writer);
    writer_close(writer, '}');
}

const struct operation habilitation_status_operations[] = {
    {
        .id = "getHabilitationStatus",
        .method = METHOD_GET,
        .path = "/v1/organisms/{organism_id}/habilitation-status",
        .tag = "Habilitations",
        .summary = "May this organism act on a day?",
        .description = "By its own habilitation, or by that of a network whose member it is that "
                       "day; a suspended day is refused. To train, from the day that the policy "
                       "sets, by a quality certificate instead. The same rule judges every act.",
        .roles = ROLES_ANY,
        .flags = OPERATION_REFERENCE,
        .query = &status_query,
        .loads = status_loads,
        .snapshot_size = sizeof(struct status_snapshot),
        .reply = { 200, .view = &status_view, .render = render_status },
    },
    { .id = NULL },
};
