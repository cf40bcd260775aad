/* SPDX-License-Identifier: EUPL-1.2 */
/* A body with a field of each type. */
#ifndef PERSON_FIXTURE_H
#define PERSON_FIXTURE_H

#include "json/field.h"

struct address {
    struct given given;
    struct slice town;
    int64_t floor;
};

struct person {
    struct given given;
    struct slice name, note;
    struct id id;
    struct date birth_date;
    int64_t age;
    bool is_present;
    int college;
    uint64_t roles;
    int64_t starts_at;
    struct address address;
    struct field_list addresses;
    struct field_list tags;
    struct field_list members;
    struct slice draft, odd;
    int64_t even;
};

static enum reason is_even(const void *value)
{
    return *(const int64_t *)value % 2 ? REASON_SIRET_INVALID : REASON_NONE;
}

static enum reason is_not_attic(const void *value)
{
    const struct address *address = value;
    return address->floor == 9 ? REASON_PATTERN : REASON_NONE;
}

static const char *const college_codes[] = { "EMPLOYERS", "EMPLOYEES", NULL };
static const char *const role_codes[] = { "ADVISOR", "EVALUATOR", "JUROR", NULL };
static const struct vocabulary colleges = { .codes = college_codes };
static const struct vocabulary roles = { .codes = role_codes };

#define AT(struct_name, member) .offset = offsetof(struct struct_name, member)

static const struct field address_fields[] = {
    { .name = "town", .type = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(address, town), .max = 5 },
    { .name = "floor", .type = FIELD_INT, AT(address, floor), .min = -2, .max = 9 },
    { 0 },
};
static const struct fields address_table = { "Address", address_fields, sizeof(struct address) };

static const struct field person_fields[] = {
    { .name = "name", .type = FIELD_TEXT, AT(person, name), .min = 2, .max = 8 },
    { .name = "note",
      .type = FIELD_TEXT,
      .flags = FIELD_MULTILINE | FIELD_NULLABLE,
      AT(person, note) },
    { .name = "id", .type = FIELD_ID, AT(person, id) },
    { .name = "birth_date", .type = FIELD_DATE, .flags = FIELD_NULLABLE, AT(person, birth_date) },
    { .name = "age", .type = FIELD_INT, AT(person, age), .min = 1, .max = 120 },
    { .name = "is_present", .type = FIELD_BOOL, AT(person, is_present) },
    { .name = "college", .type = FIELD_ENUM, AT(person, college), .words = &colleges },
    { .name = "roles", .type = FIELD_ENUMS, AT(person, roles), .words = &roles },
    { .name = "starts_at", .type = FIELD_INSTANT, AT(person, starts_at) },
    { .name = "address",
      .type = FIELD_OBJECT,
      .flags = FIELD_NULLABLE,
      AT(person, address),
      .of = &address_table,
      .check = is_not_attic },
    { .name = "addresses",
      .type = FIELD_OBJECTS,
      AT(person, addresses),
      .min = 1,
      .max = 2,
      .of = &address_table },
    { .name = "tags", .type = FIELD_TEXTS, AT(person, tags), .max = 3 },
    { .name = "members", .type = FIELD_IDS, AT(person, members), .max = 3 },
    { .name = "draft", .type = FIELD_JSON, AT(person, draft) },
    { .name = "status", .type = FIELD_TEXT, .flags = FIELD_READ_ONLY },
    { .name = "odd~/name", .type = FIELD_TEXT, AT(person, odd), .max = 1 },
    { .name = "even", .type = FIELD_INT, AT(person, even), .check = is_even },
    { 0 },
};
static const struct fields person_table = { "Person", person_fields, sizeof(struct person) };

#endif
