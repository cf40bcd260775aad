/* SPDX-License-Identifier: EUPL-1.2 */
/* The closed lists of the database are those of the program: every check of a column against a list
 * of words, and every column of a view that is an enumeration. Against a real PostgreSQL with every
 * migration. */
#include "server/api/agrees.h"

#include "api/operation.h"
#include "api/words.h"
#include "person.h"

enum { LIST_SIZE = 1024, WHERE_SIZE = 192 };

/* Where a list of the database has a vocabulary; some columns store a part of it. */
/* Whose systems may have a login. */
#define PARTNER_SCOPES                                                                             \
    (1 << SCOPE_ORGANISM | 1 << SCOPE_NETWORK | 1 << SCOPE_COMMISSION | 1 << SCOPE_FUNDER)

static const struct {
    const char *constraint;
    const struct vocabulary *words; /* NULL: never on the wire */
    uint64_t only;
} stored_lists[] = {
    { "access_log_effect", &access_action_words,
      1 << ACCESS_READ | 1 << ACCESS_CHANGE | 1 << ACCESS_TRIAL },
    { "affiliation_role", &affiliation_role_words },
    { "agenda_item_outcome", &verdict_words },
    { "api_key_scope", &scope_words, ~(UINT64_C(1) << SCOPE_PUBLIC) },
    { "api_key_status", NULL },
    { "appeal_state", &appeal_state_words },
    { "appointment_kind", &appointment_kind_words },
    { "appointment_modality", &modality_words },
    { "appointment_state", &appointment_state_words },
    { "attendance_presence", &presence_words },
    { "audit_outcome", NULL },
    { "candidacy_access_scope", &scope_words,
      1 << SCOPE_ORGANISM | 1 << SCOPE_COMMISSION | 1 << SCOPE_CANDIDATE },
    { "candidacy_cancel_reason", &cancel_reason_words },
    { "candidate_sex", &sex_words },
    { "candidate_status", &candidate_status_words },
    { "certificate_annul_reason", &annul_reason_words },
    { "certificate_duplicate_reason", &duplicate_reason_words },
    { "certificate_handover_acting_scope", &scope_words,
      1 << SCOPE_ORGANISM | 1 << SCOPE_COMMISSION | 1 << SCOPE_CERTIFIER },
    { "certificate_handover_channel", &handover_channel_words },
    { "annulment_request_reason", &annul_reason_words },
    { "annulment_request_state", &annulment_request_state_words },
    { "certificate_status", &certificate_state_words },
    { "commission_kind", &commission_kind_words },
    { "commission_member_college", &college_words },
    { "commission_status", &commission_status_words },
    { "commune_kind", &commune_kind_words },
    { "country_kind", &country_kind_words },
    { "cycle_person_role", &affiliation_role_words,
      1 << AFFILIATION_EVALUATOR | 1 << AFFILIATION_TRAINER },
    { "credential_key_algorithm", NULL },
    { "decision_outcome", &verdict_words },
    { "decision_notification_channel", &notification_channel_words },
    { "document_kind", &document_kind_words },
    { "evaluation_kind", &evaluation_kind_words },
    { "evaluation_method_modality", &modality_words },
    { "evaluation_method_status", &method_status_words },
    { "file_status", &file_status_words },
    { "funder_status", &organism_status_words },
    { "evidence_acting_scope", &scope_words, 1 << SCOPE_ORGANISM | 1 << SCOPE_CANDIDATE },
    { "evidence_media_type", &file_kind_words },
    { "evidence_state", &evidence_state_words },
    { "funding_funder_type", &funder_type_words },
    { "funding_step", &funding_step_words },
    { "habilitation_activity", &activity_words },
    { "habilitation_act_event", &habilitation_event_words },
    { "habilitation_state", &habilitation_state_words },
    { "invitation_status", &invitation_status_words,
      1 << INVITATION_OPEN | 1 << INVITATION_ACCEPTED | 1 << INVITATION_REVOKED },
    { "invitation_partner_scope", &scope_words, PARTNER_SCOPES },
    { "login_partner_scope", &scope_words, PARTNER_SCOPES },
    { "minutes_signature_college", &college_words },
    { "session_stand_in_acting_scope", &scope_words, 1 << SCOPE_COMMISSION | 1 << SCOPE_CERTIFIER },
    { "session_stand_in_college", &college_words },
    { "network_status", &organism_status_words },
    { "organism_status", &organism_status_words },
    { "path_module_status", &module_status_words },
    { "path_status", &path_status_words },
    { "person_status", &person_status_words },
    { "rectification_signature_college", &college_words },
    { "rectification_state", &rectification_state_words },
    { "referential_version_status", &referential_status_words },
    { "restitution_modality", &modality_words },
    { "service_mode_known", &service_mode_words },
    { "session_modality", &modality_words },
    { "session_state", &session_state_words },
    { "site_status", &site_status_words },
    { "sitting_modality", &modality_words },
    { "link_request_college", &college_words },
    { "link_request_kind", &link_kind_words },
    { "link_request_role", &link_function_words },
    { "link_request_state", &link_request_state_words },
    { "transfer_request_kind", &transfer_kind_words },
    { "transfer_request_state", &transfer_request_state_words },
    { "vote_choice", &vote_words },
    { "vote_standing", &vote_standing_words },
    { "vote_taken_back_choice", &vote_words },
};

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void join_sorted(const struct vocabulary *words, uint64_t only, char *ret_text, size_t size)
{
    const char *sorted[64] = { NULL };
    size_t count = 0, used = 0;
    for (int i = 0; words->codes[i]; i++) {
        if (vocabulary_takes(only, i))
            sorted[count++] = words->codes[i];
    }
    qsort(sorted, count, sizeof sorted[0], compare_texts);
    ret_text[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(ret_text + used, size - used, "%s%s", i ? " " : "", sorted[i]);
}

static unsigned compare_list(const char *where, const struct vocabulary *words, uint64_t only,
                             const char *theirs)
{
    char ours[LIST_SIZE];
    join_sorted(words, only, ours, sizeof ours);
    if (strcmp(ours, theirs) == 0)
        return 0;
    print_error("%s\n  vocabulary: %s\n  database:   %s\n", where, ours, theirs);
    return 1;
}

/* --- every check --- */

/* The name of a check of one column against a list, and the words of the list, sorted. */
static const char checks[] =
    "select c.conname, string_agg(m[1], ' ' order by m[1] collate \"C\") from pg_constraint c, "
    "regexp_matches(pg_get_constraintdef(c.oid), '''([A-Za-z0-9_/]+)''::text', 'g') m "
    "where c.contype = 'c' and c.connamespace = 'public'::regnamespace "
    "and cardinality(c.conkey) = 1 "
    "and pg_get_constraintdef(c.oid) ~ '^CHECK \\(+[a-z_]+ = ANY \\(ARRAY\\[[^]]*\\]\\)\\)+$' "
    "group by c.conname order by c.conname collate \"C\"";

static void every_list_of_the_database_is_a_vocabulary(void **state)
{
    (void)state;
    enum { COUNT = sizeof stored_lists / sizeof stored_lists[0] };
    bool was_met[COUNT] = { false };
    unsigned failed = 0;
    PGresult *rows = ask(checks, 0, NULL);
    for (int i = 0; i < PQntuples(rows); i++) {
        const char *name = PQgetvalue(rows, i, 0), *words = PQgetvalue(rows, i, 1);
        unsigned at = 0;
        while (at < COUNT && strcmp(stored_lists[at].constraint, name) != 0)
            at++;
        if (at == COUNT) {
            print_error("the check %s (%s) has no vocabulary here\n", name, words);
            failed++;
            continue;
        }
        was_met[at] = true;
        if (stored_lists[at].words)
            failed += compare_list(name, stored_lists[at].words, stored_lists[at].only, words);
    }
    for (unsigned at = 0; at < COUNT; at++) {
        if (!was_met[at]) {
            print_error("the database has no check %s of a list\n", stored_lists[at].constraint);
            failed++;
        }
    }
    PQclear(rows);
    assert_int_equal(failed, 0);
}

/* --- columns of views --- */

/* The words of the check of a column; "" when it has none. */
static const char check_of_column[] =
    "select coalesce(string_agg(m[1], ' ' order by m[1] collate \"C\"), '') from pg_constraint c, "
    "regexp_matches(pg_get_constraintdef(c.oid), '''([A-Z0-9_]+)''::text', 'g') m "
    "where c.contype = 'c' and c.conrelid = $1::oid and c.conkey = array[$2::smallint] "
    "and pg_get_constraintdef(c.oid) ~ '= ANY \\(+ARRAY'";

static unsigned compare_column(const char *where, const struct member *member, Oid table,
                               int column, unsigned *compared)
{
    char oid[16], number[16];
    unsigned failed = 0;
    snprintf(oid, sizeof oid, "%u", table);
    snprintf(number, sizeof number, "%d", column);
    const char *values[] = { oid, number };
    PGresult *theirs = ask(check_of_column, 2, values);
    if (*PQgetvalue(theirs, 0, 0)) {
        ++*compared;
        failed = compare_list(where, member->words, member->only, PQgetvalue(theirs, 0, 0));
    }
    PQclear(theirs);
    return failed;
}

static unsigned compare_view(const struct statement *statement, const struct view *view,
                             unsigned *compared)
{
    unsigned failed = 0;
    if (!statement || !view)
        return 0;
    if (statement->walks) /* its ways have the same columns */
        statement = statement->walks->ways[0].statement;
    PGresult *prepared = PQprepare(app, statement->name, statement->text, 0, NULL);
    PGresult *columns = PQdescribePrepared(app, statement->name);
    for (const struct member *member = view->members; member->name; member++) {
        char where[WHERE_SIZE];
        const int at = PQfnumber(columns, member->name);
        snprintf(where, sizeof where, "%s of %s (%s)", member->name, view->name, statement->name);
        if (member->type == MEMBER_ENUM && at >= 0 && PQftable(columns, at) != InvalidOid)
            failed += compare_column(where, member, PQftable(columns, at), PQftablecol(columns, at),
                                     compared);
    }
    PQclear(columns);
    PQclear(prepared);
    return failed;
}

static void enumerations_of_views_are_those_of_their_columns(void **state)
{
    (void)state;
    unsigned failed = 0, compared = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            failed += compare_view(o->reply.statement, o->reply.view, &compared);
    }
    assert_int_equal(failed, 0);
    assert_true(compared > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_list_of_the_database_is_a_vocabulary),
        cmocka_unit_test(enumerations_of_views_are_those_of_their_columns),
    };
    return cmocka_run_group_tests(tests, agrees_set_up, agrees_clean_up);
}
