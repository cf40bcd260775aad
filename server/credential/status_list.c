/* SPDX-License-Identifier: EUPL-1.2 */
#include "credential/status_list.h"

#include "credential/contexts.h"
#include "http/gzip.h"
#include "json/writer.h"
#include "text/base64url.h"

#include <stdlib.h>
#include <time.h>

enum { LIST_BYTES = STATUS_LIST_BITS / 8 };

void status_list_write_address(const struct issuer_keys *keys, struct slice list_id,
                               struct buffer *text)
{
    buffer_slice(text, keys->address);
    buffer_text(text, "/v1/credential-status/");
    buffer_slice(text, list_id);
}

/* Bit 0 is the leftmost (Bitstring Status List, 3.3). */
static bool set_bits(struct slice annulled, unsigned char bits[LIST_BYTES])
{
    size_t place = 0;
    bool has_digit = false;
    for (size_t i = 0; i <= annulled.size; i++) {
        const bool is_end = i == annulled.size || annulled.at[i] == ',';
        if (!is_end) {
            if (annulled.at[i] < '0' || annulled.at[i] > '9' || place >= STATUS_LIST_BITS)
                return false;
            place = place * 10 + (size_t)(annulled.at[i] - '0');
            has_digit = true;
            continue;
        }
        if (annulled.size > 0 && (!has_digit || place >= STATUS_LIST_BITS))
            return false;
        if (has_digit)
            bits[place / 8] |= (unsigned char)(0x80 >> place % 8);
        place = 0;
        has_digit = false;
    }
    return true;
}

static bool encode(struct slice annulled, struct buffer *ret_text)
{
    unsigned char *bits = calloc(1, LIST_BYTES);
    struct buffer coded = { 0 };
    const bool is_coded = bits && set_bits(annulled, bits) &&
                          gzip_text((struct slice){ (const char *)bits, LIST_BYTES }, &coded);
    if (is_coded) {
        buffer_char(ret_text, 'u'); /* multibase: base64url without padding */
        base64url_write(buffer_as_slice(&coded), ret_text);
    }
    free(bits);
    buffer_release(&coded);
    return is_coded && !ret_text->has_failed;
}

static void write_subject(struct writer *writer, struct slice address, struct slice encoded)
{
    struct buffer id = { 0 };
    buffer_slice(&id, address);
    buffer_text(&id, "#list");
    writer_key(writer, "credentialSubject");
    writer_open(writer, '{');
    writer_key(writer, "id");
    writer_string(writer, buffer_as_slice(&id));
    writer_key(writer, "type");
    writer_text(writer, "BitstringStatusList");
    writer_key(writer, "statusPurpose");
    writer_text(writer, "revocation");
    writer_key(writer, "encodedList");
    writer_string(writer, encoded);
    writer_close(writer, '}');
    writer->buffer->has_failed |= id.has_failed;
    buffer_release(&id);
}

static void write_json(const struct issuer_keys *keys, struct slice address, struct slice encoded,
                       int64_t created_at_s, struct buffer *json)
{
    char since[32];
    struct tm parts;
    struct writer writer;
    struct buffer issuer = { 0 };
    const time_t at = (time_t)created_at_s;
    gmtime_r(&at, &parts);
    strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &parts);
    issuer_write_id(keys, &issuer);
    writer_init(&writer, json);
    writer_open(&writer, '{');
    writer_key(&writer, "@context");
    writer_raw(&writer, SLICE(CREDENTIAL_CONTEXTS));
    writer_key(&writer, "id");
    writer_string(&writer, address);
    writer_key(&writer, "type");
    writer_raw(&writer, SLICE("[\"VerifiableCredential\",\"BitstringStatusListCredential\"]"));
    writer_key(&writer, "issuer");
    writer_string(&writer, buffer_as_slice(&issuer));
    writer_key(&writer, "validFrom");
    writer_text(&writer, since);
    write_subject(&writer, address, encoded);
    writer_close(&writer, '}');
    json->has_failed |= issuer.has_failed;
    buffer_release(&issuer);
}

enum status status_list_write(const struct issuer_keys *keys, struct slice list_id,
                              struct slice annulled, int64_t created_at_s,
                              struct status_list *ret_list)
{
    struct buffer encoded = { 0 };
    *ret_list = (struct status_list){ 0 };
    const bool is_encoded = encode(annulled, &encoded);
    if (is_encoded) {
        status_list_write_address(keys, list_id, &ret_list->id);
        write_json(keys, buffer_as_slice(&ret_list->id), buffer_as_slice(&encoded), created_at_s,
                   &ret_list->json);
    }
    buffer_release(&encoded);
    ret_list->secured = (struct secured){
        .id = buffer_as_slice(&ret_list->id),
        .valid_from_s = created_at_s,
        .json = buffer_as_slice(&ret_list->json),
    };
    return is_encoded && !ret_list->id.has_failed && !ret_list->json.has_failed ? STATUS_OK
                                                                                : STATUS_FAILED;
}

void status_list_release(struct status_list *list)
{
    buffer_release(&list->json);
    buffer_release(&list->id);
}
