/* SPDX-License-Identifier: EUPL-1.2 */
/* The server over real sockets: answers now and late, bodies, deadlines, stopping. */
#include "ground.h"

static void a_request_arrives_whole(void **state)
{
    int fd = dial(*state);
    struct answer answer =
        ask(fd, "PATCH /v1/a-b_c.d~e?x=1" HOST "Authorization: Bearer k\r\nIdempotency-Key: 1\r\n"
                "Content-Length: 2\r\n\r\n{}");
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body,
                        "m=4 p=/v1/a-b_c.d~e q=x:1 h0=Bearer k h4=1 a=127.0.0.1 n=2 b={}");
    assert_has(&answer, "X-Content-Type-Options: nosniff\r\n");
    assert_has(&answer, "Referrer-Policy: no-referrer\r\n");
    assert_has(&answer, "Cross-Origin-Resource-Policy: same-site\r\n");
    assert_has(&answer, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
    assert_has(&answer, "Content-Type: text/plain\r\n");
    close(fd);
}

static void static_text_is_answered(void **state)
{
    int fd = dial(*state);
    for (int i = 0; i < 3; i++)
        assert_string_equal(ask(fd, "GET /shared" HOST "\r\n").body, "static text");
    close(fd);
}

/* One reply after another on kept connections: MHD must not go to sleep between the passes it
 * needs. That shows in every round; in a few of them a busy machine may be slow by itself. */
static void late_replies_never_stall(const struct fixture *fixture, int clients, int rounds)
{
    int fds[8], slow = 0;
    for (int i = 0; i < clients; i++)
        fds[i] = dial(fixture);
    for (int round = 0; round < rounds; round++) {
        int64_t start = clock_ms();
        for (int i = 0; i < clients; i++)
            say_text(fds[i], "GET /late" HOST "\r\n");
        for (int i = 0; i < clients; i++)
            assert_int_equal(hear_one(fds[i]).status, 200);
        slow += clock_ms() - start >= 100;
    }
    assert_true(slow < rounds / 4);
    for (int i = 0; i < clients; i++)
        close(fds[i]);
}

static void late_replies_to_one_client_never_stall(void **state)
{
    late_replies_never_stall(*state, 1, 40);
}

static void late_replies_to_eight_clients_never_stall(void **state)
{
    late_replies_never_stall(*state, 8, 40);
}

/* As happens when one request completes a batch: the passes must go on for the others, too. */
static void a_call_may_answer_others(void **state)
{
    int parked = dial(*state);
    int waking = dial(*state);
    for (int i = 0; i < 10; i++) {
        say_text(parked, "GET /parked" HOST "\r\n");
        usleep(5000);
        int64_t start = clock_ms();
        assert_int_equal(ask(waking, "GET /wake" HOST "\r\n").status, 200);
        assert_int_equal(hear_one(parked).status, 200);
        assert_true(clock_ms() - start < 100);
    }
    close(parked);
    close(waking);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    int fd = dial(*state);
    say_text(fd, "GET /late?i=0" HOST "\r\nGET /e?i=1" HOST "\r\nPOST /late?i=2" HOST
                 "Content-Length: 3\r\n\r\nabcGET /204" HOST "\r\nPOST /e?i=4" HOST
                 "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /late?i=5" HOST
                 "\r\nGET /late?i=6" HOST "\r\n");
    static const char *const wanted[] = { "q=i:0", "q=i:1", "q=i:2", "204",
                                          "q=i:4", "q=i:5", "q=i:6" };
    int64_t start = clock_ms();
    for (int i = 0; i < 7; i++) {
        struct answer answer = hear_one(fd);
        assert_has(&answer, wanted[i]);
    }
    assert_true(clock_ms() - start < 200);
    close(fd);
}

static void a_head_request_gets_the_length_and_no_body(void **state)
{
    int fd = dial(*state);
    say_text(fd, "HEAD /shared" HOST "\r\n");
    struct answer answer = hear_any(fd, false, 2000);
    assert_int_equal(answer.status, 200);
    assert_has(&answer, "Content-Length: 11\r\n");
    assert_string_equal(ask(fd, "GET /shared" HOST "\r\n").body, "static text");
    close(fd);
}

static void no_content_and_not_modified_have_no_body(void **state)
{
    int fd = dial(*state);
    for (int i = 0; i < 2; i++) {
        struct answer answer = ask(fd, i ? "GET /304" HOST "\r\n" : "GET /204" HOST "\r\n");
        assert_int_equal(answer.status, i ? 304 : 204);
        assert_has(&answer, "ETag: \"1\"\r\n");
        /* RFC 9110, 8.6: none, or that of the answer which a 304 stands for. */
        if (i)
            assert_has(&answer, "Content-Length: 11\r\n");
        else
            assert_null(strstr(answer.head, "Content-Length: "));
        assert_int_equal(answer.body_size, 0);
        assert_null(strstr(answer.head, "Transfer-Encoding"));
    }
    assert_int_equal(ask(fd, "GET /x" HOST "\r\n").status, 200);
    close(fd);
}

static void a_big_reply_arrives_whole(void **state)
{
    int fd = dial(*state);
    for (int i = 0; i < 2; i++) {
        struct answer answer = ask(fd, "GET /big" HOST "\r\n");
        assert_int_equal(answer.status, 200);
        assert_int_equal(answer.body_size, BIG_BYTES);
    }
    close(fd);
}

/* True when everything could be sent. */
static bool say_body(int fd, const char *path, size_t size, bool is_chunked)
{
    static char piece[8192];
    memset(piece, 'x', sizeof piece);
    char head[200];
    int length =
        is_chunked
            ? snprintf(head, sizeof head, "POST %s" HOST "Transfer-Encoding: chunked\r\n\r\n", path)
            : snprintf(head, sizeof head, "POST %s" HOST "Content-Length: %zu\r\n\r\n", path, size);
    say(fd, head, (size_t)length);
    bool is_sent = true;
    for (size_t sent = 0; sent < size;) {
        size_t part = size - sent < sizeof piece ? size - sent : sizeof piece;
        if (is_chunked)
            say(fd, head, (size_t)snprintf(head, sizeof head, "%zx\r\n", part));
        is_sent = say(fd, piece, part) && is_sent;
        if (is_chunked)
            say_text(fd, "\r\n");
        sent += part;
    }
    if (is_chunked)
        say_text(fd, "0\r\n\r\n");
    return is_sent;
}

static void bodies_up_to_the_limit_are_taken(void **state)
{
    static const struct {
        const char *path;
        size_t size;
    } cases[] = { { "/x", 1 },
                  { "/x", 4095 },
                  { "/x", 4096 },
                  { "/x", 64 * 1024 - 1 },
                  { "/x", 64 * 1024 },
                  { "/tiny", 10 },
                  { "/large", 65537 },
                  { "/large", 700 * 1024 },
                  { "/large", 2 * 1024 * 1024 } };
    int fd = dial(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases * 2; i++) {
        say_body(fd, cases[i / 2].path, cases[i / 2].size, i % 2);
        struct answer answer = hear_one(fd);
        char wanted[40];
        snprintf(wanted, sizeof wanted, " n=%zu", cases[i / 2].size);
        assert_has(&answer, wanted);
    }
    close(fd);
}

/* The client is in the middle of its upload, and must still be able to read why it was stopped. */
static void bodies_beyond_the_limit_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *path;
        size_t size;
    } cases[] = { { "/tiny", 11 }, { "/x", 64 * 1024 + 1 }, { "/x", 3 * 1024 * 1024 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases * 4; i++) {
        int fd = dial(fixture);
        assert_true(say_body(fd, cases[i / 4].path, cases[i / 4].size, i % 2));
        struct answer answer = hear_one(fd);
        assert_int_equal(answer.status, 413);
        assert_string_equal(answer.body, "code=BODY_TOO_LARGE");
        assert_has(&answer, "Connection: close\r\n");
        assert_closes(fd);
        close(fd);
    }
    assert_int_equal(fixture->requests, 0);
}

static void a_refused_head_keeps_the_connection_unless_a_body_follows(void **state)
{
    struct fixture *fixture = *state;
    int fd = dial(fixture);
    for (int i = 0; i < 3; i++) {
        struct answer answer = ask(fd, "GET /refused" HOST "\r\n");
        assert_int_equal(answer.status, 401);
        assert_string_equal(answer.body, "credentials");
    }
    assert_true(say_body(fd, "/refused", 3 * 1024 * 1024, false));
    assert_int_equal(hear_one(fd).status, 401);
    assert_closes(fd);
    close(fd);
    assert_int_equal(fixture->requests, 3);
}

/* Counted by us: MHD would close without a word, or answer in its own. */
static void a_query_of_any_length_is_answered(void **state)
{
    static const int counts[] = { 60, 70, 200, 238, 239, 240, 241, 400, 1000 };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        int fd = dial(*state);
        char text[8192] = "GET /v1?";
        for (int k = 0; k < counts[i]; k++)
            memcpy(text + strlen(text), "a=b&", sizeof "a=b&");
        memcpy(text + strlen(text), HOST "\r\n", sizeof HOST "\r\n");
        const struct answer answer = ask(fd, text);
        if (answer.status != (counts[i] > 64 ? 400 : 200))
            fail_msg("%d parameters: %d", counts[i], answer.status);
        close(fd);
    }
}

static void assert_answer(struct answer answer, const char *wanted)
{
    assert_has(&answer, wanted);
}

/* Who asks has to be looked up first: the body stays with the client, in whatever pieces it comes.
 */
static void a_body_that_was_held_comes_whole(void **state)
{
    struct fixture *fixture = *state;
    int fd = dial(fixture);
    for (int i = 0; i < 3; i++) {
        assert_answer(ask(fd, "POST /held" HOST "Content-Length: 5\r\n\r\nhello"), "b=hello");
        assert_true(say_body(fd, "/held", 60 * 1024, i % 2));
        assert_answer(hear_one(fd), "n=61440");
    }
    say_text(fd, "POST /held" HOST "Content-Length: 5\r\n\r\n");
    usleep(20 * 1000);
    assert_answer(ask(fd, "later"), "b=later");
    say_text(fd, "POST /held" HOST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    struct answer first = { 0 };
    assert_true(read_head(fd, &first, 2000));
    assert_has(&first, "HTTP/1.1 100");
    assert_answer(ask(fd, "asked"), "b=asked");
    close(fd);
    assert_int_equal(fixture->requests, 8);
}

static void a_body_that_was_held_may_be_refused(void **state)
{
    struct fixture *fixture = *state;
    static const size_t sizes[] = { 1, 60 * 1024 };
    for (int i = 0; i < 4; i++) {
        int fd = dial(fixture);
        assert_true(say_body(fd, "/held-back", sizes[i / 2], i % 2));
        struct answer answer = hear_one(fd);
        assert_int_equal(answer.status, 401);
        assert_has(&answer, "Connection: close\r\n");
        assert_closes(fd);
        close(fd);
    }
    int fd = dial(fixture); /* nothing of the body ever comes */
    assert_int_equal(ask(fd, "POST /held-back" HOST "Content-Length: 5\r\n\r\n").status, 401);
    assert_closes(fd);
    close(fd);
    assert_int_equal(fixture->requests, 0);
}

static void an_expected_continue_is_given(void **state)
{
    int fd = dial(*state);
    say_text(fd, "POST /x" HOST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    struct answer first = { 0 };
    assert_true(read_head(fd, &first, 2000));
    assert_has(&first, "HTTP/1.1 100");
    struct answer answer = ask(fd, "hello");
    assert_has(&answer, "b=hello");
    /* And not given to a body that would be refused. */
    answer = ask(fd, "POST /tiny" HOST "Expect: 100-continue\r\nContent-Length: 50\r\n\r\n");
    assert_int_equal(answer.status, 413);
    close(fd);
}

static void a_header_that_would_split_the_reply_becomes_500(void **state)
{
    int fd = dial(*state);
    struct answer answer = ask(fd, "GET /bad-header" HOST "\r\n");
    assert_int_equal(answer.status, 500);
    assert_null(strstr(answer.head, "Set-Cookie"));
    assert_int_equal(answer.body_size, 0);
    assert_closes(fd);
    close(fd);
}

/* As many as there is room for, and more: who says nothing gives way to who asks. */
static void who_is_silent_gives_way(void **state)
{
    enum { SILENT = 700 }; /* several times as long as a head may take, one after the other */
    int silent[SILENT];
    for (int i = 0; i < SILENT; i++)
        silent[i] = dial(*state);
    int fd = dial(*state);
    const int64_t begun_ms = clock_ms();
    struct answer answer = ask(fd, "GET /x" HOST "\r\n");
    assert_int_equal(answer.status, 200);
    assert_true(clock_ms() - begun_ms < 1000);
    close(fd);
    for (int i = 0; i < SILENT; i++)
        close(silent[i]);
}

static void an_address_that_cannot_be_bound_is_named(void **state)
{
    (void)state;
    static const char *const addresses[] = { "nonsense", "192.0.2.1" };
    struct http_handler handler = { 0 };
    for (int i = 0; i < 2; i++) {
        struct http_options options = { .address = addresses[i],
                                        .connection_limit = 10,
                                        .connection_memory = 16 * 1024 };
        char why[100] = "";
        assert_null(http_start(&options, &handler, why, sizeof why));
        assert_non_null(strstr(why, i ? "bind" : "nonsense"));
        assert_null(strchr(why, '\n'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVED(a_request_arrives_whole),
        SERVED(static_text_is_answered),
        SERVED(late_replies_to_one_client_never_stall),
        SERVED(late_replies_to_eight_clients_never_stall),
        SERVED(a_call_may_answer_others),
        SERVED(pipelined_requests_are_answered_in_order),
        SERVED(a_head_request_gets_the_length_and_no_body),
        SERVED(no_content_and_not_modified_have_no_body),
        SERVED(a_big_reply_arrives_whole),
        SERVED(bodies_up_to_the_limit_are_taken),
        SERVED(bodies_beyond_the_limit_are_refused),
        SERVED(a_refused_head_keeps_the_connection_unless_a_body_follows),
        SERVED(a_query_of_any_length_is_answered),
        SERVED(a_body_that_was_held_comes_whole),
        SERVED(a_body_that_was_held_may_be_refused),
        SERVED(an_expected_continue_is_given),
        SERVED(a_header_that_would_split_the_reply_becomes_500),
        SERVED(who_is_silent_gives_way),
        cmocka_unit_test(an_address_that_cannot_be_bound_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
