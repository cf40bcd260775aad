/* SPDX-License-Identifier: EUPL-1.2 */
#include "contract/arazzo.h"

#include "contract/contract_text.h"
#include "contract/contract_yaml.h"
#include "data.h"

#include <string.h>

enum route { WHOLE = 1 << 0, PATH = 1 << 1, BOTH = WHOLE | PATH };

struct step {
    unsigned routes;
    const char *id, *role, *operation;
    int status;
    const char *parameters, *body, *outputs;
};

#define CANDIDACY             "candidacy_id=$steps.openCandidacy.outputs.id"
#define SESSION               "session_id=$steps.planSession.outputs.id"
#define LINE                  "agenda_item_id=$steps.putFileOnAgenda.outputs.id"
#define EVENT(name, data)     "{\"event\":\"" name "\",\"data\":" data "}"
#define RESULTS(which)        "{\"results\":[" GRID which "\n]}"
#define GRID                  "\t"
#define STEP(routes, id, ...) { routes, #id, __VA_ARGS__ },
static const struct step steps[] = {
#include "contract/arazzo_steps.def"
};
#undef STEP
#undef CANDIDACY

enum { STEPS = sizeof steps / sizeof steps[0], WORD_SIZE = 128 };

static const struct {
    enum route route;
    const char *id, *summary, *description;
} routes[] = {
    { WHOLE, "allDomainsAtOnce", "From the first contact to the certificate, without a gap.",
      "The prior evaluation finds every domain mastered: the file goes to the commission at "
      "once." },
    { PATH, "byTrainingPath", "From the first contact to the certificate, by a training path.",
      "The prior evaluation finds two domains that are missing: they are trained for and evaluated "
      "again before the file goes to the commission." },
};

static const struct {
    const char *name, *doc;
} inputs[] = {
    { "birth_name", "Whose certificate it will be: somebody who is not known yet." },
    { "counsellor", "A key of the role COUNSELLOR." },
    { "evaluator", "A key of the role EVALUATOR, of the same organism." },
    { "trainer", "A key of the role TRAINER, of the same organism." },
    { "referent", "A key of the role REFERENT, of the same organism." },
    { "secretary", "A key of the role SECRETARY, of the commission of the region." },
    { "chair", "A key of the role CHAIR, of that commission." },
    { "vice_chair", "A key of a juror of the other college, who signs too." },
    { "certifier", "A key of the role CERTIFIER." },
};

enum { INPUTS = sizeof inputs / sizeof inputs[0] };

/* --- bodies --- */

/* Whether one of these codes is the one asked after, or a part of the référentiel around it. */
static bool stands_in(const char *codes, const char *code)
{
    for (const char *one = codes; *one;) {
        const size_t size = strcspn(one, " ");
        if (strncmp(code, one, size) == 0 && (code[size] == '.' || code[size] == '\0'))
            return true;
        one += size + (one[size] == ' ');
    }
    return false;
}

/* Every criterion of the référentiel, validated. "-2.1 3.2": but for these; "+2 3": of these only.
 */
static void write_grid(struct writer *writer, const char *which)
{
    static const char mark[] = "\"code\": \"";
    const char *text = NULL;
    for (const struct embedded_text *file = embedded_data; file->name; file++) {
        if (strcmp(file->name, "referential-clea-socle.json") == 0)
            text = file->text;
    }
    for (const char *at = text ? strstr(text, mark) : NULL; at; at = strstr(at, mark)) {
        char code[WORD_SIZE];
        at += sizeof mark - 1;
        snprintf(code, sizeof code, "%.*s", (int)strcspn(at, "\""), at);
        const char *dot = strchr(code, '.');
        if (!dot || !strchr(dot + 1, '.')) /* a domain or a sub-domain */
            continue;
        if (which[0] == '+' && !stands_in(which + 1, code))
            continue;
        writer_open(writer, '{');
        write_text(writer, "criterion_code", code);
        write_text(writer, "status",
                   which[0] == '-' && stands_in(which + 1, code) ? "NOT_VALIDATED" : "VALIDATED");
        writer_close(writer, '}');
    }
}

static void write_payload(struct writer *writer, const char *body)
{
    const char *grid = strstr(body, GRID);
    if (!grid) {
        writer_raw(writer, slice_of(body));
        return;
    }
    char which[WORD_SIZE];
    const char *end = strchr(grid, '\n');
    snprintf(which, sizeof which, "%.*s", (int)(end - grid - 1), grid + 1);
    struct buffer text = { 0 };
    struct writer items;
    writer_init(&items, &text);
    buffer_append(&text, body, (size_t)(grid - body));
    items.depth = 1; /* the list is open */
    write_grid(&items, which);
    buffer_text(&text, end + 1);
    writer_raw(writer, buffer_as_slice(&text));
    buffer_release(&text);
}

/* --- steps --- */

/* The next of "name=value …"; false behind the last. */
static bool next_pair(const char **rest, char name[WORD_SIZE], char value[WORD_SIZE])
{
    const size_t size = strcspn(*rest, " "), split = strcspn(*rest, "=");
    if (size == 0)
        return false;
    snprintf(name, WORD_SIZE, "%.*s", (int)split, *rest);
    snprintf(value, WORD_SIZE, "%.*s", (int)(size - split - 1), *rest + split + 1);
    *rest += size + ((*rest)[size] == ' ');
    return true;
}

static void write_parameter(struct writer *writer, const char *name, const char *in,
                            const char *value)
{
    writer_open(writer, '{');
    write_text(writer, "name", name);
    write_text(writer, "in", in);
    write_text(writer, "value", value);
    writer_close(writer, '}');
}

static void write_parameters(struct writer *writer, const struct step *step)
{
    char name[WORD_SIZE], value[WORD_SIZE], bearer[2 * WORD_SIZE];
    const char *rest = step->parameters;
    if (!*rest && !*step->role)
        return;
    writer_key(writer, "parameters");
    writer_open(writer, '[');
    while (next_pair(&rest, name, value)) {
        const bool is_query = name[0] == '?';
        write_parameter(writer, name + is_query, is_query ? "query" : "path", value);
    }
    snprintf(bearer, sizeof bearer, "Bearer {$inputs.%s}", step->role);
    if (*step->role)
        write_parameter(writer, "Authorization", "header", bearer);
    writer_close(writer, ']');
}

static void write_outputs(struct writer *writer, const struct step *step)
{
    char name[WORD_SIZE], value[WORD_SIZE], expression[2 * WORD_SIZE];
    const char *rest = step->outputs;
    if (!*rest)
        return;
    writer_key(writer, "outputs");
    writer_open(writer, '{');
    while (next_pair(&rest, name, value)) {
        snprintf(expression, sizeof expression, "$response.body#%s", value);
        write_text(writer, name, expression);
    }
    writer_close(writer, '}');
}

static void write_step(struct writer *writer, const struct step *step)
{
    char condition[WORD_SIZE];
    snprintf(condition, sizeof condition, "$statusCode == %d", step->status);
    writer_open(writer, '{');
    write_text(writer, "stepId", step->id);
    write_text(writer, "operationId", step->operation);
    write_parameters(writer, step);
    if (step->body) {
        writer_key(writer, "requestBody");
        writer_open(writer, '{');
        write_text(writer, "contentType", "application/json");
        writer_key(writer, "payload");
        write_payload(writer, step->body);
        writer_close(writer, '}');
    }
    writer_key(writer, "successCriteria");
    writer_open(writer, '[');
    writer_open(writer, '{');
    write_text(writer, "condition", condition);
    writer_close(writer, '}');
    writer_close(writer, ']');
    write_outputs(writer, step);
    writer_close(writer, '}');
}

/* --- workflows --- */

static void write_inputs(struct writer *writer)
{
    writer_open(writer, '{');
    write_text(writer, "type", "object");
    writer_key(writer, "required");
    writer_open(writer, '[');
    for (unsigned i = 0; i < INPUTS; i++)
        writer_text(writer, inputs[i].name);
    writer_close(writer, ']');
    writer_key(writer, "properties");
    writer_open(writer, '{');
    for (unsigned i = 0; i < INPUTS; i++) {
        writer_key(writer, inputs[i].name);
        writer_open(writer, '{');
        write_text(writer, "type", "string");
        write_text(writer, "description", inputs[i].doc);
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
    writer_close(writer, '}');
}

static void write_workflow(struct writer *writer, unsigned place)
{
    writer_open(writer, '{');
    write_text(writer, "workflowId", routes[place].id);
    write_text(writer, "summary", routes[place].summary);
    write_text(writer, "description", routes[place].description);
    writer_key(writer, "inputs");
    write_inputs(writer);
    writer_key(writer, "steps");
    writer_open(writer, '[');
    for (unsigned i = 0; i < STEPS; i++) {
        if (steps[i].routes & routes[place].route)
            write_step(writer, &steps[i]);
    }
    writer_close(writer, ']');
    writer_key(writer, "outputs");
    writer_raw(writer, SLICE("{\"number\":\"$steps.issueCertificate.outputs.number\","
                             "\"status\":\"$steps.verifyCertificate.outputs.status\"}"));
    writer_close(writer, '}');
}

static void write_document(struct writer *writer)
{
    writer_open(writer, '{');
    write_text(writer, "arazzo", "1.0.1");
    writer_key(writer, "info");
    writer_open(writer, '{');
    write_text(writer, "title", "CléA certification server: the routes to a certificate");
    write_text(writer, "version", CLEA_VERSION);
    write_text(writer, "description",
               "Each call of both routes, with what it takes from the answers before. On an "
               "instance for trials all of it happens on one day.");
    writer_close(writer, '}');
    writer_key(writer, "sourceDescriptions");
    writer_raw(writer,
               SLICE("[{\"name\":\"clea\",\"url\":\"openapi.yaml\",\"type\":\"openapi\"}]"));
    writer_key(writer, "workflows");
    writer_open(writer, '[');
    for (unsigned i = 0; i < sizeof routes / sizeof routes[0]; i++)
        write_workflow(writer, i);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

/* Printed by the thread that starts the process, read by all. */
static struct buffer yaml;

struct slice arazzo_yaml(void)
{
    if (!yaml.size) {
        struct buffer json = { 0 };
        struct writer writer;
        writer_init(&writer, &json);
        write_document(&writer);
        yaml_print(&yaml, buffer_as_slice(&json));
        yaml.has_failed |= json.has_failed;
        buffer_release(&json);
    }
    return buffer_as_slice(&yaml);
}

int arazzo_print(FILE *out)
{
    const struct slice text = arazzo_yaml();
    return !yaml.has_failed && fwrite(text.at, 1, text.size, out) == text.size ? 0 : 1;
}
