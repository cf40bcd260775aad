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

#include "calendar.h"
#include "status.h"

#include <stdbool.h>
#include <stdio.h>

enum config_retest { CONFIG_RETEST_SUBDOMAIN, CONFIG_RETEST_DOMAIN };

/* Texts are never NULL and live as long as the config. */
struct config {
    struct {
        const char *listen; /* IPv4 or IPv6 address */
        int port;
        int loops;           /* threads, one event loop each; 0 = one a processor */
        const char *origins; /* exact origins, separated by commas; config_list_has() */
        int header_timeout_s;
        int body_timeout_s;
    } http;
    struct {
        const char *listen;
        int port; /* 0 = no admin listener */
    } admin;
    struct {
        const char *conninfo; /* libpq strings; PGHOST, PGDATABASE, PGSERVICE … complete them */
        const char *reader_conninfo;
        const char *migrator_conninfo;
        int statement_timeout_ms;
        int deadline_ms;
        int readers; /* connections a loop */
        int writers;
    } database;
    struct {
        bool enabled;
    } sandbox;
    struct {
        int level;  /* enum log_level  */
        int format; /* enum log_format */
    } log;
    struct {
        const char *certifier_name;
        int min_per_college;
        int entry_grace_days;
        int deferral_days;
        int appeal_months;
        int idempotency_days;
        int abandon_days;
        int contact_days;
        int idle_months;
        bool stricter_thresholds;
        int retest_granularity; /* enum config_retest  */
        bool path_covers_gaps;
        int mandatory_pieces;                 /* the choice is the set: bit = enum piece_kind */
        struct date quality_certificate_from; /* unset = never */
    } policy;
    struct {
        int expiry_period_s; /* 0 = only on demand */
    } jobs;
    struct {
        int body_bytes;
        int result_body_bytes;
        int connections;
        int request_ms;
        int database_queue; /* waiting segments a lane and loop; beyond: 503 */
    } limits;
    struct config_values *values; /* the effective texts and where they come from */
};

/* Reads everything. `arguments` (ended by NULL) are those behind the sub-command; `own_flags`
 * (ended by NULL; may be NULL) are options of the sub-command itself, skipped here; an own flag
 * that ends with '=' takes a value. `environment` is environ. Every mistake is written to `errors`,
 * one line each; any mistake: STATUS_FAILED, and the config holds nothing to release. */
NODISCARD enum status config_load(struct config *ret_config, char *const arguments[],
                                  const char *const own_flags[], char *const environment[],
                                  FILE *errors);
void config_release(struct config *config);

/* Is `item` one of the elements of a list separated by commas? */
bool config_list_has(const char *list, const char *item, size_t item_size);

/* check-config: effective values with their origin, secrets masked. Returns an exit code. */
int config_check(const struct config *config);
void config_print(const struct config *config, FILE *out);
void config_help(FILE *out);     /* the options, for --help         */
void config_markdown(FILE *out); /* the same as a table, for README */

#endif
