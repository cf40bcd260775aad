/* SPDX-License-Identifier: EUPL-1.2 */
/* The invariants of the certification (9.5), asked of the database on demand: each a query that
 * names the rows that break it. The rules of the server and the constraints of the database should
 * leave nothing to find: this is how one knows.
 *
 * They are asked in slices: of the candidacies and sessions whose ids lie between two bounds, and
 * of what hangs on them. Each slice is a transaction of its own and sees one state of the database;
 * beside its statements goes the question how far the next one reaches. An answer that had no time
 * for all of them says where the next one begins. */
#include "api/operation.h"
#include "sql.h"

enum { FIRST_NUMBER = 1, INVARIANT_COUNT = 30, SAMPLES = 10, SLICE_SIZE = 100 };

/* In front of every id, and behind it. */
static const struct id last_id = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                     0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };

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
    struct id cursor; /* the last id that was looked at before */
};

/* clang-format on */

static const struct field query_fields[] = {
    { "numbers", FIELD_ENUMS, 0, offsetof(struct invariant_query, numbers),
      .words = &invariant_words, .doc = "Only these, separated by commas.", .example = "\"7,13\"" },
    { "cursor", FIELD_ID, 0, offsetof(struct invariant_query, cursor),
      .doc = "`next_cursor` of an answer that was partial: goes on behind it." },
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
    unsigned last_slice; /* in which some of them were found */
    unsigned sample_count;
    struct violation_sample samples[SAMPLES];
};

/* Ids behind `after`, up to `through`. */
struct id_slice {
    struct id after, through;
    int64_t candidacy_count;
};

struct invariant_snapshot {
    struct finding findings[INVARIANT_COUNT];
    unsigned slice_count; /* whose turn has come: the last one is looked at now */
    struct id_slice slice, next;
    int64_t checked_count; /* candidacies */
};

static bool is_wanted(const struct exchange *x, int number)
{
    const struct invariant_query *query = x->query;
    return query->numbers == 0 || (query->numbers >> (number - FIRST_NUMBER) & 1) != 0;
}

/* An unset id would be NULL, and in front of every id is the one of zeroes. */
static void bind_bound(struct params *params, const char *name, struct id bound)
{
    char text[ID_TEXT_SIZE];
    id_print(bound, text);
    params_text(params, name, slice_of(text));
}

/* How far the next slice reaches, behind the one that is looked at now. */
static void bind_next(const struct exchange *x, struct params *params)
{
    const struct invariant_snapshot *known = x->snapshot;
    const struct invariant_query *query = x->query;
    if (known->slice_count > 0 && id_equals(known->slice.through, last_id))
        return;
    params_item(params);
    bind_bound(params, "after", known->slice_count > 0 ? known->slice.through : query->cursor);
    params_int(params, "size", SLICE_SIZE);
}

static void read_next(struct exchange *x, struct row *row)
{
    struct invariant_snapshot *known = x->snapshot;
    const struct invariant_query *query = x->query;
    known->next = (struct id_slice){
        .after = known->slice_count > 0 ? known->slice.through : query->cursor,
        .through = row_id(row, "through"),
        .candidacy_count = row_int(row, "candidacy_count"),
    };
}

/* No item, no row: what was not asked for costs nothing, and before the first slice there is
 * nothing to look at. */
static void bind_number(const struct exchange *x, struct params *params, int number)
{
    const struct invariant_snapshot *known = x->snapshot;
    if (!is_wanted(x, number) || known->slice_count == 0)
        return;
    params_item(params);
    params_int(params, "number", number);
    bind_bound(params, "after", known->slice.after);
    bind_bound(params, "through", known->slice.through);
}

static void read_violation(struct exchange *x, struct row *row)
{
    struct invariant_snapshot *known = x->snapshot;
    struct finding *finding = &known->findings[row_int(row, "number") - FIRST_NUMBER];
    if (finding->last_slice != known->slice_count) /* each row of a slice says how many it has */
        finding->violation_count += row_int(row, "violation_count");
    finding->last_slice = known->slice_count;
    if (finding->sample_count == SAMPLES)
        return;
    struct violation_sample *sample = &finding->samples[finding->sample_count++];
    sample->id = row_id(row, "id");
    sample->detail = row_text(row, "detail");
}

/* An answer has looked at one slice at least: whoever goes on with its cursor comes to an end. */
static bool goes_on(struct exchange *x, bool has_time)
{
    struct invariant_snapshot *known = x->snapshot;
    if (known->slice_count > 0) {
        known->checked_count += known->slice.candidacy_count;
        if (!has_time || id_equals(known->slice.through, last_id))
            return false;
    }
    known->slice = known->next;
    known->slice_count++;
    return true;
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
    { &SQL_invariant_slice, bind_next, read_next, 0 },
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
    const bool is_partial = !id_equals(known->slice.through, last_id);
    writer_key(writer, "on_date");
    writer_date(writer, x->today);
    writer_key(writer, "as_of");
    writer_instant(writer, x->now_ms);
    writer_key(writer, "checked_candidacy_count");
    writer_int(writer, known->checked_count);
    writer_key(writer, "is_partial");
    writer_bool(writer, is_partial);
    writer_key(writer, "next_cursor");
    writer_id(writer, is_partial ? known->slice.through : (struct id){ { 0 } });
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
    { "as_of", MEMBER_INSTANT,
      .doc = "When it began: each slice was looked at as it stood then or in its turn since." },
    { "checked_candidacy_count", MEMBER_INT, .doc = "Candidacies that this answer looked at." },
    { "is_partial", MEMBER_BOOL,
      .doc = "There was no time to look at everything: `next_cursor` goes on." },
    { "next_cursor", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "For the parameter `cursor`; null when the end was reached." },
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
        .description =
            "Each rule that must hold of all data is asked of the database anew, and names the "
            "rows that break it; nothing is stored. It is asked slice by slice, so that nobody "
            "waits for it: of a large database an answer tells the part that it had time for, and "
            "a cursor with which the next one goes on. Counts and samples are those of its part.",
        .roles = ROLES_READ_ALL | ROLE_ADMINISTRATOR,
        .cost = COST_HEAVY,
        .goes_on = goes_on,
        .query = &invariant_query,
        .loads = invariant_loads,
        .snapshot_size = sizeof(struct invariant_snapshot),
        .reply = { 200, .render = render_invariants, .view = &report_view },
    },
    { .id = NULL },
};
