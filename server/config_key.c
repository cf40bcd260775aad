/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of settings, and what follows from a row of it. */
#include "config_key.h"

#include "api/address_range.h"
#include "hex.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct config, member)

/* A choice is stored as an int, and its names stand in the order of the enum. */
_Static_assert(sizeof(enum retest_granularity) == sizeof(int), "stored as an int");
_Static_assert(RETEST_SUBDOMAIN == 0 && RETEST_DOMAIN == 1, "the order of the names");
/* The choice is the set itself: a bit for each kind of piece. */
_Static_assert(PIECE_ATTESTATION == 0 && PIECE_PORTFOLIO == 1 && PIECE_KIND_COUNT == 2,
               "policy.mandatory_pieces names every set of pieces");

/* clang-format off */

/* An identity provider: its section, and its place in config.login[]. */
#define LOGIN(name, place)                                                                         \
    { name, "issuer", CONFIG_TEXT, AT(login[place].issuer), "",                                    \
      .help = "identity provider whose tokens are accepted, by its own name (`iss`), an https:// address; empty = none" }, \
    { name, "audience", CONFIG_TEXT, AT(login[place].audience), "",                                \
      .help = "name by which that provider knows this API (`aud`)" },                              \
    { name, "jwks_uri", CONFIG_TEXT, AT(login[place].jwks_uri), "",                                \
      .help = "address of its keys; empty = as its own metadata tell" },                           \
    { name, "algorithms", CONFIG_TEXT, AT(login[place].algorithms), "ES256,EdDSA,RS256",           \
      .help = "signatures that are accepted of it" },                                              \
    { name, "ca_file", CONFIG_TEXT, AT(login[place].ca_file), "",                                  \
      .help = "certificates (PEM) of the authorities that vouch for that provider; empty = those of the system" }, \
    { name, "permission_claim", CONFIG_TEXT, AT(login[place].permission_claim), "scope",           \
      .help = "claim of a token that names what it may be used for; empty = whatever its holder may" }

const struct config_key config_keys[] = {
    { "process", "user", CONFIG_TEXT, AT(process.user), "",
      .help = "system user that `serve` becomes when it is started as root, which needs it; empty = it is not" },
    { "http", "listen", CONFIG_TEXT, AT(http.listen), "127.0.0.1",
      .help = "address to listen on; TLS is the business of a proxy in front" },
    { "http", "port", CONFIG_INT, AT(http.port), "8080", 1, 65535, .help = "port of the API" },
    { "http", "loops", CONFIG_INT, AT(http.loops), "0", 0, CONFIG_LOOPS_MAX,
      .help = "threads, one event loop each; 0 = one per processor, 64 at most" },
    { "http", "origins", CONFIG_TEXT, AT(http.origins), "",
      .is_live = true, .help = "origins whose pages may call the API (CORS), separated by commas" },
    { "http", "proxies", CONFIG_NETWORKS, AT(http.proxies), "",
      .help = "proxies in front whose word is taken for the address of a client, as addresses or networks (CIDR), separated by commas, 16 at most; empty = nobody's" },
    { "http", "proxy_header", CONFIG_CHOICE, AT(http.proxy_header), "x-forwarded-for", .choices = "x-forwarded-for|forwarded",
      .help = "header in which they tell it; the other one is not looked at, so they need not take it away" },
    { "http", "header_timeout_s", CONFIG_INT, AT(http.header_timeout_s), "5", 1, 600,
      .help = "seconds a client has to send its request head" },
    { "http", "body_timeout_s", CONFIG_INT, AT(http.body_timeout_s), "30", 1, 3600,
      .help = "seconds a client has to send its body" },
    { "http", "slowest_bytes_per_s", CONFIG_INT, AT(http.slowest_bytes_per_s), "1024", 0, 1000000,
      .help = "who sends a body or takes an answer more slowly, over five seconds, is cut; 0 = nobody is" },
    { "admin", "listen", CONFIG_TEXT, AT(admin.listen), "127.0.0.1",
      .help = "address of the admin listener (metrics)" },
    { "admin", "port", CONFIG_INT, AT(admin.port), "9080", 0, 65535,
      .help = "port of the admin listener; 0 = none" },
    { "database", "conninfo", CONFIG_TEXT, AT(database.conninfo), "user=clea_app", .is_secret = true,
      .help = "libpq connection string of the application, for what belongs to tenants; PGHOST, PGDATABASE … complete it" },
    { "database", "reader_conninfo", CONFIG_TEXT, AT(database.reader_conninfo), "user=clea_read",
      .is_secret = true, .help = "the same for reads" },
    { "database", "national_conninfo", CONFIG_TEXT, AT(database.national_conninfo), "user=clea_national",
      .is_secret = true, .help = "the same for certifier, auditor, sweep and public verification" },
    { "database", "national_reader_conninfo", CONFIG_TEXT, AT(database.national_reader_conninfo),
      "user=clea_national_read", .is_secret = true, .help = "the same for their reads" },
    { "database", "documents_conninfo", CONFIG_TEXT, AT(database.documents_conninfo),
      "user=clea_documents", .is_secret = true, .help = "the same for `clea-documents work`, which sees what waits to be drawn and nothing else" },
    { "database", "migrator_conninfo", CONFIG_TEXT, AT(database.migrator_conninfo),
      "user=clea_migrator", .is_secret = true, .help = "the same for `migrate`" },
    { "database", "listener_conninfo", CONFIG_TEXT, AT(database.listener_conninfo), "", .is_secret = true,
      .help = "the same for the one connection that hears of keys revoked and functions ended: to the primary, and through no pooler; empty = that of the application" },
    { "database", "statement_timeout_ms", CONFIG_INT, AT(database.statement_timeout_ms), "5000", 100,
      600000, .help = "PostgreSQL gives up a statement after this" },
    { "database", "deadline_ms", CONFIG_INT, AT(database.deadline_ms), "8000", 100, 600000,
      .help = "the server gives up a transaction after this, whatever PostgreSQL does" },
    { "database", "readers", CONFIG_INT, AT(database.readers), "2", 1, 64,
      .help = "reading connections of each loop" },
    { "database", "writers", CONFIG_INT, AT(database.writers), "2", 1, 64,
      .help = "writing connections of each loop" },
    { "database", "national_readers", CONFIG_INT, AT(database.national_readers), "1", 1, 64,
      .help = "reading connections of each loop for the nation" },
    { "database", "national_writers", CONFIG_INT, AT(database.national_writers), "1", 1, 64,
      .help = "writing connections of each loop for the nation" },
    { "database", "listers", CONFIG_INT, AT(database.listers), "1", 1, 64,
      .help = "connections of each loop for lists, so that what is short does not wait for them" },
    { "database", "national_listers", CONFIG_INT, AT(database.national_listers), "1", 1, 64,
      .help = "the same for lists of the nation" },
    { "database", "heavy_timeout_ms", CONFIG_INT, AT(database.heavy_timeout_ms), "60000", 100, 3600000,
      .help = "PostgreSQL gives up a statement that asks about everything (the invariants) after this; each loop has one connection for these" },
    { "sandbox", "enabled", CONFIG_BOOL, AT(sandbox.enabled), "false",
      .help = "practice instance: its clock can be set; never with real candidates" },
    LOGIN("login_1", 0),
    LOGIN("login_2", 1),
    LOGIN("login_3", 2),
    { "log", "level", CONFIG_CHOICE, AT(log.level), "info", .choices = "error|warning|info|debug",
      .is_live = true, .help = "least serious lines that are written" },
    { "log", "format", CONFIG_CHOICE, AT(log.format), "json", .choices = "json|text",
      .help = "json for machines, text for a terminal" },
    { "text", "name_scripts", CONFIG_TEXT, AT(name_scripts), "Latin",
      .help = "scripts of Unicode whose letters names of the civil register may hold, separated by commas" },
    { "policy", "certifier_name", CONFIG_TEXT, AT(certifier_name), "Certif’Pro",
      .help = "name of the certifier, as the entrance (/v1), /v1/me and the list of readers tell it" },
    { "policy", "min_per_college", CONFIG_INT, AT(policy.min_per_college), "1", 1, 50,
      .help = "jurors of each college that a session needs" },
    { "policy", "file_minutes", CONFIG_INT, AT(policy.file_minutes), "10", 1, 480,
      .help = "minutes that a session takes for a file, as its agenda is timed, unless the session says otherwise" },
    { "policy", "recorded_votes", CONFIG_BOOL, AT(policy.are_recorded_votes_allowed), "true",
      .help = "the secretary of a commission may write down votes, for their jurors to confirm" },
    { "policy", "entry_grace_days", CONFIG_INT, AT(policy.entry_grace_days), "30", 0, 366,
      .help = "days after the deadline in which results of timely sittings may still be entered" },
    { "policy", "deferral_days", CONFIG_INT, AT(policy.deferral_days), "60", 1, 366,
      .help = "days to answer a commission that deferred a file" },
    { "policy", "appeal_months", CONFIG_INT, AT(policy.appeal_months), "2", 1, 60,
      .help = "months to appeal against a refusal of a commission, from the day on which the candidate was told; until he is told, the time to appeal does not run" },
    { "policy", "notification_days", CONFIG_INT, AT(policy.notification_days), "15", 1, 366,
      .help = "days after a session in which the candidate is told what was decided; after them the file is late (notification_due_on)" },
    { "policy", "abandon_days", CONFIG_INT, AT(policy.abandon_days), "180", 1, 3660,
      .help = "days without act before an organism may note, without proof, that a candidate gave up" },
    { "policy", "consent_days", CONFIG_INT, AT(policy.consent_days), "30", 1, 366,
      .help = "days to answer a request of the other side, before it lapses" },
    { "policy", "requests_per_matter", CONFIG_INT, AT(policy.requests_per_matter), "5", 0, 1000,
      .help = "requests that one side may send another about one matter (the transfer of a file, a membership, a function) within policy.consent_days; 0 = any number" },
    { "policy", "change_days", CONFIG_INT, AT(policy.change_days), "90", 2, 3660,
      .help = "days that what has changed is told by /v1/changes; whoever has not asked for so long reads everything again (410 CURSOR_EXPIRED)" },
    { "policy", "annulment_days", CONFIG_INT, AT(policy.annulment_days), "30", 1, 366,
      .help = "days to confirm that a certificate is annulled, by another person than the one who asked, before the request lapses" },
    { "policy", "handover_days", CONFIG_INT, AT(policy.handover_days), "30", 1, 366,
      .help = "days after its issue in which a certificate is handed over; after them it is late (handover_due_on)" },
    { "policy", "contact_days", CONFIG_INT, AT(policy.contact_days), "90", 1, 3660,
      .help = "days without information after which a contact is closed as abandoned" },
    { "policy", "idle_months", CONFIG_INT, AT(policy.idle_months), "12", 1, 120,
      .help = "months without act after which a file without completed evaluation is closed as abandoned" },
    { "policy", "horizon_years", CONFIG_INT, AT(policy.horizon_years), "10", 6, 100,
      .help = "years ahead beyond which a date is taken for a mistake" },
    { "policy", "planning_months", CONFIG_INT, AT(policy.planning_months), "24", 1, 120,
      .help = "months ahead beyond which what is planned (a session, a sitting, an appointment, a module of a path) is taken for a mistake; never beyond policy.horizon_years" },
    { "policy", "idempotency_days", CONFIG_INT, AT(idempotency_days), "30", 1, 366,
      .help = "days an Idempotency-Key replays its reply" },
    { "policy", "stricter_thresholds", CONFIG_BOOL, AT(policy.is_stricter), "false",
      .help = "the stricter policy overrides the thresholds of the référentiel" },
    { "policy", "retest_granularity", CONFIG_CHOICE, AT(policy.retest_granularity), "subdomain",
      .choices = "subdomain|domain", .help = "what a final evaluation takes up again" },
    { "policy", "path_covers_gaps", CONFIG_BOOL, AT(policy.path_must_cover_gaps), "true",
      .help = "a training path must address every missing domain" },
    { "policy", "mandatory_pieces", CONFIG_CHOICE, AT(policy.mandatory_pieces), "attestation",
      .choices = "none|attestation|portfolio|attestation,portfolio",
      .help = "what a file must hold before it is sent to its commission" },
    { "policy", "quality_certificate_from", CONFIG_DATE, AT(policy.training_quality_from), "",
      .help = "first day on which a quality certificate, and no habilitation, lets an organism train; empty = never" },
    { "documents", "verification_address", CONFIG_TEXT, AT(documents.verification_address), "http://127.0.0.1:8080/v1/verifications/",
      .help = "address printed on certificates and in their QR code; the verification code is put behind it" },
    { "documents", "signatory", CONFIG_TEXT, AT(documents.signatory), "",
      .help = "who signs certificates for the certifier, as it is printed; empty = nobody beside those who signed the minutes" },
    { "documents", "signatory_role", CONFIG_TEXT, AT(documents.signatory_role), "Pour le certificateur",
      .help = "what stands below that name" },
    { "documents", "color", CONFIG_COLOR, AT(documents.color), "#1f3a5f",
      .help = "colour of titles and ornaments" },
    { "documents", "logo_file", CONFIG_TEXT, AT(documents.logo_file), "",
      .help = "logo at the head of documents, PNG, 2 MiB and 4000 by 4000 dots at most; empty = the name stands alone" },
    { "documents", "postal_address", CONFIG_TEXT, AT(documents.postal_address), "",
      .help = "postal address of the certifier, on one line: below its name on documents, and where letters say to write; empty = none is given" },
    { "documents", "foot", CONFIG_TEXT, AT(documents.foot), "",
      .help = "line at the foot of documents but certificates: what the certifier is in law, its numbers; empty = none" },
    { "documents", "seal_key_file", CONFIG_TEXT, AT(documents.seal_key_file), "",
      .help = "private key of the certifier's seal, PEM without a password, for nobody else to read; empty = documents are not sealed" },
    { "documents", "seal_certificate_file", CONFIG_TEXT, AT(documents.seal_certificate_file), "",
      .help = "its certificate, and behind it those that lead to its authority (PEM)" },
    { "documents", "proof_key_file", CONFIG_TEXT, AT(documents.proof_key_file), "",
      .help = "private key (Ed25519, PEM) that signs the QR code of certificates, so that they verify without a network; empty = codes are not signed" },
    { "documents", "workers", CONFIG_INT, AT(documents.workers), "0", 0, CONFIG_WORKERS_MAX,
      .help = "processes of `clea-documents work` that draw, seal and sign, one document at a time each; 0 = one per processor, 64 at most" },
    { "documents", "legal_notice", CONFIG_TEXT, AT(documents.legal_notice), "",
      .help = "address of the legal notice, or its text, as public pages give it; empty = none" },
    { "documents", "data_protection", CONFIG_TEXT, AT(documents.data_protection), "",
      .help = "whom to ask about personal data, an address or a text, as public pages give it; empty = nobody is named" },
    { "docs", "folder", CONFIG_TEXT, AT(docs.folder), "",
      .help = "folder of the npm package swagger-ui-dist, with which the page /docs is made; `server/run` installs it where there is npm; empty = there is no such page" },
    { "credentials", "address", CONFIG_TEXT, AT(credentials.address), "http://127.0.0.1:8080",
      .help = "address of this API as others reach it: who issues digital credentials, and where they are verified, for ever" },
    { "credentials", "key_files", CONFIG_TEXT, AT(credentials.key_files), "",
      .help = "private keys of digital credentials, PEM without a password, for nobody else to read, separated by commas: one of RSA and one of Ed25519 sign, those named behind are published for later; path@2027-06-30 = last day on which a key signs; empty = no credential is signed" },
    { "evidence", "scanner", CONFIG_TEXT, AT(evidence.scanner), "",
      .help = "command that clea-documents runs on every file that is put beside a candidacy, its words separated by blanks, the first one a path; it reads the file from its standard input and ends with 0 (clean), 1 (refused: its first line says why) or anything else (it could not tell, and is asked again); empty = none, see evidence.unscanned" },
    { "evidence", "scan_timeout_s", CONFIG_INT, AT(evidence.scan_timeout_s), "60", 1, 600,
      .help = "after which a scan that has not ended is ended, and tried again later" },
    { "evidence", "unscanned", CONFIG_CHOICE, AT(evidence.unscanned), "withhold", .choices = "withhold|show",
      .help = "without a scanner: whether evidence waits for one, read by nobody, or is read by those who may and says that it was not scanned" },
    { "jobs", "expiry_period_s", CONFIG_INT, AT(jobs.expiry_period_s), "60", 0, 86400,
      .help = "seconds between two sweeps of what is past its time, 2 at most in a sandbox; 0 = on demand only" },
    { "limits", "body_bytes", CONFIG_INT, AT(limits.body_bytes), "65536", 1024, 67108864,
      .is_live = true, .help = "largest request body; where no key is needed no more than its members may take" },
    { "limits", "result_body_bytes", CONFIG_INT, AT(limits.result_body_bytes), "262144", 1024,
      67108864, .is_live = true, .help = "largest body of a grid of results" },
    { "limits", "evidence_bytes", CONFIG_INT, AT(limits.evidence_bytes), "10485760", 1024,
      67108864, .is_live = true, .help = "largest file that is put beside a candidacy" },
    { "limits", "body_memory_bytes", CONFIG_INT, AT(limits.body_memory_bytes), "16777216", 65536,
      2147483647, .help = "memory for bodies on their way in, all clients together; beyond, a body is refused (503) before it is read; a quarter of it for one tenant, and another one for all callers without a key" },
    { "limits", "answer_memory_bytes", CONFIG_INT, AT(limits.answer_memory_bytes), "16777216", 65536,
      2147483647, .help = "memory for answers that their clients have not taken yet; beyond, requests are answered 503 and who takes nothing is cut; a quarter of it for one tenant, and another one for all callers without a key" },
    { "limits", "connections", CONFIG_INT, AT(limits.connections), "5000", 1, 1000000,
      .help = "open client connections, all loops together; beyond, whoever holds many without having sent a whole head gives way, then who rests longest: between two requests, or without a whole head since it came" },
    { "limits", "request_ms", CONFIG_INT, AT(limits.request_ms), "8000", 100, 600000,
      .is_live = true, .help = "a request that still waits for its turn after this is answered 503" },
    { "limits", "wait_ms", CONFIG_INT, AT(limits.wait_ms), "1000", 0, 600000,
      .is_live = true, .help = "while requests of a tenant wait for the database for longer than this, further ones are answered 503 at once; 0 = they wait" },
    { "limits", "tenant_waiting", CONFIG_INT, AT(limits.tenant_waiting), "256", 0, 1000000,
      .is_live = true, .help = "requests of one tenant that may wait, each lane of each loop; beyond: 503; 0 = as many as there is room for" },
    { "limits", "identity_per_minute", CONFIG_INT, AT(limits.identity_per_minute), "120", 0, 1000000,
      .is_live = true, .help = "how often a minute one organism, network or commission, or the certifier, may ask what could tell whether a person is known, with all its keys together, one person or system half of it (records made, corrected, compared; five times as many searches); 0 = no limit" },
    { "limits", "requests_per_minute", CONFIG_INT, AT(limits.requests_per_minute), "6000", 0, 100000000,
      .is_live = true, .help = "how often a minute one key or login may ask at all; beyond: 429; 0 = no limit" },
    { "limits", "address_per_minute", CONFIG_INT, AT(limits.address_per_minute), "6000", 0, 100000000,
      .is_live = true, .help = "how often a minute one address may ask what needs no key (the verification of certificates, …); 0 = no limit" },
    { "limits", "wrong_keys_per_minute", CONFIG_INT, AT(limits.wrong_keys_per_minute), "60", 0, 100000000,
      .is_live = true, .help = "how often a minute one address may show a key of ours that is none, and one key or login that opens nothing (any more, or so) be told; beyond: 429 in the place of 401 or 403; 0 = no limit" },
    { "limits", "codes_per_minute", CONFIG_INT, AT(limits.codes_per_minute), "60", 0, 1000000,
      .is_live = true, .help = "how often a minute one caller may try a code that was handed over, five at once at most; 0 = no limit" },
    { "limits", "grants_per_minute", CONFIG_INT, AT(limits.grants_per_minute), "120", 0, 1000000,
      .is_live = true, .help = "how often a minute one organism, network or commission, or the certifier, may make keys, invitations and codes, people, organisms, functions and habilitations, one person or system half of it; 0 = no limit" },
    { "limits", "uploads_per_hour", CONFIG_INT, AT(limits.uploads_per_hour), "300", 0, 1000000,
      .is_live = true, .help = "how often an hour one organism or candidate may send a file, with all keys together and whether it is taken, refused or broken off, sixty times at once at most, one person or system of an organism half of both; 0 = no limit" },
    { "limits", "guesses_per_hour", CONFIG_INT, AT(limits.guesses_per_hour), "30", 0, 1000000,
      .is_live = true, .help = "how often an hour one address may be told that what is said of a holder is not what one certificate says, ten times at once at most; all together four times as often, a hundred times at once at most, and beyond that one after the other, each at the time that Retry-After told; 0 = no limit" },
    { "limits", "likeness_per_hour", CONFIG_INT, AT(limits.likeness_per_hour), "10", 0, 1000000,
      .is_live = true, .help = "how often an hour one organism may ask of one birth name and year of birth what tells whether somebody has that identity, dry runs included: a whole civil identity, a correction of somebody who is followed, a first information; 0 = no limit" },
    { "limits", "database_queue", CONFIG_INT, AT(limits.database_queue), "1024", 1, 1000000,
      .help = "transactions waiting for a connection, each lane of each loop; beyond: 503" },
};
_Static_assert(sizeof config_keys / sizeof config_keys[0] == CONFIG_KEY_COUNT, "a row for each setting");
/* clang-format on */

/* "section_name" in the letters of its source: upper case for the environment, dashes for options.
 */
static void config_key_spell(const struct config_key *key, const char *prefix, char joint,
                             bool is_upper, char ret_text[CONFIG_NAME_SIZE])
{
    snprintf(ret_text, CONFIG_NAME_SIZE, "%s%s_%s", prefix, key->section, key->name);
    for (char *c = ret_text + strlen(prefix); *c; c++)
        *c = *c == '_' ? joint : is_upper ? (char)toupper((unsigned char)*c) : *c;
}

void config_key_variable(const struct config_key *key, char ret_text[CONFIG_NAME_SIZE])
{
    config_key_spell(key, "CLEA_", '_', true, ret_text);
}

void config_key_option(const struct config_key *key, char ret_text[CONFIG_NAME_SIZE])
{
    config_key_spell(key, "--", '-', false, ret_text);
}

static bool parse_int(const struct config_key *key, const char *value, int *ret_number)
{
    char *end;
    errno = 0;
    const long number = strtol(value, &end, 10);
    if (end == value || *end || errno || number < key->least || number > key->most)
        return false;
    *ret_number = (int)number;
    return true;
}

static bool parse_bool(const char *value, bool *ret_flag)
{
    static const struct {
        const char *word;
        bool flag;
    } words[] = { { "true", true }, { "false", false }, { "yes", true }, { "no", false },
                  { "on", true },   { "off", false },   { "1", true },   { "0", false } };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(value, words[i].word) == 0) {
            *ret_flag = words[i].flag;
            return true;
        }
    }
    return false;
}

static bool parse_choice(const char *choices, const char *value, int *ret_choice)
{
    const size_t size = strlen(value);
    int choice = 0;
    for (const char *at = choices; at; at = strchr(at, '|'), choice++) {
        at += *at == '|';
        if (size > 0 && strncmp(at, value, size) == 0 && (at[size] == '|' || at[size] == '\0')) {
            *ret_choice = choice;
            return true;
        }
    }
    return false;
}

static bool is_color(const char *value)
{
    if (strlen(value) != strlen("#1f3a5f") || value[0] != '#')
        return false;
    for (const char *c = value + 1; *c; c++) {
        if (hex_digit_value(*c) < 0)
            return false;
    }
    return true;
}

/* Parses `value` into the member of its key. */
bool config_key_store(const struct config_key *key, struct config *config, const char *value)
{
    char *member = (char *)config + key->member;
    struct address_ranges networks;
    struct date day = { 0 };
    int number;
    bool flag;
    switch (key->kind) {
    case CONFIG_NETWORKS:
        if (!address_ranges_from_list(value, &networks))
            return false;
        memcpy(member, &value, sizeof value);
        return true;
    case CONFIG_COLOR:
        if (!is_color(value))
            return false;
        memcpy(member, &value, sizeof value);
        return true;
    case CONFIG_TEXT:
        memcpy(member, &value, sizeof value);
        return true;
    case CONFIG_BOOL:
        if (!parse_bool(value, &flag))
            return false;
        memcpy(member, &flag, sizeof flag);
        return true;
    case CONFIG_INT:
        if (!parse_int(key, value, &number))
            return false;
        memcpy(member, &number, sizeof number);
        return true;
    case CONFIG_CHOICE:
        if (!parse_choice(key->choices, value, &number))
            return false;
        memcpy(member, &number, sizeof number);
        return true;
    case CONFIG_DATE:
        if (*value && !date_parse(value, strlen(value), &day))
            return false;
        memcpy(member, &day, sizeof day);
        return true;
    }
    return false;
}

void config_key_expected(const struct config_key *key, char *ret_text, size_t size)
{
    if (key->kind == CONFIG_INT)
        snprintf(ret_text, size, "a number from %d to %d", key->least, key->most);
    else if (key->kind == CONFIG_BOOL)
        snprintf(ret_text, size, "true or false");
    else if (key->kind == CONFIG_NETWORKS)
        snprintf(ret_text, size, "%d addresses or networks at most, as 192.0.2.0/24 or 2001:db8::1",
                 ADDRESS_RANGES_MAX);
    else if (key->kind == CONFIG_COLOR)
        snprintf(ret_text, size, "a colour as #1f3a5f");
    else if (key->kind == CONFIG_DATE)
        snprintf(ret_text, size, "a day as YYYY-MM-DD, or nothing");
    else
        snprintf(ret_text, size, "one of %s", key->choices ? key->choices : "");
}

const struct config_key *config_key_find(const char *section, const char *name, size_t name_size)
{
    for (size_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (strcmp(config_keys[i].section, section) == 0 &&
            strlen(config_keys[i].name) == name_size &&
            strncmp(config_keys[i].name, name, name_size) == 0)
            return &config_keys[i];
    }
    return NULL;
}
