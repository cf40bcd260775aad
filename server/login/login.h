/* SPDX-License-Identifier: EUPL-1.2 */
/* Tokens of people and systems that signed in at an identity provider: the server is an OAuth 2.0
 * resource server for JWT access tokens (RFC 9068). This folder says whether a token is genuine,
 * for us and in time, and whom it names. To which person or partner that subject is bound, and what
 * they may do, is not known here.
 *
 * The keys of the providers are fetched by one thread. Loops read them without a lock and never
 * wait for it: each loop has a reader of its own. Nothing of this touches the database, and no
 * address is ever taken from a token. */
#ifndef LOGIN_H
#define LOGIN_H

#include "login/issuer.h"
#include "login/token.h"
#include "slice.h"
#include "status.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Most readers: one a loop. */
enum { LOGIN_READERS_MAX = 64 };

enum login_answer {
    /* 401, error="invalid_token": one generic text, whatever the cause was. */
    LOGIN_REFUSED,
    LOGIN_VERIFIED,
    /* It names a key that is being asked for. Ask again when login_reader_fd() is readable; the
     * same token is then answered otherwise, unless its wait began anew. Bounded by
     * FETCH_TIMEOUT_MS of each issuer. */
    LOGIN_NOT_YET,
    /* 503: the provider has not told its keys, or not for a day; or memory is short. Not the
     * caller's fault. */
    LOGIN_UNAVAILABLE,
    /* Genuine, and too old: 401 that says so, for only its holder has it. */
    LOGIN_EXPIRED,
    LOGIN_ANSWER_COUNT
};

/* Whom a verified token names. Plain memory, to be copied and kept. */
struct login_identity {
    const char *issuer; /* of the settings, which live as long as the process */
    char subject[TOKEN_NAME_MAX + 1];
    char client_id[TOKEN_NAME_MAX + 1]; /* "" = not said */
    char token_id[TOKEN_NAME_MAX + 1];  /* "" = not said */
    /* The words of the permission claim with one blank between them, as the issuer wrote them. */
    char permissions[TOKEN_PERMISSIONS_MAX + 1];
    bool is_narrowed; /* by the permission claim: what it does not name is not allowed */
    /* The subject is the client itself (RFC 9068, 2.2): a system that signed in by client
     * credentials, nobody behind it. Some providers give their clients a subject of another
     * name; to whom the subject is bound tells, in the end. */
    bool is_client;
    int64_t expires_at_s; /* Unix seconds; without the skew that was granted */
};

struct login;
struct login_reader;

/* Reads the settings and knows no key yet. NULL with ret_why. */
struct login *login_new(const struct issuer_settings settings[ISSUERS_MAX], char *ret_why,
                        size_t why_size);
/* Called by that thread when a provider tells a key no more that it told before, once every reader
 * looks at what it tells now: what was verified earlier is to be asked again. Before
 * login_start(). */
typedef void login_withdrawn(void *user);
void login_on_withdrawn(struct login *login, login_withdrawn *tell, void *user);
/* The thread that fetches the keys: after login_new() and all readers. False with ret_why. */
NODISCARD bool login_start(struct login *login, char *ret_why, size_t why_size);
/* Ends the thread. No reader may be in use. NULL is accepted. */
void login_free(struct login *login);
/* No issuer is set: every token is refused. */
bool login_is_off(const struct login *login);

/* For one thread. NULL: memory is short, or there are LOGIN_READERS_MAX. It dies with the login. */
struct login_reader *login_reader_new(struct login *login);
/* Readable (poll, epoll) when an attempt to fetch keys has ended, however it did. */
int login_reader_fd(const struct login_reader *reader);
void login_reader_clear(struct login_reader *reader);

/* The token of "Authorization: Bearer <token>", at `now_s` (Unix seconds, the real clock).
 * *ret_identity is written with LOGIN_VERIFIED only. Costs a signature (50 to 150 µs), so whoever
 * asks often keeps the answer until expires_at_s. */
enum login_answer login_ask(struct login_reader *reader, struct slice token, int64_t now_s,
                            struct login_identity *ret_identity);

/* What was answered, and why tokens were refused: for metrics. Of all readers together. */
struct login_counts {
    unsigned long answers[LOGIN_ANSWER_COUNT];
    unsigned long faults[TOKEN_FAULT_COUNT];
    struct {
        bool is_set;
        unsigned key_count;
        unsigned long fetches, failures;
        int64_t age_s; /* of the keys; -1 = none */
    } issuers[ISSUERS_MAX];
};
void login_count(const struct login *login, struct login_counts *ret_counts);

/* The doctor: asks each issuer for its keys now and tells what it found. Adds its faults. */
void login_inspect(const struct issuer_settings settings[ISSUERS_MAX], FILE *out,
                   unsigned *fault_count);

#endif
