/* SPDX-License-Identifier: EUPL-1.2 */
#include "credential/badge.h"

#include "credential/contexts.h"
#include "credential/status_list.h"
#include "json/writer.h"

#include <stdio.h>

/* French first, as the certificate is; the domains are those of the référentiel, whose words have
 * no official English. */
#define DESCRIPTION                                                                                \
    "Cette certification atteste que la personne a validé tous les domaines du référentiel, "   \
    "sur décision d’un jury paritaire.\n\nThis certification attests that its holder has "      \
    "validated every domain of its standard, as decided by a joint commission of employers and "   \
    "employees."
#define NARRATIVE                                                                                        \
    "Chaque domaine du référentiel est évalué par un organisme habilité. La certification est "     \
    "délivrée lorsque tous sont validés et que le jury paritaire l’a décidé.\n\nEvery domain of " \
    "the standard is assessed by an accredited body. The certification is awarded when all of "          \
    "them are validated and the joint commission has so decided."
#define SCHEMA                                                                                     \
    "[{\"id\":\"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"                              \
    "ob_v3p0_achievementcredential_schema.json\",\"type\":\"1EdTechJsonSchemaValidator2019\"}]"

/* What is told, found to be there. */
struct told {
    struct slice id, subject_id, list_id, code, version, title, valid_from;
    int64_t valid_from_s, list_index;
    const struct document *domains;
};

static bool read_told(const struct document *json, struct told *ret_told, const char **ret_missing)
{
    const struct {
        const char *name;
        struct slice *text;
    } texts[] = {
        { "/id", &ret_told->id },
        { "/subject_id", &ret_told->subject_id },
        { "/list_id", &ret_told->list_id },
        { "/referential_code", &ret_told->code },
        { "/referential_version", &ret_told->version },
        { "/title", &ret_told->title },
        { "/valid_from", &ret_told->valid_from },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i].text = document_text(document_member(json, texts[i].name + 1));
        *ret_missing = texts[i].name;
        if (texts[i].text->size == 0)
            return false;
    }
    ret_told->valid_from_s = document_int(document_member(json, "valid_from_s"), -1);
    ret_told->list_index = document_int(document_member(json, "list_index"), -1);
    ret_told->domains = document_member(json, "domains");
    *ret_missing = ret_told->valid_from_s < 0 ? "/valid_from_s"
                   : ret_told->list_index < 0 || ret_told->list_index >= STATUS_LIST_BITS
                       ? "/list_index"
                   : document_count(ret_told->domains) == 0 ? "/domains"
                                                            : NULL;
    return !*ret_missing;
}

static void write_member(struct writer *writer, const char *name, struct slice text)
{
    writer_key(writer, name);
    writer_string(writer, text);
}

/* One that may be written piece by piece before it is closed. */
static void write_joined(struct writer *writer, const char *name, const struct buffer *text,
                         const char *more, struct slice rest)
{
    struct buffer joined = { 0 };
    buffer_slice(&joined, buffer_as_slice(text));
    buffer_text(&joined, more);
    buffer_slice(&joined, rest);
    write_member(writer, name, buffer_as_slice(&joined));
    writer->buffer->has_failed |= joined.has_failed;
    buffer_release(&joined);
}

static void write_issuer(struct writer *writer, const struct issuer_keys *keys,
                         struct slice certifier)
{
    struct buffer id = { 0 };
    issuer_write_id(keys, &id);
    writer_key(writer, "issuer");
    writer_open(writer, '{');
    write_joined(writer, "id", &id, "", SLICE(""));
    writer_key(writer, "type");
    writer_raw(writer, SLICE("[\"Profile\"]"));
    write_member(writer, "name", certifier);
    writer_close(writer, '}');
    writer->buffer->has_failed |= id.has_failed;
    buffer_release(&id);
}

static void write_domains(struct writer *writer, const struct told *told,
                          const struct buffer *achievement)
{
    writer_key(writer, "resultDescription");
    writer_open(writer, '[');
    for (size_t i = 0; i < document_count(told->domains); i++) {
        const struct document *domain = document_item(told->domains, i);
        writer_open(writer, '{');
        write_joined(writer, "id", achievement, "#domain-",
                     document_text(document_member(domain, "code")));
        writer_key(writer, "type");
        writer_raw(writer, SLICE("[\"ResultDescription\"]"));
        write_member(writer, "name", document_text(document_member(domain, "title")));
        write_member(writer, "resultType", SLICE("Status"));
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

static void write_achievement(struct writer *writer, const struct issuer_keys *keys,
                              const struct told *told)
{
    struct buffer id = { 0 };
    buffer_slice(&id, keys->address);
    buffer_text(&id, "/v1/referentials/");
    buffer_slice(&id, told->code);
    buffer_text(&id, "/versions/");
    buffer_slice(&id, told->version);
    writer_key(writer, "achievement");
    writer_open(writer, '{');
    write_joined(writer, "id", &id, "", SLICE(""));
    writer_key(writer, "type");
    writer_raw(writer, SLICE("[\"Achievement\"]"));
    write_member(writer, "achievementType", SLICE("Certification"));
    write_member(writer, "inLanguage", SLICE("fr"));
    write_member(writer, "name", told->title);
    write_member(writer, "description", SLICE(DESCRIPTION));
    writer_key(writer, "criteria");
    writer_open(writer, '{');
    write_joined(writer, "id", &id, "#criteria", SLICE(""));
    write_member(writer, "narrative", SLICE(NARRATIVE));
    writer_close(writer, '}');
    write_domains(writer, told, &id);
    writer_close(writer, '}');
    writer->buffer->has_failed |= id.has_failed;
    buffer_release(&id);
}

static void write_status(struct writer *writer, const struct issuer_keys *keys,
                         const struct told *told)
{
    struct buffer list = { 0 };
    char place[24];
    snprintf(place, sizeof place, "%lld", (long long)told->list_index);
    status_list_write_address(keys, told->list_id, &list);
    writer_key(writer, "credentialStatus");
    writer_open(writer, '{');
    write_joined(writer, "id", &list, "#", slice_of(place));
    write_member(writer, "type", SLICE("BitstringStatusListEntry"));
    write_member(writer, "statusPurpose", SLICE("revocation"));
    write_member(writer, "statusListIndex", slice_of(place));
    write_joined(writer, "statusListCredential", &list, "", SLICE(""));
    writer_close(writer, '}');
    writer->buffer->has_failed |= list.has_failed;
    buffer_release(&list);
}

static void write_json(const struct issuer_keys *keys, struct slice certifier,
                       const struct told *told, struct badge *badge)
{
    struct writer writer;
    writer_init(&writer, &badge->json);
    writer_open(&writer, '{');
    writer_key(&writer, "@context");
    writer_raw(&writer, SLICE(CREDENTIAL_CONTEXTS));
    write_member(&writer, "id", badge->secured.id);
    writer_key(&writer, "type");
    writer_raw(&writer, SLICE("[\"VerifiableCredential\",\"OpenBadgeCredential\"]"));
    write_member(&writer, "name", told->title);
    write_issuer(&writer, keys, certifier);
    write_member(&writer, "validFrom", told->valid_from);
    writer_key(&writer, "credentialSubject");
    writer_open(&writer, '{');
    write_member(&writer, "id", badge->secured.subject);
    writer_key(&writer, "type");
    writer_raw(&writer, SLICE("[\"AchievementSubject\"]"));
    write_achievement(&writer, keys, told);
    writer_close(&writer, '}');
    write_status(&writer, keys, told);
    writer_key(&writer, "credentialSchema");
    writer_raw(&writer, SLICE(SCHEMA));
    writer_close(&writer, '}');
}

enum status badge_write(const struct issuer_keys *keys, struct slice certifier,
                        const struct document *told, struct badge *ret_badge,
                        const char **ret_missing)
{
    struct told known = { 0 };
    *ret_badge = (struct badge){ 0 };
    if (!read_told(told, &known, ret_missing))
        return STATUS_FAILED;
    buffer_text(&ret_badge->id, "urn:uuid:");
    buffer_slice(&ret_badge->id, known.id);
    buffer_text(&ret_badge->subject, "urn:uuid:");
    buffer_slice(&ret_badge->subject, known.subject_id);
    ret_badge->secured = (struct secured){
        .id = buffer_as_slice(&ret_badge->id),
        .subject = buffer_as_slice(&ret_badge->subject),
        .valid_from_s = known.valid_from_s,
    };
    write_json(keys, certifier, &known, ret_badge);
    ret_badge->secured.json = buffer_as_slice(&ret_badge->json);
    *ret_missing = "memory";
    return ret_badge->json.has_failed || ret_badge->id.has_failed || ret_badge->subject.has_failed
               ? STATUS_FAILED
               : STATUS_OK;
}

void badge_release(struct badge *badge)
{
    buffer_release(&badge->json);
    buffer_release(&badge->id);
    buffer_release(&badge->subject);
}
