/* Whose turn it is, in which lane, and who is told to come back later. */
#include "engine/flight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { FLIGHTS = 32, TENANT_WAITING = 10, WAIT_MS = 20, ANSWERS_KIB = 64, BODIES_KIB = 128 };

static const struct operation read_thing = { .id = "readThing", .roles = 1 };
static const struct operation list_things = { .id = "listThings",
                                              .roles = 1,
                                              .flags = OPERATION_LIST };
static const struct operation list_few = { .id = "listFew",
                                           .roles = 1,
                                           .flags = OPERATION_LIST | OPERATION_UNPAGED };
static const struct operation count_all = { .id = "countAll", .roles = 1, .cost = COST_HEAVY };
static const struct operation change_thing = { .id = "changeThing",
                                               .roles = 1,
                                               .flags = OPERATION_COMMAND };

static const struct operation read_public = { .id = "readPublic" };
static const struct operation change_public = { .id = "changePublic", .flags = OPERATION_COMMAND };

static struct engine *engine;
static struct flight flights[FLIGHTS];
static struct http_call calls[FLIGHTS];
static unsigned used;

static int begin(void **state)
{
    static const struct policy policy;
    const struct engine_options options = { .policy = &policy,
                                            .certifier_name = "",
                                            .tenant_waiting = TENANT_WAITING,
                                            .wait_ms = WAIT_MS,
                                            .tenant_answer_bytes = ANSWERS_KIB * 1024,
                                            .tenant_body_bytes = BODIES_KIB * 1024,
                                            .batch_limit = BATCH_MAX,
                                            .request_ms = 1000 };
    (void)state;
    memset(flights, 0, sizeof flights);
    used = 0;
    engine = engine_new(&options, NULL);
    return engine ? 0 : -1;
}

static int finish(void **state)
{
    (void)state;
    for (unsigned i = 0; i < used; i++)
        flight_take(&flights[i]);
    engine_free(engine);
    return 0;
}

/* 'A' is an organism, and so is every other letter. */
static struct flight *of(char tenant, const struct operation *operation)
{
    assert_true(used < FLIGHTS);
    struct flight *flight = &flights[used];
    flight_init(flight, engine, &calls[used++]);
    flight->x.operation = operation;
    flight->x.principal = (struct principal){
        .scope = SLICE("ORGANISM"),
        .scope_id = { { 1, [15] = (unsigned char)tenant } },
    };
    return flight;
}

static void wait(char tenant, unsigned times)
{
    while (times--)
        lane_wait(of(tenant, &list_things), LANE_LIST);
}

/* "AB": who is sent first, and who then. */
static void expect_order(const char *expected)
{
    char order[FLIGHTS + 1] = "";
    unsigned count = 0;
    for (const struct flight *f = engine->waiting[LANE_LIST].list.first; f; f = f->next)
        order[count++] = (char)f->x.principal.scope_id.bytes[15];
    assert_string_equal(order, expected);
    assert_int_equal(engine->waiting[LANE_LIST].list.count, count);
}

static void tenants_take_turns(void **state)
{
    (void)state;
    wait('A', 5);
    wait('B', 1);
    wait('C', 2);
    expect_order("ABCACAAA");
}

static void who_comes_later_joins_the_round_that_is_under_way(void **state)
{
    (void)state;
    wait('A', 4);
    flight_take(&flights[0]);
    flight_take(&flights[1]);
    wait('B', 3);
    expect_order("ABABB");
    wait('A', 1); /* has nothing before the others for having waited in vain */
    expect_order("ABABBA");
}

/* A segment that takes three lists of a tenant at once costs it one turn: else who asks for as much
 * as others, but at once, would wait for rounds that nobody else needs. */
static void what_is_served_together_costs_one_turn(void **state)
{
    (void)state;
    wait('A', 5);
    wait('B', 3);
    expect_order("ABABABAA");
    struct account *account = flights[0].account;
    const uint64_t round = flights[0].round;
    for (unsigned i = 0; i < 3; i++)
        flight_take(&flights[i]);
    lane_move_up(engine, LANE_LIST, account, round, 2);
    expect_order("BBABA");
    wait('A', 1);
    wait('B', 1);
    expect_order("BBABAAB");
    assert_int_equal(account->waiting[LANE_LIST], 3);
}

/* One that has been served alone for long owes nobody anything. */
static void the_past_is_forgotten(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        wait('A', 1);
        flight_take(&flights[i]);
    }
    wait('B', 2);
    wait('A', 2);
    expect_order("BABA");
}

static void who_leaves_makes_room(void **state)
{
    (void)state;
    wait('A', TENANT_WAITING);
    assert_false(lane_admits(of('A', &list_things)));
    assert_true(lane_admits(of('A', &read_thing))); /* another lane */
    assert_true(lane_admits(of('B', &list_things)));
    flight_take(&flights[3]);
    assert_true(lane_admits(of('A', &list_things)));
    assert_int_equal(engine->counts.shed[LANE_LIST], 1);
}

static void who_waits_for_too_long_is_refused_more(void **state)
{
    (void)state;
    wait('A', 2);
    assert_true(lane_admits(of('A', &list_things)));
    usleep((WAIT_MS + 5) * 1000);
    assert_false(lane_admits(of('A', &list_things)));
    assert_true(lane_admits(of('B', &list_things)));
    flight_take(&flights[0]);
    flight_take(&flights[1]);
    assert_true(lane_admits(of('A', &list_things)));
}

/* Of what took long, the next comes when others have had as much. */
static void what_takes_long_costs_more_turns(void **state)
{
    (void)state;
    wait('A', 3);
    struct account *account = flights[0].account;
    flight_take(&flights[0]);
    wait('B', 4);
    expect_order("ABABBB");
    lane_charge(engine, LANE_LIST, account, account->whose, 35);
    expect_order("BBBBAA");
    lane_charge(engine, LANE_LIST, account, (struct id){ { 9 } }, 1000); /* somebody else by now */
    lane_charge(engine, LANE_LIST, account, account->whose, 5);
    expect_order("BBBBAA");
}

/* On a busy machine a segment of everybody's takes as long: charged for it, tenants would wait for
 * each other's chance. */
static void what_takes_long_for_everybody_costs_nobody_more_turns(void **state)
{
    (void)state;
    wait('A', 3);
    struct account *account = flights[0].account;
    for (unsigned i = 0; i < 64; i++)
        lane_charge(engine, LANE_LIST, account, (struct id){ { 9 } }, 40);
    flight_take(&flights[0]);
    wait('B', 3);
    expect_order("ABABB");
    lane_charge(engine, LANE_LIST, account, account->whose, 80);
    expect_order("ABABB");
    lane_charge(engine, LANE_LIST, account, account->whose, 400);
    expect_order("BBBAA");
}

static bool holds(char tenant, size_t kib)
{
    struct flight *flight = of(tenant, &read_thing);
    flight->body.size = kib * 1024;
    return lane_holds(flight);
}

static void what_one_tenant_does_not_take_leaves_room_for_others(void **state)
{
    (void)state;
    assert_true(holds('A', ANSWERS_KIB + 1)); /* a first one always is */
    assert_false(holds('A', 16));
    assert_true(holds('A', 15)); /* of these nobody has so many */
    assert_true(holds('B', 16));
    assert_true(holds('B', ANSWERS_KIB - 16));
    assert_false(holds('B', 16));
    lane_let_go(&flights[0]);
    assert_true(holds('A', 16));
}

static bool sends(char tenant, unsigned kib)
{
    struct flight *flight = of(tenant, &change_thing);
    flight->is_admitted = true;
    return lane_takes_in(flight, kib * 1024);
}

static void bodies_of_one_tenant_leave_room_for_those_of_others(void **state)
{
    (void)state;
    assert_true(sends('A', BODIES_KIB + 1)); /* a first one always is */
    assert_false(sends('A', 8));
    assert_true(sends('B', BODIES_KIB - 8));
    assert_true(sends('B', 8));
    assert_false(sends('B', 8));
    lane_let_go(&flights[0]);
    assert_true(sends('A', 8));
}

/* Callers without a key, of several addresses. */
static struct flight *of_nobody(unsigned address, const struct operation *operation)
{
    static const char *const peers[] = { "192.0.2.1", "192.0.2.2", "192.0.2.3",
                                         "192.0.2.4", "192.0.2.5", "192.0.2.6" };
    struct flight *flight = of('?', operation);
    flight->x.principal = (struct principal){ .scope = SLICE("PUBLIC") };
    flight->call->peer = slice_of(peers[address]);
    return flight;
}

static bool nobody_holds(unsigned address, size_t kib)
{
    struct flight *flight = of_nobody(address, &read_public);
    flight->body.size = kib * 1024;
    return lane_holds(flight);
}

static bool nobody_sends(unsigned address, unsigned kib)
{
    struct flight *flight = of_nobody(address, &change_public);
    flight->is_admitted = true;
    return lane_takes_in(flight, kib * 1024);
}

static void callers_without_a_key_have_one_share_together(void **state)
{
    (void)state;
    const unsigned first = used;
    for (unsigned address = 0; address < 4; address++) {
        assert_true(nobody_holds(address, ANSWERS_KIB / 4));
        assert_false(nobody_holds(address, ANSWERS_KIB / 4)); /* a quarter of it is an address's */
    }
    assert_false(nobody_holds(4, ANSWERS_KIB / 4));
    assert_true(holds('A', ANSWERS_KIB)); /* whoever has a key has room */
    lane_let_go(&flights[first]);
    assert_true(nobody_holds(4, ANSWERS_KIB / 4));
}

/* Small ones too: of callers whom nobody knows there may be any number. */
static void bodies_of_callers_without_a_key_have_one_share_together(void **state)
{
    (void)state;
    for (unsigned address = 0; address < 4; address++) {
        for (unsigned sent = 0; sent < BODIES_KIB / 4; sent += 8)
            assert_true(nobody_sends(address, 8));
        assert_false(nobody_sends(address, 1));
    }
    assert_false(nobody_sends(4, 1));
    assert_true(sends('A', BODIES_KIB));
    lane_let_go(&flights[0]);
    assert_true(nobody_sends(4, 1));
}

/* Of whom it is may turn out after it was announced; one without a length grows. */
static void a_body_is_counted_once_its_sender_is_known(void **state)
{
    (void)state;
    struct flight *early = of('A', &change_thing), *grows = of('A', &change_thing);
    assert_true(lane_takes_in(early, BODIES_KIB * 1024));
    assert_true(sends('A', 16));
    early->is_admitted = grows->is_admitted = true;
    assert_false(lane_takes_in(early, 0));
    lane_let_go(early);
    assert_true(lane_takes_in(grows, 0));
    assert_true(lane_takes_in(grows, 8 * 1024));
    assert_true(lane_takes_in(grows, 112 * 1024));
    assert_false(lane_takes_in(grows, 113 * 1024));
    lane_let_go(grows);
    assert_true(sends('A', 112));
}

/* A command needs a lane to read and one to write: nothing is read for what could not be written.
 */
static void a_command_is_refused_for_its_commit(void **state)
{
    (void)state;
    for (unsigned i = 0; i < TENANT_WAITING; i++)
        lane_wait(of('A', &change_thing), LANE_WRITE);
    assert_false(lane_admits(of('A', &change_thing)));
    assert_true(lane_admits(of('A', &read_thing)));
}

static void what_an_operation_costs_names_its_lane(void **state)
{
    static const struct {
        const struct operation *operation;
        const char *scope;
        enum lane lane;
    } cases[] = {
        { &read_thing, "ORGANISM", LANE_READ },
        { &list_few, "ORGANISM", LANE_READ },
        { &list_things, "ORGANISM", LANE_LIST },
        { &count_all, "ORGANISM", LANE_LIST },
        { &change_thing, "ORGANISM", LANE_COMMAND },
        { &change_thing, "CERTIFIER", LANE_NATIONAL_COMMAND },
        { &change_thing, NULL, LANE_READ },
        { &read_thing, "CERTIFIER", LANE_NATIONAL_READ },
        { &list_things, "CERTIFIER", LANE_NATIONAL_LIST },
        { &count_all, "CERTIFIER", LANE_NATIONAL_HEAVY },
        { &count_all, NULL, LANE_READ }, /* who is it? */
    };
    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct flight *flight = of('A', cases[i].operation);
        flight->x.principal.scope = slice_of(cases[i].scope);
        assert_int_equal(lane_of_load(flight), cases[i].lane);
    }
}

/* Tenants that shared an account would wait for each other's turns, while all others go before
 * them. */
static void tenants_have_accounts_of_their_own_wherever_their_identifiers_differ(void **state)
{
    enum { TENANTS = FLIGHTS };
    (void)state;
    for (unsigned byte = 0; byte < sizeof(struct id); byte++) {
        for (unsigned i = 0; i < TENANTS; i++) {
            flight_init(&flights[i], engine, &calls[i]);
            flights[i].x.principal = (struct principal){ .scope = SLICE("ORGANISM") };
            flights[i].x.principal.scope_id.bytes[byte] = (unsigned char)(i + 1);
            lane_wait(&flights[i], LANE_READ);
            for (unsigned other = 0; other < i; other++)
                assert_ptr_not_equal(flights[i].account, flights[other].account);
        }
        for (unsigned i = 0; i < TENANTS; i++)
            flight_take(&flights[i]);
    }
}

static void a_crowd_of_tenants_shares_accounts_and_loses_none(void **state)
{
    enum { CROWD = 2 * ACCOUNTS };
    static struct flight crowd[CROWD];
    struct http_call call = { 0 };
    (void)state;
    for (unsigned i = 0; i < CROWD; i++) {
        crowd[i] = (struct flight){ 0 };
        flight_init(&crowd[i], engine, &call);
        crowd[i].x.principal.scope = SLICE("ORGANISM");
        memcpy(crowd[i].x.principal.scope_id.bytes + 12, &i, sizeof i);
        lane_wait(&crowd[i], LANE_READ);
    }
    assert_int_equal(engine->waiting[LANE_READ].list.count, CROWD);
    for (unsigned i = 0; i < CROWD; i++)
        flight_take(&crowd[i]);
    assert_null(engine->waiting[LANE_READ].list.first);
    for (unsigned set = 0; set < ACCOUNTS / ACCOUNT_WAYS; set++) {
        for (unsigned way = 0; way < ACCOUNT_WAYS; way++)
            assert_int_equal(engine->accounts.sets[set][way].waiting_in_all, 0);
    }
}

static struct flight *command_of(char tenant)
{
    struct flight *flight = of(tenant, &change_thing);
    flight->x.path_id[0] = (struct id){ { 7, [15] = 7 } };
    return flight;
}

/* "AB": whose commands of one root go, one after the other. */
static void expect_turns(const char *expected)
{
    for (; *expected; expected++) {
        struct flight *first = engine->ready.first;
        assert_non_null(first);
        assert_int_equal(engine->ready.count, 1);
        assert_int_equal(first->x.principal.scope_id.bytes[15], *expected);
        flight_take(first);
        root_leave(first);
    }
    assert_null(engine->ready.first);
}

/* Whoever may not touch a record finds that out only when it is loaded: until then a crowd of
 * theirs stands in its line, and the owner does not stand behind all of it. */
static void in_the_line_of_a_root_tenants_take_turns(void **state)
{
    (void)state;
    struct flight *first = command_of('A');
    assert_int_equal(root_queue(first), STEP_LOAD);
    for (unsigned i = 0; i < 5; i++)
        assert_int_equal(root_queue(command_of('A')), STEP_WAITS);
    assert_int_equal(root_queue(command_of('B')), STEP_WAITS);
    assert_int_equal(root_queue(command_of('B')), STEP_WAITS);
    assert_int_equal(root_queue(command_of('C')), STEP_WAITS);
    root_leave(first);
    expect_turns("BCABAAAA");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, finish)
    const struct CMUnitTest tests[] = {
        CASE(tenants_take_turns),
        CASE(who_comes_later_joins_the_round_that_is_under_way),
        CASE(what_is_served_together_costs_one_turn),
        CASE(the_past_is_forgotten),
        CASE(who_leaves_makes_room),
        CASE(who_waits_for_too_long_is_refused_more),
        CASE(what_takes_long_costs_more_turns),
        CASE(what_takes_long_for_everybody_costs_nobody_more_turns),
        CASE(what_one_tenant_does_not_take_leaves_room_for_others),
        CASE(callers_without_a_key_have_one_share_together),
        CASE(bodies_of_callers_without_a_key_have_one_share_together),
        CASE(bodies_of_one_tenant_leave_room_for_those_of_others),
        CASE(a_body_is_counted_once_its_sender_is_known),
        CASE(a_command_is_refused_for_its_commit),
        CASE(what_an_operation_costs_names_its_lane),
        CASE(tenants_have_accounts_of_their_own_wherever_their_identifiers_differ),
        CASE(a_crowd_of_tenants_shares_accounts_and_loses_none),
        CASE(in_the_line_of_a_root_tenants_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
