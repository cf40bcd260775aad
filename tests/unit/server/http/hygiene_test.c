/* SPDX-License-Identifier: EUPL-1.2 */
/* Malformed and ambiguous requests: each is refused, or answered exactly once; what hides behind it
 * is never served. Classes of platform-facts 1.6 and reliability findings 1 to 3. */
#include "fixture.h"

#define HIDDEN        "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
#define GET           "GET /x HTTP/1.1\r\nHost: a\r\n"
#define POST          "POST /x HTTP/1.1\r\nHost: a\r\n"
#define TEXT(literal) literal, sizeof literal - 1

/* `status` 0: MHD closes without a word. */
static const struct {
    const char *class;
    const char *text;
    size_t size;
    int status;
    const char *code; /* NULL: MHD's own page, or none */
} CASES[] = {
    { "host", TEXT("GET /x HTTP/1.1\r\n\r\n"), 400, "HOST_INVALID" },
    { "host", TEXT("GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400, "HOST_INVALID" },
    { "host", TEXT("GET /x HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n"), 400, "HOST_INVALID" },
    { "host", TEXT("GET /x HTTP/1.1\r\nHost:\r\n\r\n"), 400, "HOST_INVALID" },
    { "host", TEXT("GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400, "HOST_INVALID" },
    { "host", TEXT("GET /x HTTP/1.1\r\nHost: a@b\r\n\r\n"), 400, "HOST_INVALID" },

    { "colon", TEXT("GET /x HTTP/1.1\r\nHost : a\r\n\r\n"), 400, "HEADER_INVALID" },
    { "colon", TEXT(POST "Content-Length : 5\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "colon", TEXT(POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "colon", TEXT(POST "Content-Length\t: 5\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "colon", TEXT(GET "No colon\r\n\r\n" HIDDEN), 400, NULL },
    { "colon", TEXT(GET ": empty\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
    { "colon", TEXT(GET "A(b): c\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
    { "colon", TEXT("GET /x HTTP/1.1\r\n Host: a\r\n\r\n" HIDDEN), 400, NULL },

    { "folded", TEXT(GET "X-A: b\r\n c\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
    { "folded", TEXT(POST "Content-Length: 5\r\n 0\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "folded", TEXT(POST "Transfer-Encoding: chunked\r\n x\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "folded", TEXT(POST "Transfer: chunked\r\n\t-Encoding\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },

    { "line end", TEXT("GET /x HTTP/1.1\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "line end", TEXT(GET "X-A: b\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
    { "line end", TEXT(POST "X-A: b\nContent-Length: 5\r\n\r\nhello" HIDDEN), 400,
      "HEADER_INVALID" },
    { "line end", TEXT(GET "X-A: b\r\n\n" HIDDEN), 400, "HEADER_INVALID" },
    { "line end", TEXT(GET "X-A: b\rX-B: c\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
    { "line end", TEXT(GET "X-A: b\0\r\nX-B: c\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
    { "line end", TEXT(POST "Content-Length: 5\0 6\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "line end", TEXT("GET /x\0/../y HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "line end", TEXT(GET "X-A: b\x01\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },

    { "length and coding",
      TEXT(POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "length and coding",
      TEXT(POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "length and coding",
      TEXT(POST "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "length and coding",
      TEXT(POST "Content-Length: 5\r\nTransfer-Encoding: identity\r\n\r\nhello" HIDDEN), 400,
      "HEADER_INVALID" },
    { "length and coding",
      TEXT("POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },

    { "two lengths", TEXT(POST "Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello" HIDDEN), 400,
      "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello" HIDDEN), 400,
      "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: 5\r\ncontent-length: 5\r\n\r\nhello" HIDDEN), 400,
      "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: 5, 5\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: +5\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: 0x5\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: -1\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length: 99999999999999999999\r\n\r\nhello" HIDDEN), 413,
      "BODY_TOO_LARGE" },
    { "two lengths", TEXT(POST "Content-Length: 999999999999999999\r\n\r\nhello" HIDDEN), 413,
      "BODY_TOO_LARGE" },
    /* RFC 9110 would let it pass; MHD does not. */
    { "two lengths", TEXT(POST "Content-Length: 5 \r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },
    { "two lengths", TEXT(POST "Content-Length:\r\n\r\nhello" HIDDEN), 400, "HEADER_INVALID" },

    { "coding", TEXT(POST "Transfer-Encoding: gzip\r\n\r\nhello" HIDDEN), 501, "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" HIDDEN), 501,
      "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "coding", TEXT(POST "Transfer-Encoding: chunked,gzip\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "coding", TEXT(POST "Transfer-Encoding: gzip, Chunked , br\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "coding", TEXT(POST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "coding",
      TEXT(POST "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
      501, "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n" HIDDEN), 501,
      "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding:\r\n\r\n0\r\n\r\n" HIDDEN), 501, "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" HIDDEN), 501,
      "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n" HIDDEN), 501,
      "NOT_IMPLEMENTED" },
    { "coding", TEXT(POST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" HIDDEN), 501,
      "NOT_IMPLEMENTED" },
    { "coding",
      TEXT(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "coding",
      TEXT(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
      400, "HEADER_INVALID" },

    { "chunks", TEXT(POST "Transfer-Encoding: chunked\r\n\r\nzz\r\n" HIDDEN), 400, NULL },
    { "chunks", TEXT(POST "Transfer-Encoding: chunked\r\n\r\n-1\r\n" HIDDEN), 400, NULL },
    { "chunks", TEXT(POST "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n" HIDDEN),
      400, NULL },
    { "chunks", TEXT(POST "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n" HIDDEN), 400,
      NULL },
    { "chunks", TEXT(POST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx" HIDDEN), 413,
      NULL },

    { "expect", TEXT(GET "Expect: something\r\n\r\n"), 417, "EXPECTATION_FAILED" },
    { "expect", TEXT(POST "Expect: 200-ok\r\nContent-Length: 5\r\n\r\nhello" HIDDEN), 417,
      "EXPECTATION_FAILED" },
    { "expect", TEXT(POST "Expect: 100-continue, x\r\nContent-Length: 5\r\n\r\nhello" HIDDEN), 417,
      "EXPECTATION_FAILED" },
    { "expect",
      TEXT(POST "Expect: 100-continue\r\nExpect: x\r\nContent-Length: 5\r\n\r\nhello" HIDDEN), 400,
      "HEADER_INVALID" },
    { "expect", TEXT(POST "Expect:\r\nContent-Length: 5\r\n\r\nhello" HIDDEN), 417,
      "EXPECTATION_FAILED" },

    { "path", TEXT("GET /health%00/../x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a/.. HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /./a HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET //a HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a%41 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a/%20/../b HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a%c2 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a%c2%41 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a%2e%2e HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET /a;b HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET http://a/x#y HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET http://a/../x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET http:/a/x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET * HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "path", TEXT("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "HOST_INVALID" },
    { "path", TEXT("GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "HOST_INVALID" },
    { "path", TEXT("GET http://a:x/ HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "HOST_INVALID" },
    { "path", TEXT("GET http://a/x HTTP/1.1\r\n\r\n" HIDDEN), 400, "HOST_INVALID" },
    { "path", TEXT("GET http://a/x HTTP/1.1\r\nHost: a:b\r\n\r\n" HIDDEN), 400, "HOST_INVALID" },
    { "path", TEXT("GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },

    { "query", TEXT("GET /x?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PARAMETER_INVALID" },
    { "query", TEXT("GET /x?a=%4 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PARAMETER_INVALID" },
    { "query", TEXT("GET /x?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PARAMETER_INVALID" },
    { "query", TEXT("GET /x?=4 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PARAMETER_INVALID" },
    { "query", TEXT("GET /x?a=%ff HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "INVALID_UTF8" },
    { "query", TEXT("GET /x?a=%ed%a0%80 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "INVALID_UTF8" },
    { "query", TEXT("GET /x?a=%c0%80 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "INVALID_UTF8" },

    { "request line", TEXT("GET /x\r\nHost: a\r\n\r\n" HIDDEN), 400, NULL },
    { "request line", TEXT("GET /x y HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400, "PATH_INVALID" },
    { "request line", TEXT("GET /x HTTP/2.0\r\nHost: a\r\n\r\n" HIDDEN), 505, NULL },
    { "request line", TEXT("GET /x HTTP/1.1 \r\nHost: a\r\n\r\n" HIDDEN), 400, NULL },
    { "request line", TEXT("BREW /x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 501, "NOT_IMPLEMENTED" },
    { "request line", TEXT("TRACE /x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 501, "NOT_IMPLEMENTED" },
    { "request line", TEXT("get /x HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 501, "NOT_IMPLEMENTED" },
    { "request line", TEXT("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN), 400,
      "PATH_INVALID" },

    { "repeated", TEXT(GET "Authorization: a\r\nAuthorization: b\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "repeated", TEXT(GET "Idempotency-Key: a\r\nIdempotency-Key: a\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "repeated", TEXT(GET "Content-Type: a\r\nContent-Type: b\r\n\r\n" HIDDEN), 400,
      "HEADER_INVALID" },
    { "repeated", TEXT(GET "Idempotency-Key: \xe9t\xe9\r\n\r\n" HIDDEN), 400, "HEADER_INVALID" },
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture_start(&fixture);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    fixture_stop(*state);
    return 0;
}

static void ambiguous_requests_are_refused_and_nothing_behind_them_is_served(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int fd = dial(fixture);
        say(fd, CASES[i].text, CASES[i].size);
        struct answer answer = hear_one(fd);
        struct answer next = hear_any(fd, true, 1000);
        bool is_right = answer.status == CASES[i].status && next.status == 0 && next.is_closed;
        if (CASES[i].code && !strstr(answer.body, CASES[i].code))
            is_right = false;
        if (strstr(answer.body, "HTTP/1.")) /* a second head in the body of the first */
            is_right = false;
        if (!is_right || fixture->hidden)
            fail_msg(
                "%s, case %zu: status %d wanted %d, then %d, closed %d, hidden %d, body %s\n%s",
                CASES[i].class, i, answer.status, CASES[i].status, next.status, next.is_closed,
                fixture->hidden, answer.body, CASES[i].text);
        close(fd);
    }
    assert_int_equal(fixture->requests, 0);
}

/* What looks odd but has one meaning only. */
static void unambiguous_oddities_are_answered_once(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *wanted;
    } odd[] = {
        { "\r\n" GET "\r\n", "p=/x" },
        { GET "X-A:\t b \r\n\r\n", "p=/x" },
        { GET "X-A:\r\n\r\n", "p=/x" },
        { "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "p=/x" },
        { "GET / HTTP/1.1\r\nhost: [::1]:80\r\n\r\n", "p=/ " },
        { "GET http://B:80/x/y?a=b HTTP/1.1\r\nHost: a\r\n\r\n", "p=/x/y q=a:b a=" },
        { "GET hTTpS://[::1]/x HTTP/1.1\r\nHost: a\r\n\r\n", "p=/x a=" },
        { "GET http://b HTTP/1.1\r\nHost: a\r\n\r\n", "p=/ a=" },
        { "GET http://b?a=/b HTTP/1.1\r\nHost: a\r\n\r\n", "p=/ q=a:/b a=" },
        { "GET http://b/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "p=/x a=" },
        { "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "p=* a=" },
        { "OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n", "p=* a=" },
        { "OPTIONS http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "p=/ a=" },
        { "GET /a/ HTTP/1.1\r\nHost: a\r\n\r\n", "p=/a/ " },
        { GET "User-Agent: caf\xe9\r\n\r\n", "p=/x" },
        { POST "Content-Length: 005\r\n\r\nhello", "b=hello" },
        { POST "Transfer-Encoding: CHUNKED\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n", "b=hello" },
        { POST "Expect: 100-Continue\r\nContent-Length: 5\r\n\r\nhello", "b=hello" },
        { "GET /x?a=b&c&d=&&e=%C3%A9+%2B HTTP/1.1\r\nHost: a\r\n\r\n",
          "q=a:b q=c! q=d: q=e:\xc3\xa9 + " },
        { GET "Accept: a/b\r\nAccept: c/d\r\n\r\n", "h2=a/b, c/d" },
        { GET "Accept: \t a/b \t\r\nAccept: c/d \r\nAccept-Language:  fr \r\n\r\n",
          "h2=a/b, c/d h3=fr a=" },
        { GET "If-Match: \"a\"\r\nIf-Match: \"b\" \r\n\r\n", "h5=\"a\", \"b\" a=" },
        { GET "Expect: 100-continue \r\n\r\n", "p=/x" },
        { "GET /v/%20a%09b%C2%A0%e2%80%af HTTP/1.1\r\nHost: a \r\n\r\n", "p=/v/ a b   a=" },
        { "GET /v/a\xC2\xA0 HTTP/1.1\r\nHost: a\r\n\r\n", "p=/v/a  a=" },
        { GET "traceparent: 1\r\ntraceparent: 2\r\n\r\n", "p=/x a=127.0.0.1" },
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        int fd = dial(fixture);
        struct answer answer = ask(fd, odd[i].text);
        if (answer.status != 200 || !strstr(answer.body, odd[i].wanted))
            fail_msg("case %zu: %d %s", i, answer.status, answer.body);
        struct answer next = hear_any(fd, true, 20);
        assert_int_equal(next.status, 0);
        /* And the connection is in step: the next request is understood as such. */
        if (next.is_closed)
            fail_msg("closed behind case %zu: %s", i, odd[i].text);
        assert_non_null(strstr(ask(fd, "GET /next HTTP/1.1\r\nHost: a\r\n\r\n").body, "p=/next"));
        close(fd);
    }
}

/* MHD copies cookies while it reads a head; where there is no room it would answer twice. */
static void a_head_without_room_for_its_cookies_is_refused_once(void **state)
{
    static char text[20000];
    struct fixture *fixture = *state;
    for (int size = 5000; size < 8000; size += 200) {
        char *at = stpcpy(text, GET "Cookie: a=");
        memset(at, 'b', (size_t)size);
        stpcpy(at + size, "\r\n\r\n" HIDDEN);
        int fd = dial(fixture);
        say_text(fd, text);
        struct answer answer = hear_one(fd);
        if (answer.status != 200 && answer.status != 431)
            fail_msg("%d bytes: %d %s", size, answer.status, answer.body);
        assert_null(strstr(answer.body, "HTTP/1."));
        close(fd);
    }
}

static void large_heads_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static char text[40000];
    static const struct {
        const char *line;
        int repeated, status;
    } cases[] = {
        { "X-A: b\r\n", 99, 200 },
        { "X-A: b\r\n", 100, 431 },
        { "X-A: 0123456789012345678901234567890123456789012345678901234567890123\r\n", 90, 200 },
        { "X-A: 01234567890123456789012345678901234567890123456789012345678901230123456789\r\n", 99,
          200 },
        { "X-A: 0123456789012345678901234567890123456789012345678901234567890123012345678901\r\n",
          99, 431 },
        { "X-A: 01234567890123456789012345678901234567890123456789012345678901230123456789\r\n",
          400, 431 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *at = stpcpy(text, GET);
        for (int k = 0; k < cases[i].repeated; k++)
            at = stpcpy(at, cases[i].line);
        stpcpy(at, "\r\n");
        int fd = dial(fixture);
        assert_int_equal(ask(fd, text).status, cases[i].status);
        close(fd);
    }
}

static void long_targets_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static char text[8000];
    char *at = stpcpy(text, "GET /x?a=");
    memset(at, 'b', 4092);
    stpcpy(at + 4092, " HTTP/1.1\r\nHost: a\r\n\r\n");
    int fd = dial(fixture);
    struct answer answer = ask(fd, text);
    assert_int_equal(answer.status, 414);
    assert_string_equal(answer.body, "code=URI_TOO_LONG");
    close(fd);
}

static void a_refusal_carries_request_id_and_security_headers(void **state)
{
    int fd = dial(*state);
    struct answer answer = ask(fd, GET "X-Request-Id: abc-123\r\nHost: b\r\n\r\n");
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(answer.head, "X-Request-Id: abc-123\r\n"));
    assert_non_null(strstr(answer.head, "X-Content-Type-Options: nosniff\r\n"));
    assert_non_null(strstr(answer.head, "Connection: close\r\n"));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            ambiguous_requests_are_refused_and_nothing_behind_them_is_served, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unambiguous_oddities_are_answered_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_head_without_room_for_its_cookies_is_refused_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(large_heads_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_targets_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_carries_request_id_and_security_headers, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
