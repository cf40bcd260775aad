/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose turn it is, in which lane, and who is told to come back later. */
#include "lane_fixture.h"

static const struct operation list_things = { .id = "listThings",
                                              .roles = 1,
                                              .flags = OPERATION_LIST };
static const struct operation list_few = { .id = "listFew",
                                           .roles = 1,
                                           .flags = OPERATION_LIST | OPERATION_UNPAGED };
static const struct operation count_all = { .id = "countAll", .roles = 1, .cost = COST_HEAVY };

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
    const struct CMUnitTest tests[] = {
        CASE(tenants_take_turns),
        CASE(who_comes_later_joins_the_round_that_is_under_way),
        CASE(what_is_served_together_costs_one_turn),
        CASE(the_past_is_forgotten),
        CASE(who_leaves_makes_room),
        CASE(who_waits_for_too_long_is_refused_more),
        CASE(what_takes_long_costs_more_turns),
        CASE(what_takes_long_for_everybody_costs_nobody_more_turns),
        CASE(a_command_is_refused_for_its_commit),
        CASE(what_an_operation_costs_names_its_lane),
        CASE(tenants_have_accounts_of_their_own_wherever_their_identifiers_differ),
        CASE(a_crowd_of_tenants_shares_accounts_and_loses_none),
        CASE(in_the_line_of_a_root_tenants_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
