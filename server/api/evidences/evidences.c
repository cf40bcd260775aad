/* SPDX-License-Identifier: EUPL-1.2 */
/* Evidence (preuves): files that the organism in charge, or the candidate, puts beside a candidacy;
 * their list, what is said of one, and its bytes. */
#include "api/evidences/evidences.h"

#include "api/candidacies/candidacy_events.h"
#include "api/documents/document.h"
#include "api/refusals.h"
#include "evidence.h"
#include "file_look.h"
#include "sql.h"

#include <string.h>
#include <strings.h>

static const struct member evidence_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "acting_scope", MEMBER_ENUM, .words = &scope_words,
      .only = 1u << SCOPE_ORGANISM | 1u << SCOPE_CANDIDATE,
      .doc = "Which side put it there: the organism in charge, or the candidate." },
    { "acting_org_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The organism, when it was one." },
    { "added_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who put it there; null when a system or the candidate did." },
    { "title", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "File name, as it was given." },
    { "media_type", MEMBER_ENUM, .words = &file_kind_words,
      .doc = "What it is, by its own bytes." },
    { "byte_count", MEMBER_INT, .doc = "Its size." },
    { "sha256", MEMBER_TEXT, .doc = "Digest of the file (SHA-256), in hexadecimal." },
    { "state", MEMBER_ENUM, .words = &evidence_state_words,
      .doc = "Others than the side that put it there see it once it is CLEAN, or UNSCANNED where "
             "the service has no scanner and says so." },
    { "scanned_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When the scanner had judged it." },
    { "finding", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Of REFUSED, what the scanner found, in its words." },
    { "removed_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it was removed." },
    { "removed_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who removed it; null when a system or the candidate did." },
    { "removal_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it was removed." },
    { "version", MEMBER_INT, .doc = "Counts changes." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was put there." },
    { .name = NULL },
};
const struct view evidence_view = { "Evidence", "A file beside a candidacy (preuve).",
                                    evidence_members };

/* --- adding --- */

struct add_snapshot {
    struct candidacy_set set; /* first */
    int megabytes;            /* of this side */
    struct id twin_id;        /* the same file, put there by this side already */
    bool is_same;             /* under the same name */
};
BEGINS_WITH_SET(add_snapshot);

static void read_present(struct exchange *x, struct row *row)
{
    ((struct add_snapshot *)x->snapshot)->megabytes = (int)row_int(row, "megabytes");
    exchange_read_count(x, row);
}

/* Of a file that is whole: before that nobody knows which one it is. */
static void bind_twin(const struct exchange *x, struct params *params)
{
    const struct upload *upload = x->upload;
    if (!upload->is_whole)
        return;
    exchange_bind_path(x, params);
    params_bytes(params, "sha256", upload->sha256, UPLOAD_DIGEST_SIZE);
    params_text(params, "title", upload->title);
}

static void read_twin(struct exchange *x, struct row *row)
{
    struct add_snapshot *known = x->snapshot;
    known->twin_id = row_id(row, "twin_id");
    known->is_same = row_bool(row, "is_same");
    exchange_read_recorded(x, row);
}

static const struct load add_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED | LOAD_ROOT),
    { &SQL_evidence_present, NULL, read_present, 0 },
    { &SQL_evidence_twin, bind_twin, read_twin, 0 },
    { .statement = NULL },
};

/* Its own bytes say what it is; what was claimed has to agree. */
static void look_at_file(struct exchange *x, bool is_last)
{
    const struct upload *upload = x->upload;
    struct file_look *look = upload->look;
    enum file_kind kind = FILE_KIND_COUNT;
    file_look_at(look, (const unsigned char *)upload->piece.at, upload->piece.size);
    const bool is_known = file_look_kind(look, &kind);
    const bool is_other = is_known && !slice_is(upload->media_type, file_kind_names[kind]);
    if (is_last && upload->byte_count == 0)
        exchange_refuse(x, REASON_FILE_EMPTY, SLICE_UNSET);
    else if (is_other || file_look_is_strange(look) || (is_last && !is_known))
        exchange_refuse(x, REASON_FILE_TYPE_DIFFERS,
                        is_known ? arena_print(x->arena, "{\"claimed\":\"%s\",\"found\":\"%s\"}",
                                               upload->media_type.at, file_kind_names[kind])
                                 : arena_print(x->arena, "{\"claimed\":\"%s\",\"found\":null}",
                                               upload->media_type.at));
    else if (is_last && !file_look_is_whole(look))
        exchange_refuse(x, REASON_FILE_UNSOUND, SLICE_UNSET);
}

static void bind_piece(const struct exchange *x, struct params *params)
{
    const struct upload *upload = x->upload;
    params_id(params, "evidence_id", upload->id);
    params_int(params, "number", upload->piece_count);
    params_id(params, "candidacy_id", id_is_set(x->root_id) ? x->root_id : upload->root_id);
    params_bytes(params, "content", (const unsigned char *)upload->piece.at, upload->piece.size);
}

static const struct intake evidence_intake = {
    .media_types = file_kind_names,
    .accepted = "application/pdf, image/jpeg, image/png",
    .look_size = sizeof(struct file_look),
    .look = look_at_file,
    .keep = &SQL_evidence_part_keep,
    .bind = bind_piece,
};

enum { TOUCH_CANDIDACY, INSERT_PART, INSERT_EVIDENCE, ADD_WRITES };
static const struct write add_writes[ADD_WRITES];

static void decide_add(struct exchange *x)
{
    const struct add_snapshot *known = x->snapshot;
    const struct candidacy *now = &known->set.items[0]->candidacy;
    x->root_id = now->id;
    if (candidacy_is_held_elsewhere(x, now)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, SLICE_UNSET);
        return;
    }
    if (!evidence_is_open(now->state))
        exchange_refuse(x, REASON_INVALID_STATE, SLICE_UNSET);
    if (!x->refusal_count && id_is_set(known->twin_id) && known->is_same) {
        x->result_id = known->twin_id;
        x->status = 200; /* its pieces belong to nothing, and are swept */
        return;
    }
    exchange_refuse_recorded(x, "/v1/evidences/", NULL);
    refuse_beyond(x, BOUND_EVIDENCES);
    refuse_counted(x, BOUND_EVIDENCE_MEGABYTES, known->megabytes);
    x->result_id = x->upload->id;
    for (unsigned row = 0; row < ADD_WRITES; row++)
        exchange_effect(x, &add_writes[row], 0, now);
}

static void bind_touch(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct candidacy *now = effect->item;
    params_id(params, "id", now->id);
    params_int(params, "version", now->version);
    params_date(params, "occurred_on", x->today);
}

static void bind_part(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    bind_piece(x, params);
}

static void bind_evidence(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct upload *upload = x->upload;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "candidacy_id", x->root_id);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "title", upload->title);
    params_text(params, "media_type", upload->media_type);
    params_int(params, "byte_count", upload->byte_count);
    params_int(params, "part_count", upload->piece_count + 1);
    params_bytes(params, "sha256", upload->sha256, UPLOAD_DIGEST_SIZE);
}

/* The evidence behind its last piece: it is refused while any is missing. */
static const struct write add_writes[ADD_WRITES] = {
    [TOUCH_CANDIDACY] = { &SQL_candidacy_touch, bind_touch, WRITE_EXACT },
    [INSERT_PART] = { &SQL_evidence_part_insert, bind_part, WRITE_EXACT },
    [INSERT_EVIDENCE] = { &SQL_evidence_insert, bind_evidence, WRITE_EXACT },
};

/* --- its bytes --- */

struct content_snapshot {
    struct slice title, media_type, digest;
    int64_t byte_count;
};

static bool is_readable(struct slice state)
{
    return slice_is(state, evidence_state_names[EVIDENCE_CLEAN]) ||
           slice_is(state, evidence_state_names[EVIDENCE_UNSCANNED]);
}

static void read_content(struct exchange *x, struct row *row)
{
    struct content_snapshot *known = x->snapshot;
    const struct slice state = row_text(row, "state");
    x->whose = row_id(row, "candidate_id");
    known->title = row_text(row, "title");
    known->media_type = row_text(row, "media_type");
    known->digest = row_text(row, "digest");
    known->byte_count = row_int(row, "byte_count");
    if (slice_is_set(state) && !is_readable(state))
        exchange_refuse(x, REASON_EVIDENCE_NOT_READABLE,
                        arena_print(x->arena, "{\"state\":\"%.*s\"}", (int)state.size, state.at));
}

static const struct load content_loads[] = {
    { &SQL_evidence_content, exchange_bind_path_id, read_content, LOAD_REQUIRED },
    { .statement = NULL },
};

static void bind_read(const struct exchange *x, struct params *params)
{
    params_id(params, "evidence_id", x->path_id[0]);
    params_int(params, "number", x->fed_piece);
}

static const struct feed evidence_feed = { file_kind_names, &SQL_evidence_part_read, bind_read };

/* A program is opened by the ending of its name: whatever the name, it ends as the content does. */
static const char *const endings[FILE_KIND_COUNT][3] = {
    [FILE_PDF] = { ".pdf" },
    [FILE_JPEG] = { ".jpg", ".jpeg" },
    [FILE_PNG] = { ".png" },
};

static bool ends_with(struct slice name, const char *ending)
{
    const size_t size = strlen(ending);
    return name.size > size && strncasecmp(name.at + name.size - size, ending, size) == 0;
}

static struct slice name_of(struct exchange *x, const struct content_snapshot *known,
                            const char *const *its_endings)
{
    if (!slice_is_set(known->title))
        return arena_print(x->arena, "preuve%s", its_endings[0]);
    for (unsigned i = 0; its_endings[i]; i++) {
        if (ends_with(known->title, its_endings[i]))
            return known->title;
    }
    return arena_print(x->arena, "%.*s%s", (int)known->title.size, known->title.at, its_endings[0]);
}

static void render_content(struct exchange *x, struct writer *writer)
{
    const struct content_snapshot *known = x->snapshot;
    unsigned kind = 0;
    while (kind < FILE_KIND_COUNT - 1 && !slice_is(known->media_type, file_kind_names[kind]))
        kind++;
    (void)writer;
    x->fed_bytes = known->byte_count;
    x->media_type = known->media_type;
    x->reply_version = 1; /* what it is never changes: its digest tells it from others */
    x->digest = arena_print(x->arena, "sha-256=:%.*s:", (int)known->digest.size, known->digest.at);
    x->disposition = document_disposition(x, arena_print(x->arena, "preuve%s", endings[kind][0]),
                                          name_of(x, known, endings[kind]), "");
}

/* --- operations --- */

static const enum reason add_reasons[] = { REASON_FILE_EMPTY,    REASON_FILE_TYPE_DIFFERS,
                                           REASON_FILE_UNSOUND,  REASON_DIGEST_DIFFERS,
                                           REASON_INVALID_STATE, REASON_RECORDS_TOO_MANY,
                                           REASON_OUT_OF_SCOPE,  REASON_ALREADY_RECORDED,
                                           REASON_NONE };
static const enum reason content_reasons[] = { REASON_EVIDENCE_NOT_READABLE, REASON_NONE };

const struct operation evidence_operations[] = {
    {
        .id = "addEvidence",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/evidences",
        .tag = "Evidence",
        .limit = LIMIT_UPLOADS,
        .summary = "Put a file beside a candidacy, as evidence.",
        .description =
            "The body is the file itself (PDF, JPEG or PNG), Content-Type what it is, "
            "Content-Disposition its name (`attachment; filename*=UTF-8''…`), Content-Digest or "
            "Repr-Digest its SHA-256 where it is to be checked. From the information on until the "
            "file is sent to the commission, and while that waits for a complement. Who may not "
            "is told before the body is read; how often files may be sent is limited, whatever "
            "becomes of them. It is there as a whole or not at all; others see it "
            "once it was scanned. The very same file under the same name, put there by the same "
            "side already, answers 200 with the first one; under another name it is refused.",
        .roles = EVIDENCE_WRITERS,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .intake = &evidence_intake,
        .loads = add_loads,
        .snapshot_size = sizeof(struct add_snapshot),
        .decide = decide_add,
        .writes = { WRITES(add_writes) },
        .reply = { 201, &SQL_evidence_view, exchange_bind_result, &evidence_view,
                   .location = "/v1/evidences/%s", .other_status = 200 },
        .machine = &candidacy_machine,
        .reasons = add_reasons,
    },
    {
        .id = "listEvidence",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/evidences",
        .tag = "Evidence",
        .summary = "List the evidence beside a candidacy, oldest first.",
        .description = "For its organism, its candidate, the commission of its file, certifier and "
                       "auditor. Whoever did not put it there sees what may be read alone.",
        .roles = EVIDENCE_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_evidence_list, exchange_bind_path, &evidence_view },
    },
    {
        .id = "getEvidence",
        .method = METHOD_GET,
        .path = "/v1/evidences/{evidence_id}",
        .tag = "Evidence",
        .summary = "Read what is said of a piece of evidence.",
        .description = "Not the file: that is its content.",
        .roles = EVIDENCE_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_evidence_view, exchange_bind_path_id, &evidence_view },
    },
    {
        .id = "readEvidenceContent",
        .method = METHOD_GET,
        .path = "/v1/evidences/{evidence_id}/content",
        .tag = "Evidence",
        .summary = "Read a piece of evidence itself.",
        .description =
            "The file as it came, to be saved, not shown, under a name that ends as what it is: "
            "`Repr-Digest` is that of the record. 409 "
            "as long as it is not scanned, and once it was refused or removed.",
        .roles = EVIDENCE_READERS,
        .flags = OPERATION_PERSONAL,
        .loads = content_loads,
        .snapshot_size = sizeof(struct content_snapshot),
        .reply = { 200, .render = render_content, .content_type = "application/octet-stream",
                   .is_file = true, .feed = &evidence_feed },
        .reasons = content_reasons,
    },
    { .id = NULL },
};
