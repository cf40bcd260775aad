/* Vocabularies say what the program says: every enum of the domain has its words, and no others. */
#include "api/vocabulary.h"

#include "api/role.h"
#include "appeal.h"
#include "appointment.h"
#include "candidacy_command.h"
#include "certificate.h"
#include "session_machine.h"
#include "transfer_request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct vocabulary *find(const char *name)
{
    for (const struct vocabulary *vocabulary = vocabularies; vocabulary->name; vocabulary++) {
        if (strcmp(vocabulary->name, name) == 0)
            return vocabulary;
    }
    fail_msg("no vocabulary %s", name);
    return NULL;
}

static bool has_term(const struct vocabulary *vocabulary, const char *code)
{
    for (const struct term *term = vocabulary->terms; term->code; term++) {
        if (strcmp(term->code, code) == 0)
            return true;
    }
    return false;
}

static void every_enum_of_the_domain_has_its_words(void **state)
{
    static const struct {
        const char *vocabulary;
        const char *const *names;
    } enums[] = {
        { "annul-reasons", annul_reason_names },
        { "appeal-events", appeal_event_names },
        { "appeal-states", appeal_state_names },
        { "transfer-parties", transfer_party_names },
        { "transfer-request-events", transfer_request_event_names },
        { "transfer-request-states", transfer_request_state_names },
        { "candidacy-states", candidacy_state_names },
        { "candidacy-events", candidacy_event_names },
        { "appointment-states", appointment_state_names },
        { "appointment-events", appointment_event_names },
        { "evaluation-kinds", evaluation_kind_names },
        { "path-statuses", path_status_names },
        { "module-statuses", module_status_names },
        { "session-states", session_state_names },
        { "session-events", session_event_names },
        { "colleges", college_names },
        { "presences", presence_names },
        { "votes", vote_names },
        { "decision-outcomes", verdict_names },
        { "certificate-states", certificate_state_names },
        { "roles", role_names },
    };
    (void)state;
    for (unsigned i = 0; i < sizeof enums / sizeof enums[0]; i++) {
        const struct vocabulary *vocabulary = find(enums[i].vocabulary);
        unsigned count = 0;
        for (unsigned n = 0; enums[i].names[n]; n++) {
            if (strcmp(enums[i].names[n], "NONE") == 0) /* never on the wire */
                continue;
            count++;
            if (!has_term(vocabulary, enums[i].names[n]))
                fail_msg("%s lacks %s", vocabulary->name, enums[i].names[n]);
        }
        for (const struct term *term = vocabulary->terms; term->code; term++)
            count--;
        if (count != 0)
            fail_msg("%s has a word that nothing says", vocabulary->name);
    }
}

static void vocabularies_are_in_alphabetical_order(void **state)
{
    (void)state;
    for (unsigned i = 1; vocabularies[i].name; i++)
        assert_true(strcmp(vocabularies[i - 1].name, vocabularies[i].name) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_enum_of_the_domain_has_its_words),
        cmocka_unit_test(vocabularies_are_in_alphabetical_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
