/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/login.h"

#include "clock.h"
#include "log.h"
#include "login/provider.h"

#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { WAIT_MAX_MS = 1000 };

struct login_reader {
    struct login *login;
    /* What this reader looks at now: the thread frees no keyring that stands here. */
    _Atomic(const struct keyring *) held;
    int event_fd;
};

struct login {
    struct issuer issuers[ISSUERS_MAX]; /* of the providers, for token_read() */
    struct provider providers[ISSUERS_MAX];
    unsigned place[ISSUERS_MAX]; /* of each in the settings */
    unsigned count;
    struct login_reader readers[LOGIN_READERS_MAX];
    unsigned reader_count;
    int wake_fd; /* the thread's */
    login_withdrawn *tell_withdrawn;
    void *tell_user;
    pthread_t thread;
    bool has_thread;
    atomic_bool is_ending;
    atomic_ulong answers[LOGIN_ANSWER_COUNT];
    atomic_ulong faults[TOKEN_FAULT_COUNT];
};

static void signal_fd(int fd)
{
    const uint64_t one = 1;
    if (write(fd, &one, sizeof one) < 0 && errno != EAGAIN)
        log_fields(LOG_WARNING, "wake failed", LOG_NUMBER("errno", errno));
}

static void clear_fd(int fd)
{
    uint64_t wakes;
    if (read(fd, &wakes, sizeof wakes) < 0 && errno != EAGAIN)
        log_fields(LOG_WARNING, "wake failed", LOG_NUMBER("errno", errno));
}

/* The thread */

static bool is_held(const struct login *login, const struct keyring *keyring)
{
    for (unsigned i = 0; i < login->reader_count; i++) {
        if (atomic_load(&login->readers[i].held) == keyring)
            return true;
    }
    return false;
}

/* The old keys are freed once the last signature that was being compared with them is done. Whoever
 * is told of a key that is gone looks at the new ones from then on. */
static void replace_keys(struct login *login, struct provider *provider, struct keyring *keyring)
{
    const struct timespec moment = { .tv_nsec = 1000000 };
    struct keyring *old = atomic_exchange(&provider->keys, keyring);
    atomic_store(&provider->key_count, keyring->count);
    if (old && !keyring_holds_all_of(keyring, old) && login->tell_withdrawn)
        login->tell_withdrawn(login->tell_user);
    while (old && is_held(login, old))
        nanosleep(&moment, NULL);
    keyring_free(old);
}

static void attempt(struct login *login, struct provider *provider)
{
    char why[PROVIDER_WHY_SIZE];
    const bool was_wanted = atomic_load(&provider->is_wanted) &&
                            clock_monotonic_ms() >= atomic_load(&provider->open_from_ms);
    const unsigned count = atomic_load(&provider->key_count);
    struct keyring *keyring = provider_ask(&provider->issuer, &login->is_ending, why);
    if (keyring && keyring->count != count)
        log_fields(LOG_INFO, "keys of an identity provider",
                   LOG_TEXT("issuer", provider->issuer.settings->issuer),
                   LOG_NUMBER("keys", keyring->count));
    if (!keyring && !atomic_load(&login->is_ending))
        log_fields(LOG_WARNING, "an identity provider does not tell its keys",
                   LOG_TEXT("issuer", provider->issuer.settings->issuer), LOG_TEXT("why", why));
    if (keyring)
        replace_keys(login, provider, keyring);
    provider_note(provider, keyring, was_wanted, clock_monotonic_ms());
}

/* Attempts that are due, then those who wait are told, also those whose wish came too early. */
static void turn(struct login *login)
{
    bool has_news = false;
    for (unsigned i = 0; i < login->count && !atomic_load(&login->is_ending); i++) {
        struct provider *provider = &login->providers[i];
        if (provider_is_due(provider, clock_monotonic_ms())) {
            attempt(login, provider);
            has_news = true;
        }
        has_news |= atomic_exchange(&provider->is_wanted, false);
    }
    for (unsigned i = 0; i < login->reader_count && has_news; i++)
        signal_fd(login->readers[i].event_fd);
}

static void *run(void *user)
{
    struct login *login = user;
    while (!atomic_load(&login->is_ending)) {
        struct pollfd wake = { .fd = login->wake_fd, .events = POLLIN };
        turn(login);
        if (poll(&wake, 1, WAIT_MAX_MS) > 0)
            clear_fd(login->wake_fd);
    }
    return NULL;
}

/* Begin and end */

struct login *login_new(const struct issuer_settings settings[ISSUERS_MAX], char *ret_why,
                        size_t why_size)
{
    struct login *login = calloc(1, sizeof *login);
    snprintf(ret_why, why_size, "out of memory");
    if (!login)
        return NULL;
    login->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bool is_right = login->wake_fd >= 0 && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    for (unsigned i = 0; i < ISSUERS_MAX && is_right; i++) {
        if (!*settings[i].issuer)
            continue;
        struct issuer *issuer = &login->issuers[login->count];
        is_right = issuer_read(&settings[i], issuer, ret_why, why_size);
        login->place[login->count] = i;
        login->providers[login->count++].issuer = *issuer;
    }
    if (!is_right) {
        login_free(login);
        return NULL;
    }
    return login;
}

void login_on_withdrawn(struct login *login, login_withdrawn *tell, void *user)
{
    login->tell_withdrawn = tell;
    login->tell_user = user;
}

bool login_start(struct login *login, char *ret_why, size_t why_size)
{
    if (login_is_off(login))
        return true;
    const int error = pthread_create(&login->thread, NULL, run, login);
    if (error != 0)
        snprintf(ret_why, why_size, "no thread for the keys of the identity providers: %s",
                 strerrordesc_np(error));
    login->has_thread = error == 0;
    return login->has_thread;
}

void login_free(struct login *login)
{
    if (!login)
        return;
    atomic_store(&login->is_ending, true);
    if (login->has_thread) {
        signal_fd(login->wake_fd);
        pthread_join(login->thread, NULL);
    }
    for (unsigned i = 0; i < login->count; i++)
        keyring_free(atomic_load(&login->providers[i].keys));
    for (unsigned i = 0; i < login->reader_count; i++)
        close(login->readers[i].event_fd);
    if (login->wake_fd >= 0)
        close(login->wake_fd);
    curl_global_cleanup();
    free(login);
}

bool login_is_off(const struct login *login)
{
    return login->count == 0;
}

struct login_reader *login_reader_new(struct login *login)
{
    if (login->reader_count == LOGIN_READERS_MAX)
        return NULL;
    struct login_reader *reader = &login->readers[login->reader_count];
    reader->login = login;
    reader->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (reader->event_fd < 0)
        return NULL;
    login->reader_count++;
    return reader;
}

int login_reader_fd(const struct login_reader *reader)
{
    return reader->event_fd;
}

void login_reader_clear(struct login_reader *reader)
{
    clear_fd(reader->event_fd);
}

/* The readers */

/* NULL: there are none. What is returned stays until drop(): it was still there after it was
 * written down. */
static const struct keyring *hold(struct login_reader *reader, struct provider *provider)
{
    const struct keyring *keyring;
    do {
        keyring = atomic_load(&provider->keys);
        atomic_store(&reader->held, keyring);
    } while (keyring != atomic_load(&provider->keys));
    return keyring;
}

static void drop(struct login_reader *reader)
{
    atomic_store(&reader->held, NULL);
}

static enum login_answer judge(const struct key *key, const struct token *token,
                               enum token_fault *ret_fault)
{
    bool is_genuine;
    *ret_fault = TOKEN_ALGORITHM;
    if (key->algorithm != token->algorithm)
        return LOGIN_REFUSED;
    if (key_verify(key, token->signed_part, token->signature, token->signature_size, &is_genuine) !=
        STATUS_OK)
        return LOGIN_UNAVAILABLE;
    *ret_fault = is_genuine ? TOKEN_SOUND : TOKEN_SIGNATURE;
    return is_genuine ? LOGIN_VERIFIED : LOGIN_REFUSED;
}

/* Asked in this order: whether somebody waits, when asking is allowed again, and only then the
 * keys. An attempt that ended before one of the first two was read has left its keys before. */
static enum login_answer verify(struct login_reader *reader, struct provider *provider,
                                const struct token *token, enum token_fault *ret_fault)
{
    const int64_t now_ms = clock_monotonic_ms();
    const bool is_awaited = atomic_load(&provider->is_wanted);
    const bool is_open = now_ms >= atomic_load(&provider->open_from_ms);
    const struct keyring *keyring = hold(reader, provider);
    const bool is_known = keyring && !provider_is_stale(provider, now_ms);
    const struct key *key = is_known ? keyring_find(keyring, token->key_id) : NULL;
    enum login_answer answer;
    *ret_fault = TOKEN_KEY_UNKNOWN;
    if (key)
        answer = judge(key, token, ret_fault);
    else if (is_awaited || is_open)
        answer = LOGIN_NOT_YET;
    else
        answer = is_known ? LOGIN_REFUSED : LOGIN_UNAVAILABLE;
    drop(reader);
    if (answer == LOGIN_NOT_YET && !is_awaited) {
        atomic_store(&provider->is_wanted, true);
        signal_fd(reader->login->wake_fd);
    }
    return answer;
}

/* One that has expired is told so when its signature is right, by the keys that are there: whoever
 * makes one up learns nothing, and none is a reason to fetch keys. */
static enum login_answer judge_expired(struct login_reader *reader, struct provider *provider,
                                       const struct token *token)
{
    enum token_fault fault;
    const struct keyring *keyring = hold(reader, provider);
    const struct key *key = keyring ? keyring_find(keyring, token->key_id) : NULL;
    const bool is_genuine = key && judge(key, token, &fault) == LOGIN_VERIFIED;
    drop(reader);
    return is_genuine ? LOGIN_EXPIRED : LOGIN_REFUSED;
}

static void print_identity(const struct token *token, struct login_identity *ret_identity)
{
    struct login_identity *identity = ret_identity;
    identity->issuer = token->issuer->settings->issuer;
    memcpy(identity->subject, token->subject, sizeof identity->subject);
    memcpy(identity->client_id, token->client_id, sizeof identity->client_id);
    memcpy(identity->token_id, token->token_id, sizeof identity->token_id);
    memcpy(identity->permissions, token->permissions, sizeof identity->permissions);
    identity->is_narrowed = *token->issuer->settings->permission_claim != '\0';
    identity->is_client = strcmp(token->subject, token->client_id) == 0;
    identity->expires_at_s = token->expires_at_s;
}

enum login_answer login_ask(struct login_reader *reader, struct slice token, int64_t now_s,
                            struct login_identity *ret_identity)
{
    struct login *login = reader->login;
    struct token read;
    enum token_fault fault;
    enum login_answer answer = LOGIN_REFUSED;
    if (token_read(token, login->issuers, login->count, now_s, &read, &fault) != STATUS_OK)
        answer = LOGIN_UNAVAILABLE;
    else if (fault == TOKEN_SOUND)
        answer = verify(reader, &login->providers[read.issuer - login->issuers], &read, &fault);
    else if (fault == TOKEN_EXPIRED)
        answer = judge_expired(reader, &login->providers[read.issuer - login->issuers], &read);
    atomic_fetch_add_explicit(&login->answers[answer], 1, memory_order_relaxed);
    if (answer == LOGIN_REFUSED || answer == LOGIN_EXPIRED)
        atomic_fetch_add_explicit(&login->faults[fault], 1, memory_order_relaxed);
    if (answer == LOGIN_VERIFIED)
        print_identity(&read, ret_identity);
    return answer;
}

/* The operator */

void login_count(const struct login *login, struct login_counts *ret_counts)
{
    struct login_counts counts = { 0 };
    const int64_t now_ms = clock_monotonic_ms();
    for (unsigned i = 0; i < LOGIN_ANSWER_COUNT; i++)
        counts.answers[i] = atomic_load(&login->answers[i]);
    for (unsigned i = 0; i < TOKEN_FAULT_COUNT; i++)
        counts.faults[i] = atomic_load(&login->faults[i]);
    for (unsigned i = 0; i < login->count; i++) {
        const struct provider *provider = &login->providers[i];
        const unsigned place = login->place[i];
        counts.issuers[place].is_set = true;
        counts.issuers[place].key_count = atomic_load(&provider->key_count);
        counts.issuers[place].fetches = atomic_load(&provider->fetches);
        counts.issuers[place].failures = atomic_load(&provider->failures);
        counts.issuers[place].age_s =
            atomic_load(&provider->keys) ? (now_ms - atomic_load(&provider->known_ms)) / 1000 : -1;
    }
    *ret_counts = counts;
}

static void inspect_keys(const struct keyring *keyring, FILE *out)
{
    for (unsigned i = 0; i < keyring->count; i++)
        fprintf(out, "  %-26s %s\n", i ? "" : "keys", algorithm_names[keyring->keys[i].algorithm]);
}

void login_inspect(const struct issuer_settings settings[ISSUERS_MAX], FILE *out,
                   unsigned *fault_count)
{
    const atomic_bool is_ending = false;
    char why[PROVIDER_WHY_SIZE];
    unsigned count = 0;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    for (unsigned i = 0; i < ISSUERS_MAX; i++) {
        struct issuer issuer;
        struct keyring *keyring = NULL;
        if (!*settings[i].issuer)
            continue;
        count++;
        fprintf(out, "  %-26s %s\n", "issuer", settings[i].issuer);
        fprintf(out, "  %-26s %s\n", "audience", settings[i].audience);
        if (issuer_read(&settings[i], &issuer, why, sizeof why))
            keyring = provider_ask(&issuer, &is_ending, why);
        if (keyring) {
            inspect_keys(keyring, out);
        } else {
            fprintf(out, "  WRONG: %s\n", why);
            ++*fault_count;
        }
        keyring_free(keyring);
    }
    if (count == 0)
        fprintf(out, "  %-26s %s\n", "issuers", "(none: nobody signs in, keys alone open)");
    curl_global_cleanup();
}
