/* SPDX-License-Identifier: EUPL-1.2 */
/* The settings of one run of the server. One table (config.c) declares every key: it gives the
 * default, the INI key, the environment variable, the option, the help and the documentation.
 *
 * Later wins: default < /etc/clea/clea-server.conf < /etc/clea/conf.d/<name>.conf < environment <
 * command line. Section `http`, key `body_timeout_s`: in a file [http] body_timeout_s = 30, in the
 * environment CLEA_HTTP_BODY_TIMEOUT_S=30, on the command line --http-body-timeout-s=30. A key that
 * nobody knows is an error. A secret may also be given as the name of a file:
 * CLEA_DATABASE_CONNINFO_FILE=/run/credentials/… . */
#ifndef CONFIG_H
#define CONFIG_H

#include "login/issuer.h"
#include "policy.h"
#include "status.h"

#include <stdbool.h>
#include <stdio.h>

/* Most threads of `http.loops`. */
enum { CONFIG_LOOPS_MAX = 64, CONFIG_WORKERS_MAX = 64 };

/* In which header a proxy tells whose request it is. */
enum config_proxy_header { PROXY_HEADER_X_FORWARDED_FOR, PROXY_HEADER_FORWARDED };

/* What becomes of evidence where there is no scanner. */
enum config_unscanned { UNSCANNED_WITHHELD, UNSCANNED_SHOWN };

/* Texts are never NULL and live as long as the config. */
struct config {
    struct {
        const char *user; /* whom a process started as root becomes; "" = nobody */
    } process;
    struct {
        const char *listen; /* IPv4 or IPv6 address */
        int port;
        int loops;           /* threads, one event loop each; 0 = one per processor */
        const char *origins; /* exact origins, separated by commas */
        const char *proxies; /* networks, as address_ranges_from_list() reads them */
        int proxy_header;    /* enum config_proxy_header */
        int header_timeout_s;
        int body_timeout_s;
        int slowest_bytes_per_s; /* 0 = any pace */
    } http;
    struct {
        const char *listen;
        int port; /* 0 = no admin listener */
    } admin;
    struct {
        const char *conninfo; /* libpq strings; PGHOST, PGDATABASE, PGSERVICE … complete them */
        const char *reader_conninfo;
        const char *national_conninfo;
        const char *national_reader_conninfo;
        const char *documents_conninfo; /* of clea-documents */
        const char *migrator_conninfo;
        const char *listener_conninfo; /* "" = that of the application */
        int statement_timeout_ms;
        int deadline_ms;
        int readers; /* connections per loop */
        int writers;
        int national_readers;
        int national_writers;
        int listers; /* of lists */
        int national_listers;
        int heavy_timeout_ms;
    } database;
    struct {
        bool enabled;
    } sandbox;
    struct issuer_settings login[ISSUERS_MAX]; /* sections login_1, login_2 … */
    struct {
        int level;  /* enum log_level  */
        int format; /* enum log_format */
    } log;
    /* Section `policy`: the rules themselves, and two settings of the same kind that the rules of
     * lib/ do not read. */
    struct policy policy;
    const char *certifier_name;
    struct {
        const char *verification_address;
        const char *legal_notice, *data_protection;
        const char *signatory, *signatory_role;
        const char *logo_file;             /* "" = none */
        const char *postal_address, *foot; /* texts, or "" */
        const char *color;
        const char *seal_key_file, *seal_certificate_file; /* both or none */
        const char *proof_key_file;                        /* "" = none */
        int workers;                                       /* 0 = one per processor */
    } documents;
    struct {
        const char *folder; /* of swagger-ui-dist; "" = none */
    } docs;
    struct {
        const char *address;   /* of this API, as others reach it */
        const char *key_files; /* as issuer_keys_open() reads them; "" = none */
    } credentials;
    struct {
        const char *scanner; /* command of clea-documents; "" = none */
        int scan_timeout_s;
        int unscanned; /* enum config_unscanned: without a scanner */
    } evidence;
    const char *name_scripts; /* text.name_scripts, as text_admit_scripts() reads it */
    int idempotency_days;
    struct {
        int expiry_period_s; /* 0 = only on demand */
    } jobs;
    struct {
        int body_bytes;
        int result_body_bytes;
        int evidence_bytes;
        int body_memory_bytes, answer_memory_bytes; /* all loops together */
        int connections;
        int request_ms;
        int wait_ms;
        int tenant_waiting; /* requests of one tenant, each lane of each loop */
        int identity_per_minute;
        int requests_per_minute, address_per_minute, wrong_keys_per_minute, codes_per_minute;
        int grants_per_minute;
        int uploads_per_hour;
        int guesses_per_hour;
        int likeness_per_hour;
        int database_queue; /* waiting segments per lane and loop; beyond: 503 */
    } limits;
    struct config_values *values; /* the effective texts and where they come from */
};

struct config_key;

/* A setting on the command line. */
struct config_given {
    const struct config_key *key;
    const char *value;
};

/* Reads everything. `path` is the file of --config, NULL = that of the environment or the default;
 * `given` are the settings of the command line, in their order; `environment` is environ. Every
 * mistake is written to `errors`, one line each; any mistake: STATUS_FAILED, and the config holds
 * nothing to release. What is given here lives as long as the config, which may be read again. */
NODISCARD enum status config_load(struct config *ret_config, const char *path,
                                  const struct config_given given[], size_t given_count,
                                  char *const environment[], FILE *errors);
/* The same sources as they are now; `loaded` stays as it is. From one thread at a time. */
NODISCARD enum status config_load_again(struct config *ret_config, const struct config *loaded,
                                        FILE *errors);
void config_release(struct config *config);

/* check-config: effective values with their origin, secrets masked. Returns an exit code. */
int config_check(const struct config *config);
void config_print(const struct config *config, FILE *out);
void config_help(FILE *out);     /* the options, for --help         */
void config_markdown(FILE *out); /* the same as a table, for server/guide/operators.md */

#endif
