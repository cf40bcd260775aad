/* SPDX-License-Identifier: EUPL-1.2 */
/* The document: what it says of the service, the operations, and what they share. */
#include "contract/contract.h"

#include "contract/contract_example.h"
#include "contract/contract_operation.h"
#include "contract/contract_problem.h"
#include "contract/contract_schema.h"
#include "contract/contract_shared.h"
#include "contract/contract_text.h"
#include "contract/contract_yaml.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static const char description[] =
    "The certification CléA from the first contact to the certificate: candidacies, evaluations, "
    "training paths, commissions.\n\nNames are snake_case, enumerations UPPER_SNAKE. Instants are "
    "RFC 3339 in UTC, civil dates YYYY-MM-DD; the day of an act is that of the organism or "
    "commission that does it, in its time zone. Every documented member of an answer is present; "
    "null means that there is no value. Answers may gain members and values of "
    "enumerations; requests with a member that is not described are refused.\n\nRefusals are "
    "problem documents (RFC 9457), in French unless Accept-Language asks for English. `code` is "
    "what clients switch on: 400 and 422 list in `errors` everything that the request alone shows "
    "to be wrong, and what only the stored records show (REFERENCE_UNKNOWN) once that is right; "
    "409 lists every guard in `reasons`.\n\nWhat changes a resource may carry the version that was "
    "read, in If-Match or, of "
    "an "
    "event, in expected_version: another one answers 412. PATCH, PUT and DELETE of what has a "
    "version must, and so must the events of certificates, appeals and requests, which decide "
    "once: they list 428, the answer without. A retry of a POST "
    "or a PATCH with the same "
    "Idempotency-Key and the same body answers what the first call answered; later than five "
    "minutes "
    "after it, to whom a new call would be let in. Without a key each "
    "call is one of its own: a POST that creates, sent twice, creates two, wherever nothing makes "
    "the second one the first.\n\nLists come newest "
    "first in pages; `next_cursor` of a page is the parameter `cursor` of the next. HEAD works "
    "wherever GET does. A parameter that takes several values takes them separated by commas, "
    "repeated, or both; any other parameter comes once.\n\nAnswers are compressed with gzip for "
    "callers that ask for it (Accept-Encoding); their tags then end with +gzip, which counts for "
    "nothing in If-Match and If-None-Match. An answer that holds a secret is never compressed. "
    "Bodies of requests are sent as they are.";

/* Tags in the order of the tables; what is behind them, where the name does not say it. */
static const struct {
    const char *name, *doc;
} tag_docs[] = {
    /* clang-format off */
    { "Service", "The service itself: probes, versions, this contract, problems, vocabularies, the caller." },
    { "Jobs", "What the service does by itself, on demand." },
    { "Invariants", "Rules that must hold of all data, asked on demand." },
    { "Sandbox", "What only an instance for trials has: a clock that can be set." },
    { "Networks", "Networks of organisms (réseaux)." },
    { "Organisms", "Organisms that evaluate and train (organismes), and their sites." },
    { "Habilitations", "What an organism or a network may evaluate or train for, and when (habilitations)." },
    { "People", "Staff and jurors (personnes) and their dated roles in organisms." },
    { "Keys", "Credentials of people and of partners' systems." },
    { "Evaluation methods", "Methods of evaluation of a network or a branch (méthodes d'évaluation)." },
    { "Referentials", "Versions of the certification: domains, sub-domains, criteria, thresholds (référentiels)." },
    { "Candidates", "People who seek the certification (candidats): national identities." },
    { "Appointments", "Appointments of candidates with an organism (rendez-vous), and their calendar." },
    { "Logins", "Which sign-in at an identity provider is which person or candidate here." },
    { "Candidacies", "Candidates on their way to a certificate, cycle by cycle, and every event that moves them." },
    { "Evidence", "Files beside a candidacy (preuves): put there as they are, read once they were scanned, removed with a reason." },
    { "Evaluations", "Prior and final evaluations (évaluations), their sittings and their grids of results." },
    { "Paths", "Individual training paths (parcours de formation), their modules, and portfolios." },
    { "Funding", "Who pays which step (financement): beside the candidacies, never in their way." },
    { "Adjustments", "Adjustments for a disability (aménagements): for those who adapt the evaluation only." },
    { "Deadlines", "What is left of the five years (échéances), as a list, by month and as a calendar." },
    { "Changes", "What has changed for whoever asks since a place that is remembered: each once, in order." },
    { "Work queue", "What waits for the caller, whatever it is, with its day and where it is done." },
    { "Files", "Files sent to a commission (dossiers), as they were on that day." },
    { "Commissions", "Commissions that decide (commissions paritaires), and their members." },
    { "Sessions", "Sessions of a commission: agenda, attendance, votes, minutes, signatures." },
    { "Agenda", "Files on the agenda of a session (ordre du jour), and step-downs." },
    { "Votes", "Votes of jurors, file by file, and what was decided." },
    { "Minutes", "Minutes of a session (procès-verbal) and their two signatures." },
    { "Certificates", "Certificates (certificats), their duplicates, their annulment by two persons, and public verification." },
    { "Credentials", "Digital credentials of certificates (Open Badges 3.0), the lists that say which are worth nothing any more, and the keys of their issuer." },
    { "Notifications", "Candidates are told what a commission decided: when, how, with which document; the time to appeal runs from it." },
    { "Appeals", "Appeals (recours) against a refusal of the commission, and what the certifier makes of them." },
    { "Consent", "Requests for a link (demandes de rattachement): asked by one side, accepted by the other." },
    { "Transfers", "Requests for the transfer of a candidacy (demandes de transfert) that another organism holds." },
    /* clang-format on */
};

static const char *tag_doc(const char *name)
{
    for (unsigned i = 0; i < sizeof tag_docs / sizeof tag_docs[0]; i++) {
        if (strcmp(tag_docs[i].name, name) == 0)
            return tag_docs[i].doc;
    }
    return NULL;
}

static bool has_tag_before(const struct operation *than)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (o == than)
                return false;
            if (strcmp(o->tag, than->tag) == 0)
                return true;
        }
    }
    return false;
}

static void write_tags(struct writer *writer)
{
    writer_open(writer, '[');
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (has_tag_before(o))
                continue;
            const char *doc = tag_doc(o->tag);
            writer_open(writer, '{');
            write_text(writer, "name", o->tag);
            write_text(writer, "description", doc ? doc : o->tag);
            writer_close(writer, '}');
        }
    }
    writer_close(writer, ']');
}

static void write_info(struct writer *writer)
{
    writer_open(writer, '{');
    write_text(writer, "title", "CléA certification server");
    write_text(writer, "version", CLEA_VERSION);
    write_text(writer, "description", description);
    writer_close(writer, '}');
}

/* --- shapes that no table describes --- */

static const char page_schema[] =
    "{\"description\":\"Where a page stands in its "
    "list.\",\"type\":\"object\",\"required\":[\"limit\",\"next_cursor\",\"prev_cursor\",\"is_"
    "partial\"],"
    "\"properties\":{\"limit\":{\"type\":[\"integer\",\"null\"],\"description\":\"Items asked for; "
    "null when the list always comes "
    "whole.\"},\"next_cursor\":{\"type\":[\"string\",\"null\"],\"description\":\"Of the next page; "
    "null at the end, and never of a list without "
    "one.\"},\"prev_cursor\":{\"type\":[\"string\",\"null\"],\"description\":\"Of the "
    "page before; null at the beginning.\"},\"is_partial\":{\"type\":\"boolean\","
    "\"description\":\"The filters passed over so many entries (2,000) that the page ends before "
    "it "
    "is full, perhaps empty: the next cursor goes on behind them.\"}}}";

static void write_schemas(struct writer *writer, const struct schemas *schemas)
{
    writer_open(writer, '{');
    writer_key(writer, "Page");
    writer_raw(writer, slice_of(page_schema));
    contract_write_problem_schemas(writer);
    for (unsigned i = 0; i < schemas->count; i++) {
        writer_key(writer, schemas->items[i].name);
        schema_write(writer, &schemas->items[i]);
    }
    shared_write_words(writer);
    shared_write(writer, SHARED_SCHEMA);
    writer_close(writer, '}');
}

static const char security_schemes[] =
    "{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"A key of the service "
    "(clea_live_… or, in a sandbox, clea_test_…), or an access token of an identity provider that "
    "this server accepts (RFC 9068).\"}}";

static void write_document(struct writer *writer, const struct schemas *schemas)
{
    writer_open(writer, '{');
    write_text(writer, "openapi", "3.1.0");
    writer_key(writer, "info");
    write_info(writer);
    writer_key(writer, "servers");
    writer_raw(writer,
               SLICE("[{\"url\":\"/\",\"description\":\"The server that printed this.\"}]"));
    writer_key(writer, "security");
    writer_raw(writer, SLICE("[{\"bearer\":[]}]"));
    writer_key(writer, "tags");
    write_tags(writer);
    writer_key(writer, "paths");
    contract_write_paths(writer);
    writer_key(writer, "components");
    writer_open(writer, '{');
    writer_key(writer, "securitySchemes");
    writer_raw(writer, slice_of(security_schemes));
    writer_key(writer, "parameters");
    writer_open(writer, '{');
    contract_write_parameters(writer);
    shared_write(writer, SHARED_PARAMETER);
    writer_close(writer, '}');
    writer_key(writer, "headers");
    contract_write_headers(writer);
    writer_key(writer, "responses");
    contract_write_responses(writer);
    writer_key(writer, "schemas");
    write_schemas(writer, schemas);
    writer_key(writer, "x-access");
    writer_open(writer, '{');
    shared_write(writer, SHARED_ACCESS);
    writer_close(writer, '}');
    writer_key(writer, "examples");
    writer_open(writer, '{');
    example_write_all(writer);
    writer_close(writer, '}');
    writer_close(writer, '}');
    writer_close(writer, '}');
}

/* --- printing --- */

/* Printed by the thread that starts the process, read by all. */
static struct buffer json, yaml;
static char conflict[SCHEMA_NAME_SIZE];

static bool is_schema(const void *context, const char *name)
{
    const struct schemas *schemas = context;
    for (unsigned i = 0; i < schemas->count; i++) {
        if (strcmp(schemas->items[i].name, name) == 0)
            return true;
    }
    return false;
}

/* Twice: what stands in many places shows in the first print. */
static void print_document(const struct schemas *schemas)
{
    struct writer writer;
    writer_init(&writer, &json);
    write_document(&writer, schemas);
    shared_choose();
    buffer_clear(&json);
    writer_init(&writer, &json);
    write_document(&writer, schemas);
    assert(writer.depth == 0);
}

static void print_once(void)
{
    if (yaml.size)
        return;
    struct schemas *schemas = calloc(1, sizeof *schemas);
    if (!schemas)
        return;
    schemas_collect(schemas);
    print_document(schemas);
    const char *shared = shared_conflict(is_schema, schemas);
    snprintf(conflict, sizeof conflict, "%s", shared ? shared : schemas->conflict);
    shared_end();
    free(schemas);
    yaml_print(&yaml, buffer_as_slice(&json));
}

struct slice contract_json(void)
{
    print_once();
    return buffer_as_slice(&json);
}

struct slice contract_yaml(void)
{
    print_once();
    return buffer_as_slice(&yaml);
}

int contract_print(FILE *out)
{
    print_once();
    if (json.has_failed || yaml.has_failed || yaml.size == 0)
        return 1;
    if (conflict[0]) {
        fprintf(stderr, "two tables describe a schema or a closed list called %s: rename one\n",
                conflict);
        return 1;
    }
    return fwrite(yaml.at, 1, yaml.size, out) == yaml.size ? 0 : 1;
}
