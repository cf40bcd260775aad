/* The invariants of the certification (9.5), asked of the database on demand: each a set query that
 * names the rows that break it. The rules of the server and the constraints of the database should
 * leave nothing to find: this is how one knows. */
#include "api/operation.h"
#include "sql.h"

enum { FIRST_NUMBER = 1, INVARIANT_COUNT = 30, SAMPLES = 10 };

struct invariant {
    int number;
    const char *title_fr, *title_en;
    const char *why_fr, *why_en; /* why there is no statement; NULL where there is one */
};

#define INVARIANT(number, fr, en)                 { 1##number - 100, fr, en, NULL, NULL },
#define BEHAVIOUR(number, fr, en, why_fr, why_en) { number, fr, en, why_fr, why_en },
static const struct invariant invariants[INVARIANT_COUNT] = {
#include "api/invariants.def"
};
#undef INVARIANT
#undef BEHAVIOUR

struct invariant_query {
    struct given given;
    uint64_t numbers; /* bit i = word i; 0 = all of them */
};

/* clang-format on */

static const struct field query_fields[] = {
    { "numbers", FIELD_ENUMS, 0, offsetof(struct invariant_query, numbers),
      .words = &invariant_words, .doc = "Only these, separated by commas.", .example = "\"7,13\"" },
    { .name = NULL },
};
static const struct fields invariant_query = { "InvariantQuery", query_fields,
                                               sizeof(struct invariant_query) };

struct violation_sample {
    struct id id;
    struct slice detail;
};

struct finding {
    int64_t violation_count;
    unsigned sample_count;
    struct violation_sample samples[SAMPLES];
};

struct invariant_snapshot {
    struct finding findings[INVARIANT_COUNT];
};

static bool is_wanted(const struct exchange *x, int number)
{
    const struct invariant_query *query = x->query;
    return query->numbers == 0 || (query->numbers >> (number - FIRST_NUMBER) & 1) != 0;
}

/* No item, no row: what was not asked for costs nothing. */
static void bind_number(const struct exchange *x, struct params *params, int number)
{
    if (!is_wanted(x, number))
        return;
    params_item(params);
    params_int(params, "number", number);
}

static void read_violation(struct exchange *x, struct row *row)
{
    struct invariant_snapshot *known = x->snapshot;
    struct finding *finding = &known->findings[row_int(row, "number") - FIRST_NUMBER];
    if (finding->sample_count == SAMPLES)
        return;
    struct violation_sample *sample = &finding->samples[finding->sample_count++];
    sample->id = row_id(row, "id");
    sample->detail = row_text(row, "detail");
    finding->violation_count = row_int(row, "violation_count");
}

#define INVARIANT(number, fr, en)                                                                  \
    static void bind_##number(const struct exchange *x, struct params *params)                     \
    {                                                                                              \
        bind_number(x, params, 1##number - 100);                                                   \
    }
#define BEHAVIOUR(number, fr, en, why_fr, why_en)
#include "api/invariants.def"
#undef INVARIANT

#define INVARIANT(number, fr, en) { &SQL_invariant_##number, bind_##number, read_violation, 0 },
static const struct load invariant_loads[] = {
#include "api/invariants.def"
    { .statement = NULL },
};
#undef INVARIANT
#undef BEHAVIOUR

static void write_samples(struct writer *writer, const struct finding *finding)
{
    writer_open(writer, '[');
    for (unsigned i = 0; i < finding->sample_count; i++) {
        writer_open(writer, '{');
        writer_key(writer, "id");
        writer_id(writer, finding->samples[i].id);
        writer_key(writer, "detail");
        writer_string(writer, finding->samples[i].detail);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

static void write_invariant(struct exchange *x, struct writer *writer,
                            const struct invariant *invariant, const struct finding *finding)
{
    enum { HOLDS, BROKEN, NOT_CHECKED };
    const char *why = x->is_english ? invariant->why_en : invariant->why_fr;
    writer_open(writer, '{');
    writer_key(writer, "number");
    writer_int(writer, invariant->number);
    writer_key(writer, "title");
    writer_text(writer, x->is_english ? invariant->title_en : invariant->title_fr);
    writer_key(writer, "status");
    writer_text(writer, invariant_status_words.codes[why                            ? NOT_CHECKED
                                                     : finding->violation_count > 0 ? BROKEN
                                                                                    : HOLDS]);
    writer_key(writer, "why_not_checked");
    writer_string(writer, slice_of(why));
    writer_key(writer, "violation_count");
    writer_int(writer, finding->violation_count);
    writer_key(writer, "samples");
    write_samples(writer, finding);
    writer_close(writer, '}');
}

static void render_invariants(struct exchange *x, struct writer *writer)
{
    const struct invariant_snapshot *known = x->snapshot;
    bool is_whole = true;
    writer_open(writer, '{');
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (int i = 0; i < INVARIANT_COUNT; i++) {
        if (!is_wanted(x, invariants[i].number))
            continue;
        write_invariant(x, writer, &invariants[i], &known->findings[i]);
        is_whole = is_whole && known->findings[i].violation_count == 0;
    }
    writer_close(writer, ']');
    writer_key(writer, "is_whole");
    writer_bool(writer, is_whole);
    writer_key(writer, "on_date");
    writer_date(writer, x->today);
    writer_close(writer, '}');
}

static const struct member sample_members[] = {
    { "id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The offending row; null for a counter." },
    { "detail", MEMBER_TEXT, .doc = "What is wrong with it: codes, states and dates only." },
    { .name = NULL },
};
static const struct view sample_view = { "InvariantViolation", "A row that breaks an invariant.",
                                         sample_members };
static const struct member invariant_members[] = {
    { "number", MEMBER_INT, .doc = "Number of the rule, 1 to 30." },
    { "title", MEMBER_TEXT, .doc = "What must hold, in the language that was asked for." },
    { "status", MEMBER_ENUM, .words = &invariant_status_words,
      .doc = "NOT_CHECKED: it cannot be asked of the tables." },
    { "why_not_checked", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why, then." },
    { "violation_count", MEMBER_INT, .doc = "How many rows break it." },
    { "samples", MEMBER_OBJECTS, .of = &sample_view, .doc = "The first ten of them." },
    { .name = NULL },
};
static const struct view invariant_view = { "Invariant", "A rule that must hold of all data.",
                                            invariant_members };
static const struct member report_members[] = {
    { "data", MEMBER_OBJECTS, .of = &invariant_view, .doc = "The invariants, by number." },
    { "is_whole", MEMBER_BOOL, .doc = "Nothing that was checked is broken." },
    { "on_date", MEMBER_DATE, .doc = "The civil day of the check." },
    { .name = NULL },
};
static const struct view report_view = { "InvariantReport", "The state of the invariants.",
                                         report_members };

const struct operation invariant_operations[] = {
    {
        .id = "listInvariants",
        .method = METHOD_GET,
        .path = "/v1/invariants",
        .tag = "Invariants",
        .summary = "Ask whether all data is sound.",
        .description = "Each rule that must hold of all data is asked of the database anew, and "
                       "names the rows that break it. Nothing is stored. On a large database ask "
                       "for a few numbers at a time.",
        .roles = ROLES_READ_ALL | ROLE_ADMINISTRATOR,
        .cost = COST_HEAVY,
        .query = &invariant_query,
        .loads = invariant_loads,
        .snapshot_size = sizeof(struct invariant_snapshot),
        .reply = { 200, .render = render_invariants, .view = &report_view },
    },
    { .id = NULL },
};
