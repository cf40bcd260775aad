/* SPDX-License-Identifier: EUPL-1.2 */
/* The doctor: versions, machine, database, level; each fault is named with what mends it. */
#include "doctor.h"

#include "database_roles.h"
#include "db/inspect.h"
#include "db/migrate.h"
#include "db/store.h"
#include "login/login.h"
#include "logo.h"
#include "operator/load_places.h"
#include "scanner.h"
#include "seal_check.h"

#include <sodium.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

enum { DISK_LEAST_MB = 500 };

/* A document is drawn some seconds after what it is of. */
#define LATE "5 minutes"

static void show(const char *name, const char *value)
{
    printf("  %-26s %s\n", name, value ? value : "(not set)");
}

static void show_program(void)
{
    char path[4096], version[64];
    struct utsname system;
    const ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    path[size > 0 ? size : 0] = '\0';
    puts("program");
    show("version", CLEA_VERSION);
    show("binary", path);
    snprintf(version, sizeof version, "%d", inspect_library_version());
    show("libpq", version);
    show("libsodium", sodium_version_string());
    if (uname(&system) == 0)
        printf("  %-26s %s %s, %ld processors\n", "system", system.sysname, system.release,
               sysconf(_SC_NPROCESSORS_ONLN));
}

static unsigned show_machine(void)
{
    char text[96], folder[4096];
    unsigned fault_count = 0;
    struct timespec now;
    struct tm parts;
    struct statvfs disk;
    struct rlimit files;
    puts("machine");
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    show("clock", text);
    if (!getcwd(folder, sizeof folder))
        snprintf(folder, sizeof folder, "(not readable)");
    show("working folder", folder);
    if (statvfs(".", &disk) == 0) {
        const unsigned long long free_mb =
            (unsigned long long)disk.f_bavail * disk.f_frsize / (1024 * 1024);
        const bool is_short = free_mb < DISK_LEAST_MB;
        snprintf(text, sizeof text, "%llu MB free%s", free_mb,
                 is_short ? "   SHORT: PostgreSQL stops when the disk is full" : "");
        show("disk", text);
        fault_count += is_short;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        snprintf(text, sizeof text, "%llu", (unsigned long long)files.rlim_cur);
        show("open files allowed", text);
    }
    return fault_count;
}

static unsigned show_level(const struct config *config)
{
    const struct migrate_report report = migrate_check(config->database.conninfo);
    printf("  %-26s %d (this binary: %d)\n", "migration level", report.database_level,
           report.binary_level);
    if (report.state == MIGRATE_CURRENT)
        return 0;
    printf("  WRONG: %s\n", report.message);
    return 1;
}

/* One failed connection is one fault, however much cannot be asked then. */
static unsigned show_database(const char *title, const char *conninfo, const char *setting,
                              bool *ret_is_reached)
{
    char why[512] = "";
    unsigned fault_count = 0;
    printf("database (%s)\n", title);
    *ret_is_reached = inspect_database(conninfo, stdout, &fault_count);
    if (!*ret_is_reached)
        return fault_count;
    if (inspect_role(conninfo, setting, why, sizeof why))
        show("row-level security", "binds this role");
    else
        printf("  WRONG: %s\n", why);
    return fault_count + (why[0] != '\0');
}

/* No fault: without it codes are checked by their form. */
static void show_places(const struct config *config)
{
    char text[128], why[512];
    unsigned long communes = 0, countries = 0;
    struct store *store =
        store_open_as_is(config->database.conninfo, "clea-server doctor", why, sizeof why);
    const bool is_known = store && count_places(store, &communes, &countries);
    store_close(store);
    puts("register of places");
    if (!is_known) {
        show("communes, countries", "(not readable)");
        return;
    }
    snprintf(text, sizeof text, "%lu codes", communes);
    show("communes", communes ? text
                              : "not loaded: only the form of their codes is checked "
                                "(clea-server load-places)");
    snprintf(text, sizeof text, "%lu codes", countries);
    show("countries", countries ? text
                                : "not loaded: only the form of their codes is checked "
                                  "(clea-server load-places)");
}

/* What an installation needs beside its schema. That nobody has a key yet is no fault of it. */
static unsigned show_installation(const struct config *config)
{
    char why[512];
    struct store_rows rows = { 0 };
    struct store *store =
        store_open_as_is(config->database.conninfo, "clea-server doctor", why, sizeof why);
    unsigned fault_count = 0;
    puts("installation");
    if (!store || !store_ask(store, "select * from public.installation_facts()", 0, NULL, &rows,
                             why, sizeof why)) {
        show("facts", "(not readable)");
        store_close(store);
        return 0;
    }
    const bool is_sandbox = store_value(&rows, 0, "is_sandbox").at[0] == 't';
    const bool has_referential = store_value(&rows, 0, "has_referential").at[0] == 't';
    const bool has_key = store_value(&rows, 0, "has_first_key").at[0] == 't';
    store_rows_release(&rows);
    store_close(store);
    show("database", is_sandbox ? "a sandbox" : "a real one");
    if (is_sandbox != config->sandbox.enabled) {
        printf("  WRONG: sandbox.enabled is %s and the database is %s: the server does not start\n",
               config->sandbox.enabled ? "true" : "false", is_sandbox ? "a sandbox" : "none");
        fault_count++;
    }
    show("référentiel", has_referential ? "one is active" : "none is active");
    if (!has_referential) {
        puts("  WRONG: no candidacy can be opened: run clea-server seed");
        fault_count++;
    }
    show("key of the certifier",
         has_key ? "there is one that works"
                 : "none works: clea-server keys create --scope CERTIFIER --person \"NAME, FIRST "
                   "NAME\"");
    return fault_count;
}

/* Read now, by whoever asks: the service may be another user. */
static unsigned show_seal(const struct config *config)
{
    char why[SEAL_WHY_SIZE];
    puts("seal of documents");
    if (!seal_is_ready(config, why)) {
        printf("  WRONG: %s\n", why);
        return 1;
    }
    show("key and certificate", seal_is_wanted(config)
                                    ? "fit each other, and the certificate is valid"
                                    : "none: documents are not sealed");
    show("key that signs codes", *config->documents.proof_key_file ? "can sign" : "none");
    show("keys of credentials",
         *config->credentials.key_files ? "can sign" : "none: no credential is signed");
    return 0;
}

static unsigned show_logo(const struct config *config)
{
    char why[LOGO_WHY_SIZE];
    if (!logo_is_ready(config, why)) {
        printf("  WRONG: %s\n", why);
        return 1;
    }
    show("logo", *config->documents.logo_file ? "a PNG that can be drawn" : "none");
    return 0;
}

/* No fault: papers are drawn without them, and lack what is said here. */
static void show_texts(const struct config *config)
{
    const struct {
        const char *name, *value, *lack;
    } texts[] = {
        { "documents.postal_address", config->documents.postal_address,
          "empty: papers give no address of the certifier, and letters not where to write" },
        { "documents.signatory", config->documents.signatory,
          "empty: nobody signs certificates and letters for the certifier by name" },
        { "documents.foot", config->documents.foot,
          "empty: papers do not say what the certifier is in law" },
        { "documents.legal_notice", config->documents.legal_notice,
          "empty: public pages have no legal notice" },
        { "documents.data_protection", config->documents.data_protection,
          "empty: nobody is named whom to ask about personal data" },
    };
    puts("texts of papers");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        show(texts[i].name, *texts[i].value ? "told" : texts[i].lack);
}

/* Whether what is put beside candidacies is looked at before others read it, and by what. */
static unsigned show_scanner(const struct config *config)
{
    char why[SCANNER_WHY_SIZE];
    struct scanner scanner;
    puts("evidence");
    if (!scanner_of(config, &scanner, why)) {
        printf("  WRONG: %s\n", why);
        return 1;
    }
    show("scanner", scanner_is_wanted(config) ? scanner.words[0]
                    : config->evidence.unscanned == UNSCANNED_SHOWN
                        ? "none: evidence is read without having been scanned (evidence.unscanned)"
                        : "none: evidence waits for one, and nobody reads it (evidence.unscanned)");
    return 0;
}

/* What waits to be signed: much, when a key was withdrawn. */
static unsigned show_signing(struct store *store)
{
    char why[512], text[160];
    struct store_rows rows = { 0 };
    if (!store_ask(store,
                   "select c.waiting, c.failing + l.failing as failing, l.waiting as lists from"
                   " (select count(*) as waiting, count(fault) as failing from public.credential"
                   " where signed_at is null) c,"
                   " (select count(*) as waiting, count(fault) as failing from"
                   " public.credential_list where signed_version is distinct from version) l",
                   0, NULL, &rows, why, sizeof why)) {
        printf("  WRONG: what waits to be signed cannot be read: %s\n", why);
        return 1;
    }
    snprintf(text, sizeof text,
             "%s credentials and %s status lists, of which %s could not be signed",
             store_value(&rows, 0, "waiting").at, store_value(&rows, 0, "lists").at,
             store_value(&rows, 0, "failing").at);
    show("waiting to be signed", text);
    store_rows_release(&rows);
    return 0;
}

/* What waits to be drawn, and whether anybody draws it. */
static unsigned show_queue(const struct config *config)
{
    char why[512], text[128];
    struct store_rows rows = { 0 };
    unsigned fault_count = 0;
    struct store *store = store_open_as_is(config->database.documents_conninfo,
                                           "clea-server doctor", why, sizeof why);
    const bool is_read =
        store && store_ask(store,
                           "select count(*) as waiting, count(fault) as failing,"
                           " public.worker_is_connected() as has_worker, coalesce(min(created_at) "
                           "< clock_timestamp() - interval '" LATE "',"
                           " false) as is_late from public.document where sealed_at is null",
                           0, NULL, &rows, why, sizeof why);
    if (!is_read) {
        printf("  WRONG: what waits to be drawn cannot be read: %s\n", why);
        store_close(store);
        return 1;
    }
    snprintf(text, sizeof text, "%s documents, of which %s could not be drawn",
             store_value(&rows, 0, "waiting").at, store_value(&rows, 0, "failing").at);
    show("waiting to be drawn", text);
    const bool has_worker = store_value(&rows, 0, "has_worker").at[0] == 't';
    show("worker", has_worker ? "is connected" : "none is connected");
    if (!has_worker && store_value(&rows, 0, "waiting").at[0] != '0') {
        puts("  WRONG: documents wait and nobody draws them: start clea-documents work");
        fault_count++;
    } else if (store_value(&rows, 0, "is_late").at[0] == 't') {
        puts("  WRONG: one of them has waited for more than " LATE
             ": does clea-documents work run, and what does its log say?");
        fault_count++;
    }
    store_rows_release(&rows);
    if (*config->credentials.key_files)
        fault_count += show_signing(store);
    store_close(store);
    return fault_count;
}

int doctor_run(const struct config *config)
{
    static const char *const variables[] = { "PGHOST", "PGPORT", "PGDATABASE", "PGSERVICE" };
    unsigned fault_count = sodium_init() < 0 ? 1 : 0;
    struct database_role roles[DATABASE_ROLES];
    bool is_reached;
    show_program();
    fault_count += show_machine();
    puts("environment");
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        show(variables[i], secure_getenv(variables[i]));
    database_roles_list(config, roles);
    for (unsigned i = 0; i < DATABASE_ROLES; i++) {
        fault_count +=
            show_database(roles[i].title, roles[i].conninfo, roles[i].setting, &is_reached);
        if (i == 0 && is_reached)
            fault_count += show_level(config);
    }
    fault_count += show_installation(config);
    show_places(config);
    puts("identity providers");
    login_inspect(config->login, stdout, &fault_count);
    fault_count += show_seal(config);
    fault_count += show_logo(config);
    show_texts(config);
    fault_count += show_scanner(config);
    if (seal_is_wanted(config))
        fault_count += show_queue(config);
    puts("settings");
    config_print(config, stdout);
    printf("\n%u fault%s found\n", fault_count, fault_count == 1 ? "" : "s");
    return fault_count ? EXIT_FAILURE : EXIT_SUCCESS;
}
