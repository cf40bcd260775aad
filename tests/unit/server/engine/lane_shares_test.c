/* SPDX-License-Identifier: EUPL-1.2 */
/* How much of what is held in memory is one tenant's, and how much all others' together. */
#include "lane_fixture.h"

static const struct operation read_public = { .id = "readPublic" };
static const struct operation change_public = { .id = "changePublic", .flags = OPERATION_COMMAND };

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_one_tenant_does_not_take_leaves_room_for_others),
        CASE(callers_without_a_key_have_one_share_together),
        CASE(bodies_of_callers_without_a_key_have_one_share_together),
        CASE(bodies_of_one_tenant_leave_room_for_those_of_others),
        CASE(a_body_is_counted_once_its_sender_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
