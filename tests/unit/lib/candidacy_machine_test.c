/* SPDX-License-Identifier: EUPL-1.2 */
/* The machine against transitions.csv: every state with every event, guards in order, and the
 * answers elsewhere. */
#include "fixture.h"

#include "name.h"

enum { MAX_ROWS = 256 };

/* One row of the expectation; texts point into the file. */
struct expected {
    const char *rule, *from, *event, *to, *guards, *note;
};

static char text[32768];
static struct expected rows[MAX_ROWS];
static int row_count;

static char *cut(char *at, char separator)
{
    char *end = strchr(at, separator);
    assert_non_null(end);
    *end = '\0';
    return end + 1;
}

static int read_expectation(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_DATA "/lib/transitions.csv", "r");
    assert_non_null(file);
    const size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_in_range(size, 1000, sizeof text - 2);
    for (char *line = cut(text, '\n'); *line != '\0'; row_count++) {
        assert_in_range(row_count, 0, MAX_ROWS - 1);
        char *next = cut(line, '\n');
        struct expected *row = &rows[row_count];
        row->rule = line;
        row->from = cut(line, ',');
        row->event = cut((char *)(uintptr_t)row->from, ',');
        row->to = cut((char *)(uintptr_t)row->event, ',');
        row->guards = cut((char *)(uintptr_t)row->to, ',');
        row->note = cut((char *)(uintptr_t)row->guards, ',');
        line = next;
    }
    return 0;
}

static const struct expected *find(enum candidacy_state from, enum candidacy_event event,
                                   const char *note)
{
    for (int i = 0; i < row_count; i++)
        if (strcmp(rows[i].from, candidacy_state_name(from)) == 0 &&
            strcmp(rows[i].event, candidacy_event_name(event)) == 0 &&
            strcmp(rows[i].note, note) == 0)
            return &rows[i];
    return NULL;
}

static void append(char *line, size_t capacity, const char *word)
{
    const size_t size = strlen(line);
    snprintf(line + size, capacity - size, "%s%s", size == 0 ? "" : "|", word);
}

static void compare(const struct transition *transition, const struct expected *expected)
{
    char to[200] = "", guards[600] = "";
    for (int i = 0; transition->to[i] != CANDIDACY_NONE; i++)
        append(to, sizeof to, candidacy_state_name(transition->to[i]));
    for (int i = 0; transition->guards[i] != GUARD_NONE; i++)
        append(guards, sizeof guards, reason_info(guard_info(transition->guards[i])->reason)->code);
    assert_string_equal(transition->rule, expected->rule);
    /* "=": the state stays, whichever it is. */
    assert_string_equal(to, strcmp(expected->to, "=") == 0 ? expected->from : expected->to);
    assert_string_equal(guards, expected->guards);
}

static void every_pair_of_state_and_event_is_as_specified(void **state)
{
    (void)state;
    int legal = 0;
    for (int from = 0; from < CANDIDACY_STATE_COUNT; from++)
        for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++) {
            const struct transition *transition =
                transition_find((enum candidacy_state)from, (enum candidacy_event)event);
            const struct expected *expected =
                find((enum candidacy_state)from, (enum candidacy_event)event, "");
            if ((transition != NULL) != (expected != NULL))
                fail_msg("%s from %s: %s", candidacy_event_names[event],
                         candidacy_state_names[from],
                         transition != NULL ? "not in the specification" : "missing");
            if (transition != NULL)
                compare(transition, expected);
            legal += transition != NULL;
        }
    size_t table_size;
    transitions(&table_size);
    assert_int_equal(legal, table_size); /* no row twice */
}

static void every_name_of_the_expectation_is_known(void **state)
{
    (void)state;
    for (int i = 0; i < row_count; i++) {
        enum candidacy_state from;
        assert_true(strcmp(rows[i].from, "NONE") == 0 ||
                    candidacy_state_from_name(rows[i].from, strlen(rows[i].from), &from));
        const bool is_later = strcmp(rows[i].note, "later") == 0;
        const int event = name_find(candidacy_event_names, rows[i].event, strlen(rows[i].event));
        if ((event >= 0) == is_later)
            fail_msg("%s %s", rows[i].event,
                     is_later ? "is marked later but exists" : "does not exist");
    }
}

static void an_event_elsewhere_is_refused_with_one_reason(void **state)
{
    (void)state;
    static struct world w;
    struct decision decision;
    int refused = 0;
    for (int from = 0; from < CANDIDACY_STATE_COUNT; from++)
        for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++) {
            if (find((enum candidacy_state)from, (enum candidacy_event)event, "") != NULL)
                continue;
            const struct expected *better =
                find((enum candidacy_state)from, (enum candidacy_event)event, "refused");
            const char *code = better != NULL ? better->guards : "INVALID_STATE";
            world_at(&w, (enum candidacy_state)from);
            world_ask(&w, (enum candidacy_event)event);
            const struct outcome outcome = world_decide(&w, &decision);
            assert_int_equal(outcome.count, 1);
            assert_string_equal(reason_info(outcome.unmet[0].reason)->code, code);
            const struct reason_detail nothing = { 0 };
            if (outcome.unmet[0].reason == REASON_INVALID_STATE)
                assert_memory_equal(&outcome.unmet[0].detail, &nothing, sizeof nothing);
            refused++;
        }
    assert_int_equal(refused, CANDIDACY_STATE_COUNT * CANDIDACY_EVENT_COUNT - 190);
}

/* What is written for an event, beside the columns of the candidacy itself (UPDATE, or CREATE). */
enum { EFFECTS_MAX = 3 };
struct effects {
    enum candidacy_event event;
    enum candidacy_state from; /* NONE = from every other state */
    enum candidacy_effect_kind kinds[EFFECTS_MAX + 1];
};

#define DO(name) CANDIDACY_EFFECT_##name
/* clang-format off */
static const struct effects effects[] = {
    { EVENT_OPEN_CONTACT,       CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_CORRECT_CONTACT,    CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_CORRECT_DATE,       CANDIDACY_NONE,      { DO(CORRECT_DATE) } },
    { EVENT_RECORD_INFORMATION, CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_START_PRIOR,        CANDIDACY_NONE,      { DO(PIN_REFERENTIAL), DO(CREATE_EVALUATION), DO(ADD_SITTING) } },
    { EVENT_ADD_SITTING,        CANDIDACY_NONE,      { DO(ADD_SITTING) } },
    { EVENT_CORRECT_SITTING,    CANDIDACY_NONE,      { DO(CORRECT_SITTING) } },
    { EVENT_CANCEL_SITTING,     CANDIDACY_NONE,      { DO(CANCEL_SITTING) } },
    { EVENT_RECORD_RESULTS,     CANDIDACY_NONE,      { DO(SAVE_RESULTS) } },
    { EVENT_COMPLETE_PRIOR,     CANDIDACY_NONE,      { DO(COMPLETE_EVALUATION) } },
    { EVENT_RECORD_RESTITUTION, CANDIDACY_NONE,      { DO(RECORD_RESTITUTION) } },
    { EVENT_CORRECT_RESTITUTION, CANDIDACY_NONE,     { DO(CORRECT_RESTITUTION) } },
    { EVENT_PROPOSE_PATH,       CANDIDACY_NONE,      { DO(CREATE_PATH), DO(CREATE_MODULE) } },
    { EVENT_ACCEPT_PATH,        CANDIDACY_NONE,      { DO(ACCEPT_PATH) } },
    { EVENT_DECLINE_PATH,       CANDIDACY_NONE,      { DO(DECLINE_PATH) } },
    { EVENT_REOPEN_PATH,        CANDIDACY_NONE,      { DO(REOPEN_PATH) } },
    { EVENT_RECORD_ATTENDANCE,  CANDIDACY_NONE,      { DO(RECORD_ATTENDANCE) } },
    { EVENT_CORRECT_ATTENDANCE, CANDIDACY_NONE,      { DO(CORRECT_ATTENDANCE) } },
    { EVENT_CLOSE_MODULE,       CANDIDACY_NONE,      { DO(CLOSE_MODULE) } },
    { EVENT_REOPEN_MODULE,      CANDIDACY_NONE,      { DO(REOPEN_MODULE) } },
    { EVENT_CHANGE_TRAINER,     CANDIDACY_NONE,      { DO(CHANGE_TRAINER) } },
    { EVENT_CLOSE_PATH,         CANDIDACY_NONE,      { DO(CLOSE_PATH) } },
    { EVENT_START_FINAL,        CANDIDACY_NONE,      { DO(CREATE_EVALUATION), DO(ADD_SITTING) } },
    { EVENT_COMPLETE_FINAL,     CANDIDACY_NONE,      { DO(COMPLETE_EVALUATION) } },
    { EVENT_SUBMIT_FILE,        CANDIDACY_NONE,      { DO(CREATE_FILE) } },
    { EVENT_PUT_ON_AGENDA,      CANDIDACY_NONE,      { DO(PUT_ON_AGENDA) } },
    { EVENT_REMOVE_FROM_AGENDA, CANDIDACY_NONE,      { DO(REMOVE_FROM_AGENDA) } },
    { EVENT_CERTIFY,            CANDIDACY_NONE,      { DO(DECIDE_FILE) } },
    { EVENT_DEFER,              CANDIDACY_NONE,      { DO(DEFER_FILE) } },
    { EVENT_REFUSE,             CANDIDACY_NONE,      { DO(DECIDE_FILE), DO(VOID_SUBDOMAINS) } },
    { EVENT_ANSWER_COMPLEMENT,  CANDIDACY_NONE,      { DO(ANSWER_COMPLEMENT) } },
    { EVENT_INTERRUPT_PATH,     CANDIDACY_NONE,      { DO(STOP_PATH) } },
    { EVENT_RECALL_FILE,        CANDIDACY_NONE,      { DO(WITHDRAW_FILE) } },
    { EVENT_EXPIRE,             CANDIDACY_NONE,      { DO(STOP_PATH) } },
    { EVENT_WITHDRAW,           CANDIDACY_SUBMITTED, { DO(WITHDRAW_FILE) } },
    { EVENT_WITHDRAW,           CANDIDACY_DEFERRED,  { DO(WITHDRAW_FILE) } },
    { EVENT_WITHDRAW,           CANDIDACY_NONE,      { DO(STOP_PATH) } },
    { EVENT_ABANDON,            CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_RESUME,             CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_CANCEL,             CANDIDACY_SUBMITTED, { DO(WITHDRAW_FILE) } },
    { EVENT_CANCEL,             CANDIDACY_ON_AGENDA, { DO(CLEAR_AGENDA), DO(WITHDRAW_FILE) } },
    { EVENT_CANCEL,             CANDIDACY_DEFERRED,  { DO(WITHDRAW_FILE) } },
    { EVENT_CANCEL,             CANDIDACY_NONE,      { DO(STOP_PATH) } },
    { EVENT_TRANSFER,           CANDIDACY_NONE,      { DO(TRANSFER) } },
    { EVENT_ANNUL_EVALUATION,   CANDIDACY_NONE,      { DO(ANNUL_EVALUATION), DO(STOP_PATH) } },
    { EVENT_ANNUL_CERTIFICATE,  CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_REEXAMINE,          CANDIDACY_NONE,      { DO(LIFT_VOIDING), DO(REOPEN_FILE) } },
    { EVENT_RECTIFY_DECISION,   CANDIDACY_NONE,      { DO(REVOID_SUBDOMAINS) } },
    { EVENT_NAME_COMMISSION,    CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_END_NAMING,         CANDIDACY_NONE,      { DO(NONE) } },
    { EVENT_CORRECT_IDENTITY,   CANDIDACY_NONE,      { DO(NONE) } },
};
/* clang-format on */
#undef DO

static const struct effects *effects_of(const struct transition *transition)
{
    for (size_t i = 0; i < COUNT(effects); i++)
        if (effects[i].event == transition->event &&
            (effects[i].from == transition->from || effects[i].from == CANDIDACY_NONE))
            return &effects[i];
    fail_msg("no effects are expected of %s", candidacy_event_names[transition->event]);
    return NULL;
}

static void every_event_writes_what_it_changes(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const struct effects *expected = effects_of(&table[i]);
        const enum candidacy_effect_kind root =
            table[i].from == CANDIDACY_NONE ? CANDIDACY_EFFECT_CREATE : CANDIDACY_EFFECT_UPDATE;
        int size = 0;
        assert_int_equal(table[i].effects[0], root);
        for (; expected->kinds[size] != CANDIDACY_EFFECT_NONE; size++)
            if (table[i].effects[size + 1] != expected->kinds[size])
                fail_msg("%s from %s: effect %d is %d, not %d",
                         candidacy_event_names[table[i].event],
                         candidacy_state_names[table[i].from], size, table[i].effects[size + 1],
                         expected->kinds[size]);
        assert_int_equal(table[i].effects[size + 1], CANDIDACY_EFFECT_NONE);
    }
}

/* But for what comes back from ABANDONED, what the certifier cancels (T28, T29) or has examined
 * again (9.3). An annulled certificate, and words that are rectified, leave their candidacy where
 * it is. */
static void no_state_is_left_from_a_terminal_one(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const enum candidacy_state from = table[i].from;
        assert_true(!candidacy_state_is_terminal(from) || table[i].event == EVENT_CANCEL ||
                    from == CANDIDACY_ABANDONED || from == CANDIDACY_CERTIFIED ||
                    (table[i].event == EVENT_RECTIFY_DECISION && table[i].to[0] == from) ||
                    (from == CANDIDACY_EXPIRED && table[i].event == EVENT_REEXAMINE));
        assert_true(from != CANDIDACY_CERTIFIED ||
                    (table[i].to[0] == CANDIDACY_CERTIFIED && table[i].to[1] == CANDIDACY_NONE));
        assert_true(from != CANDIDACY_CANCELLED);
    }
}

static void each_row_claims_what_its_guards_read(void **state)
{
    (void)state;
    const struct transition *start = transition_find(CANDIDACY_INFORMED, EVENT_START_PRIOR);
    assert_int_equal(transition_reads(start),
                     READS_HABILITATION | READS_AFFILIATION | READS_REFERENTIAL);
    const struct transition *agenda = transition_find(CANDIDACY_SUBMITTED, EVENT_PUT_ON_AGENDA);
    assert_int_equal(transition_reads(agenda), READS_SESSION | READS_COMMISSION);
    assert_int_equal(transition_reads(transition_find(CANDIDACY_PATH_PROPOSED, EVENT_DECLINE_PATH)),
                     0);
    const struct transition row = { .guards = { GUARD_SESSION_FULL, GUARD_CONSENT_MISSING } };
    assert_int_equal(transition_reads(&row), READS_SESSION); /* the first guard's too */
}

static void only_the_actors_of_a_row_may_ask(void **state)
{
    (void)state;
    static struct world w;
    struct decision decision;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_RECORD_RESULTS);
    w.asked.actors =
        ACTOR_REFERENT; /* a referent never records results in place of an evaluator (3.2) */
    assert_refused(world_decide(&w, &decision), REASON_ROLE_NOT_ALLOWED);
    w.asked.actors = ACTOR_REFERENT | ACTOR_EVALUATOR;
    assert_accepted(world_decide(&w, &decision));
    world_at(&w, CANDIDACY_ON_AGENDA);
    world_ask(&w, EVENT_CERTIFY);
    w.asked.actors = ACTOR_CERTIFIER | ACTOR_SECRETARY; /* no part in votes */
    assert_refused(world_decide(&w, &decision), REASON_ROLE_NOT_ALLOWED);
}

static void an_event_is_whose_it_is_in_any_state(void **state)
{
    (void)state;
    assert_int_equal(transition_actors(EVENT_OPEN_CONTACT),
                     ACTOR_COUNSELLOR | ACTOR_REFERENT | ACTOR_CERTIFIER);
    assert_int_equal(transition_actors(EVENT_PROPOSE_PATH), ACTOR_EVALUATOR | ACTOR_REFERENT);
    assert_int_equal(transition_actors(EVENT_REMOVE_FROM_AGENDA), ACTOR_SECRETARY | ACTOR_SYSTEM);
    assert_int_equal(transition_actors(CANDIDACY_EVENT_COUNT), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_of_state_and_event_is_as_specified),
        cmocka_unit_test(every_name_of_the_expectation_is_known),
        cmocka_unit_test(an_event_elsewhere_is_refused_with_one_reason),
        cmocka_unit_test(every_event_writes_what_it_changes),
        cmocka_unit_test(no_state_is_left_from_a_terminal_one),
        cmocka_unit_test(each_row_claims_what_its_guards_read),
        cmocka_unit_test(only_the_actors_of_a_row_may_ask),
        cmocka_unit_test(an_event_is_whose_it_is_in_any_state),
    };
    return cmocka_run_group_tests(tests, read_expectation, NULL);
}
