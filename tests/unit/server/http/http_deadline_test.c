/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is slow, silent or gone: deadlines, and how the server stops. */
#include "ground.h"

static void a_slow_head_is_cut_at_its_deadline(void **state)
{
    int fd = dial(*state);
    int64_t start = clock_ms();
    say_text(fd, "GET /x HTTP/1.1\r\n");
    /* A byte now and then does not help: it is no idle timeout. */
    struct answer answer = { 0 };
    for (int i = 0; i < 30 && !answer.status && !answer.is_closed; i++) {
        say_text(fd, "A");
        answer = hear_any(fd, true, 30);
    }
    assert_int_equal(answer.status, 408);
    assert_string_equal(answer.body, "code=REQUEST_TIMEOUT");
    assert_in_range(clock_ms() - start, 280, 500);
    assert_closes(fd);
    close(fd);
}

static void a_silent_client_is_cut_without_a_word(void **state)
{
    int fd = dial(*state);
    int64_t start = clock_ms();
    assert_closes(fd);
    assert_in_range(clock_ms() - start, 280, 500);
    close(fd);
}

static void a_later_head_has_its_own_deadline(void **state)
{
    int fd = dial(*state);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ask(fd, "GET /x" HOST "\r\n").status, 200);
        /* Resting between requests for longer than a head may take is no offence. */
        usleep(350 * 1000);
    }
    int64_t start = clock_ms();
    assert_int_equal(ask(fd, "GET /x HTTP/1.1\r\nHost:").status, 408);
    assert_in_range(clock_ms() - start, 280, 500);
    assert_closes(fd);
    close(fd);
}

static void a_slow_body_is_cut_at_its_deadline(void **state)
{
    struct fixture *fixture = *state;
    int fd = dial(fixture);
    int64_t start = clock_ms();
    struct answer answer = ask(fd, "POST /x" HOST "Content-Length: 5\r\n\r\nhel");
    assert_int_equal(answer.status, 408);
    assert_in_range(clock_ms() - start, 380, 600);
    assert_closes(fd);
    close(fd);
    assert_int_equal(fixture->requests, 0);
}

static void a_call_has_no_deadline_of_ours(void **state)
{
    struct fixture *fixture = *state;
    int fd = dial(fixture);
    say_text(fd, "GET /never" HOST "\r\n");
    struct answer answer = hear_any(fd, true, 600);
    assert_int_equal(answer.status, 0);
    assert_false(answer.is_closed);
    close(fd);
}

/* What another thread counts is waited for: a busy machine is slow, not wrong. */
static void wait_for(const atomic_int *count, int expected)
{
    for (int waited_ms = 0; *count != expected && waited_ms < 3000; waited_ms += 5)
        usleep(5 * 1000);
    assert_int_equal(*count, expected);
}

static void a_client_that_leaves_ends_its_call_once(void **state)
{
    struct fixture *fixture = *state;
    static const char *const left[] = { "GET /late" HOST "\r\n",
                                        "POST /x" HOST "Content-Length: 9\r\n\r\nab",
                                        "GET /x HTTP/1.1\r\nHo", "GET /big" HOST "\r\n" };
    int heads = 0;
    for (size_t i = 0; i < 12; i++) {
        int fd = dial(fixture);
        say_text(fd, left[i % 4]);
        /* A reset throws away what was not read yet. */
        heads += i % 4 != 2;
        wait_for(&fixture->heads, heads);
        struct linger reset = { .l_onoff = i >= 4 && i < 8 };
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    /* MHD 0.9.75 overlooks a client that leaves right behind its data (platform facts 1.8); our
     * deadlines find it. */
    wait_for(&fixture->ends, heads);
    usleep(600 * 1000);
    assert_int_equal(fixture->heads, heads);
    assert_int_equal(fixture->ends, heads);
    assert_int_equal(http_open_calls(fixture->server), 0);
    int fd = dial(fixture);
    assert_int_equal(ask(fd, "GET /x" HOST "\r\n").status, 200);
    close(fd);
}

static void stopping_answers_what_is_suspended(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_start(&fixture);
    fixture.quiesces = true;
    int waiting[3];
    for (int i = 0; i < 3; i++) {
        waiting[i] = dial(&fixture);
        /* Another one is already queued behind it, which must not be suspended in its turn. */
        say_text(waiting[i], "GET /never" HOST "\r\nGET /never" HOST "\r\n");
    }
    int sending = dial(&fixture);
    say_text(sending, "POST /x" HOST "Content-Length: 9\r\n\r\nab");
    usleep(20 * 1000);
    fixture_stop(&fixture);
    for (int i = 0; i < 3; i++) {
        struct answer answer = hear_one(waiting[i]);
        assert_int_equal(answer.status, 503);
        assert_string_equal(answer.body, "code=DRAINING");
        assert_has(&answer, "Connection: close\r\n");
        close(waiting[i]);
    }
    assert_int_equal(hear_one(sending).status, 0);
    close(sending);
    assert_int_equal(fixture.requests, 3);
}

static void a_quiesced_server_finishes_and_takes_nobody(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_start(&fixture);
    fixture.quiesces = true;
    int kept = dial(&fixture);
    assert_null(strstr(ask(kept, "GET /x" HOST "\r\n").head, "Connection: close"));
    int waiting = dial(&fixture);
    say_text(waiting, "GET /never" HOST "\r\n");
    usleep(20 * 1000);
    uint64_t one = 1;
    (void)!write(fixture.stop_fd, &one, sizeof one);
    usleep(20 * 1000);
    struct answer answer = ask(kept, "GET /x" HOST "\r\n");
    assert_int_equal(answer.status, 200);
    assert_has(&answer, "Connection: close\r\n");
    int late = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(fixture.port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(late, (struct sockaddr *)&address, sizeof address), -1);
    fixture_stop(&fixture);
    assert_int_equal(hear_one(waiting).status, 503);
    close(late);
    close(kept);
    close(waiting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVED(a_slow_head_is_cut_at_its_deadline),
        SERVED(a_silent_client_is_cut_without_a_word),
        SERVED(a_later_head_has_its_own_deadline),
        SERVED(a_slow_body_is_cut_at_its_deadline),
        SERVED(a_call_has_no_deadline_of_ours),
        SERVED(a_client_that_leaves_ends_its_call_once),
        cmocka_unit_test(stopping_answers_what_is_suspended),
        cmocka_unit_test(a_quiesced_server_finishes_and_takes_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
