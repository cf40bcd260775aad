/* SPDX-License-Identifier: EUPL-1.2 */
/* Parameters and headers that many operations share. */
#include "contract/contract_operation.h"

#include "api/deprecation.h"

#include "contract/contract_text.h"

static const struct {
    const char *key, *name, *in, *schema, *example, *doc;
    bool is_required, is_list;
} parameters[] = {
    { "IdempotencyKey", "Idempotency-Key", "header",
      "{\"type\":\"string\",\"minLength\":1,\"maxLength\":257}",
      "\"7b0c1a52-3f5e-4d1b-9f53-0c8f5a3c1e77\"",
      "Makes a retry harmless: the same key with the same body answers what the first call "
      "answered. A request that was refused leaves its key free: sent again, it is judged "
      "anew. Without it a POST that creates makes as many as were sent. 1 to 255 visible "
      "characters, quotes around them optional; kept 30 days." },
    { "Function", "Clea-Function", "header", "{\"type\":\"string\",\"format\":\"uuid\"}", NULL,
      "The function in which the caller acts, when there are several: the id of an "
      "affiliation, a mandate, a staff function or, of a candidate, the candidate's own. GET "
      "/v1/me lists them. A request is done in one function, and never in two at once." },
    { "IfMatch", "If-Match", "header", "{\"type\":\"string\"}", "\"\\\"3\\\"\"",
      "The version that was read: the ETag, or the member `version` in quotes. Another one "
      "answers 412, none 428.",
      .is_required = true },
    { "IfMatchOrVersion", "If-Match", "header", "{\"type\":\"string\"}", "\"\\\"3\\\"\"",
      "The version that was read: the ETag, or the member `version` in quotes; or "
      "`expected_version` of the body in its place. Another one answers 412, neither 428." },
    { "IfMatchOptional", "If-Match", "header", "{\"type\":\"string\"}", "\"\\\"3\\\"\"",
      "The version that was read of what is asked for or changed (of a file, a sitting or a "
      "vote: that of the candidacy or session around it): the ETag, or the member `version` in "
      "quotes. Another one answers 412; without it the request is judged on what is there now. "
      "`expected_version` of an event says the same." },
    { "IfNoneMatch", "If-None-Match", "header", "{\"type\":\"string\"}",
      "\"\\\"3.5d1c0b9f4e218a2e\\\"\"", "An ETag that the client holds; 304 when it still holds." },
    { "ContentDisposition", "Content-Disposition", "header", "{\"type\":\"string\"}",
      "\"attachment; filename*=UTF-8''Attestation%20de%20stage.pdf\"",
      "The name of the file, 200 characters at most (RFC 6266)." },
    { "ContentDigest", "Content-Digest", "header", "{\"type\":\"string\"}",
      "\"sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\"",
      "Digest of the file (RFC 9530): another one that comes is refused." },
    { "ReprDigest", "Repr-Digest", "header", "{\"type\":\"string\"}",
      "\"sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\"",
      "The same: a file is never coded on its way here." },
    { "Limit", "limit", "query",
      "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}", "50",
      "How many items a page has." },
    { "DryRun", "dry_run", "query", "{\"type\":\"boolean\",\"default\":false}", "true",
      "The same answer, with `Dry-Run: true`, and nothing written: every guard and constraint "
      "is asked, then all is rolled back. Ids and references in the answer are provisional; "
      "what "
      "would open something (`x-secret`) is null." },
    { "Format", "format", "query",
      "{\"type\":\"string\",\"enum\":[\"json\",\"csv\",\"ndjson\",\"text\"],\"default\":\"json\"}",
      NULL,
      "The format of the list, whatever Accept says: `csv` (text/csv, RFC 4180: a header line with "
      "the names of the members, a cell for each, nothing for null, JSON for lists and objects; a "
      "text that a spreadsheet would run as a formula gets an apostrophe in front of it, also "
      "within "
      "the text behind a comma, semicolon, TAB or line break), `ndjson` "
      "(application/x-ndjson: an object a line; the last line is no row: `end` true, `count`, "
      "`is_complete`, `next_cursor`, and `code` when something ended it), `text` (text/plain: "
      "aligned for a terminal; what is long is cut)." },
    { "Fields", "fields", "query", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", NULL,
      "The members that are shown, of a list those of its items, in this order, instead of all of "
      "them; then the "
      "others are absent, whatever the schema requires. What is hidden from the caller stays so.",
      .is_list = true },
    { "Separator", "separator", "query",
      "{\"type\":\"string\",\"enum\":[\"comma\",\"semicolon\"],\"default\":\"comma\"}", NULL,
      "CSV: what stands between two cells; spreadsheets that speak French want semicolons." },
    { "ByteOrderMark", "bom", "query", "{\"type\":\"boolean\",\"default\":false}", NULL,
      "CSV: a byte order mark comes first, by which some spreadsheets know UTF-8." },
    { "Cursor", "cursor", "query", "{\"type\":\"string\"}", NULL,
      "next_cursor or prev_cursor of another page of the same list with the same filters and "
      "sort, and of a search the same body." },
    { "After", "after", "query", "{\"type\":\"string\"}", NULL,
      "next_cursor of the page before, with the same filters; `NOW`: nothing that is there "
      "already, "
      "only from where one goes on. Without it from the oldest that is kept." },
};

void contract_write_parameters(struct writer *writer)
{
    for (unsigned i = 0; i < sizeof parameters / sizeof parameters[0]; i++) {
        writer_key(writer, parameters[i].key);
        writer_open(writer, '{');
        write_text(writer, "name", parameters[i].name);
        write_text(writer, "in", parameters[i].in);
        write_text(writer, "description", parameters[i].doc);
        if (parameters[i].is_list)
            write_bool(writer, "explode", false); /* one comma list */
        writer_key(writer, "schema");
        writer_raw(writer, slice_of(parameters[i].schema));
        if (parameters[i].is_required) {
            writer_key(writer, "required");
            writer_bool(writer, true);
        }
        if (parameters[i].example) {
            writer_key(writer, "example");
            writer_raw(writer, slice_of(parameters[i].example));
        }
        writer_close(writer, '}');
    }
}

static bool is_anything_deprecated(void)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (operation_deprecation(o))
                return true;
        }
    }
    return false;
}

void contract_write_headers(struct writer *writer)
{
    static const struct {
        const char *key, *doc, *schema;
        bool is_of_deprecated;
    } headers[] = {
        { "RequestId",
          "Identifies the request in the logs; the client's own X-Request-Id when it is fit.",
          "{\"type\":\"string\"}" },
        { "ETag",
          "The version of the resource and a digest of what is shown of it, in quotes: it moves "
          "with "
          "every member. If-Match compares the version alone.",
          "{\"type\":\"string\"}" },
        { "Location", "Where the resource is read.", "{\"type\":\"string\"}" },
        { "Link",
          "Of a list: the next and the previous page (RFC 8288), with the filters of this one; to "
          "a search "
          "its body "
          "is sent again.",
          "{\"type\":\"string\"}" },
        { "Help", "Of a refusal: where it is explained for people (rel=\"help\", RFC 8288).",
          "{\"type\":\"string\"}" },
        { "ContentDisposition",
          "What the file is called (RFC 6266): a name in ASCII, and the one in French.",
          "{\"type\":\"string\"}" },
        { "ReprDigest", "SHA-256 of the file (RFC 9530), as the register keeps it.",
          "{\"type\":\"string\"}" },
        { "IdempotencyReplayed", "true when the answer is that of an earlier call with this key.",
          "{\"type\":\"string\",\"enum\":[\"true\"]}" },
        { "RateLimitPolicy",
          "The limits that hold, by name: `q` requests in `w` seconds "
          "(draft-ietf-httpapi-ratelimit-headers); "
          "absent where the operator has set none.",
          "{\"type\":\"string\"}" },
        { "RateLimit",
          "What is left of each limit: `r` requests now; `t` seconds until it is whole again, or, "
          "when nothing "
          "is left, until the next one.",
          "{\"type\":\"string\"}" },
        { "Deprecation",
          "Since when something of this operation is to be left, seconds since 1970 (RFC 9745).",
          "{\"type\":\"string\"}", .is_of_deprecated = true },
        { "Sunset", "Until when it is kept (RFC 8594).", "{\"type\":\"string\"}",
          .is_of_deprecated = true },
        { "RetryAfter", "Seconds to wait before a retry.", "{\"type\":\"integer\"}" },
    };
    writer_open(writer, '{');
    for (unsigned i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (headers[i].is_of_deprecated && !is_anything_deprecated())
            continue;
        writer_key(writer, headers[i].key);
        writer_open(writer, '{');
        write_text(writer, "description", headers[i].doc);
        writer_key(writer, "schema");
        writer_raw(writer, slice_of(headers[i].schema));
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
}
