/* SPDX-License-Identifier: EUPL-1.2 */
/* No table of the api says a thing twice: words, constraints, roles, invariants. */
#include "api/candidacies/candidacy_event_loads.h"
#include "api/checks.h"
#include "api/constraint.h"
#include "api/one_time_code.h"
#include "api/operation.h"
#include "api/role.h"
#include "api/words.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void a_word_stands_once_in_its_vocabulary(void **state)
{
    (void)state;
    for (unsigned v = 0; vocabularies[v]; v++) {
        const struct vocabulary *words = vocabularies[v];
        for (unsigned i = 0; words->codes[i]; i++) {
            for (unsigned k = 0; k < i; k++) {
                if (strcmp(words->codes[i], words->codes[k]) == 0)
                    fail_msg("%s has %s twice", words->name, words->codes[i]);
                if (strcmp(words->labels[i].fr, words->labels[k].fr) == 0 ||
                    strcmp(words->labels[i].en, words->labels[k].en) == 0)
                    fail_msg("%s: %s and %s read the same", words->name, words->codes[i],
                             words->codes[k]);
            }
        }
    }
}

static void a_constraint_has_one_reason(void **state)
{
    (void)state;
    for (unsigned i = 0; constraint_at(i); i++) {
        for (unsigned k = 0; k < i; k++) {
            if (strcmp(constraint_at(i)->name, constraint_at(k)->name) == 0)
                fail_msg("%s is there twice", constraint_at(i)->name);
        }
    }
}

static void a_role_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        assert_non_null(role_names[i]);
        assert_int_equal(roles_from_array(slice_of(role_names[i])), 1u << i);
    }
    assert_null(role_names[ROLE_COUNT]);
}

static void an_invariant_has_one_number(void **state)
{
    static const int numbers[] = {
#define INVARIANT(number, title_fr, title_en)                 1##number,
#define BEHAVIOUR(number, title_fr, title_en, why_fr, why_en) 1##number,
#include "api/invariants.def"
#undef INVARIANT
#undef BEHAVIOUR
    };
    (void)state;
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_int_equal(numbers[i], 101 + i);
}

/* By its last word: what is called so opens something. A code of the contract, of a domain or of a
 * problem does not, nor does a key_id. */
static bool sounds_secret(const char *name)
{
    static const char *const words[] = {
        "verification_code", "invitation_code", "answer_code", "token", "secret", "password", "key"
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const size_t size = strlen(words[i]), all = strlen(name);
        if (all >= size && strcmp(name + all - size, words[i]) == 0)
            return true;
    }
    return false;
}

static unsigned look_for_secrets(const struct view *view)
{
    unsigned found = 0;
    for (const struct member *member = view ? view->members : NULL; member && member->name;
         member++) {
        found += look_for_secrets(member->of);
        if (!sounds_secret(member->name))
            continue;
        found++;
        if (!(member->flags & MEMBER_SECRET))
            fail_msg("%s.%s would be compressed: is it MEMBER_SECRET?", view->name, member->name);
        if (!(member->flags & MEMBER_NULLABLE))
            fail_msg("%s.%s is null in a dry run: MEMBER_NULLABLE", view->name, member->name);
    }
    return found;
}

static void what_sounds_secret_is_marked_as_such(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            const unsigned here =
                look_for_secrets(o->reply.view) + look_for_secrets(o->reply.embedded.view);
            assert_int_equal(here > 0, view_holds_secret(o->reply.view) ||
                                           view_holds_secret(o->reply.embedded.view));
            found += here;
        }
    }
    assert_true(found > 0);
}

/* Statements that serve several askers go to the database once for all of a turn; one that does
 * not, though asked of few, would send all its company scope by scope. */
static void what_is_asked_for_hours_attended_serves_all_who_ask(void **state)
{
    const struct load *l = event_plans[EVENT_RECORD_ATTENDANCE].loads;
    (void)state;
    assert_non_null(l->statement);
    for (; l->statement; l++)
        assert_true(l->statement->serves_askers);
}

/* What is copied from paper is read as people write it, wherever a body or an address takes it. */
static unsigned look_for_typed(const struct fields *fields)
{
    static const char *const names[] = { "reference", "answer_code", "invitation_code" };
    unsigned found = 0;
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        if (field->type == FIELD_OBJECT || field->type == FIELD_OBJECTS)
            found += look_for_typed(field->of);
        bool is_typed = field->check == check_reference || field->check == check_typed_code;
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            const size_t size = strlen(names[i]), all = strlen(field->name);
            is_typed |= all >= size && strcmp(field->name + all - size, names[i]) == 0;
        }
        if (!is_typed || (field->flags & FIELD_READ_ONLY))
            continue;
        found++;
        if (!(field->flags & FIELD_TYPED) || !field->check || !field->example)
            fail_msg("%s.%s is typed by people: is it FIELD_TYPED, with a check and an example?",
                     fields->name, field->name);
    }
    return found;
}

static void what_people_type_is_read_as_they_type_it(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            found += look_for_typed(o->body) + look_for_typed(o->query);
    }
    assert_true(found >= 5);
}

static unsigned look_for_codes(const struct fields *fields)
{
    static const field_check checks[] = { check_siret, check_insee_code, check_digits,
                                          check_postal_code, check_department };
    unsigned found = 0;
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        bool is_code = false;
        if (field->type == FIELD_OBJECT || field->type == FIELD_OBJECTS)
            found += look_for_codes(field->of);
        for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
            is_code |= field->check == checks[i];
        if (field->flags & FIELD_READ_ONLY)
            continue;
        if (is_code != ((field->flags & FIELD_CODED) != 0))
            fail_msg("%s.%s: a code of a register is FIELD_CODED, and nothing else is",
                     fields->name, field->name);
        found += is_code;
    }
    return found;
}

/* Codes of public registers are taken with the blanks and the small letters that people type. */
static void codes_of_registers_are_read_as_people_type_them(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            found += look_for_codes(o->body) + look_for_codes(o->query);
    }
    assert_true(found >= 20);
}

static bool shows_version(const struct view *view)
{
    return view && (view_find(view, "version") >= 0);
}

/* Whoever has to send a version has been shown it, where the thing is read. */
static void what_asks_for_a_version_shows_it(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            for (unsigned t = 0; operation_tables[t]; t++) {
                for (const struct operation *read = operation_tables[t]; read->id; read++) {
                    if (!(o->flags & OPERATION_IF_MATCH) || read->method != METHOD_GET ||
                        strcmp(read->path, o->path) != 0 || !read->reply.statement)
                        continue;
                    found++;
                    if (!(read->flags & OPERATION_LIST) && !shows_version(read->reply.view))
                        fail_msg("%s asks for If-Match, %s shows no version", o->id, read->id);
                }
            }
        }
    }
    assert_true(found >= 10);
}

/* Whoever asks who read a file is told what was asked about: by the tag of the operation. */
static void what_shows_people_has_a_name_in_the_list_of_readers(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            char subject[64];
            unsigned word = 0;
            snprintf(subject, sizeof subject, "%s", o->tag);
            for (char *c = subject; *c; c++)
                *c = *c == ' ' ? '_' : (char)toupper(*c);
            while (access_subject_words.codes[word] &&
                   strcmp(access_subject_words.codes[word], subject) != 0)
                word++;
            if ((o->flags & OPERATION_PERSONAL) && !access_subject_words.codes[word])
                fail_msg("%s: %s is no access_subject", o->id, subject);
            found += (o->flags & OPERATION_PERSONAL) != 0;
        }
    }
    assert_true(found >= 100);
}

static unsigned look_for_branches(const struct fields *fields)
{
    unsigned found = 0;
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        const char *name = strstr(field->name, "idcc");
        if (field->type == FIELD_OBJECT || field->type == FIELD_OBJECTS)
            found += look_for_branches(field->of);
        if (!name || (field->flags & FIELD_READ_ONLY))
            continue;
        if (!(field->flags & FIELD_PADDED) || field->max != 4 || field->check != check_digits)
            fail_msg("%s.%s: a branch has four digits, written by IDCC_FIELD", fields->name,
                     field->name);
        found++;
    }
    return found;
}

/* "917" and "0917" are one branch, wherever one is told. */
static void a_branch_has_one_spelling(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            found += look_for_branches(o->body) + look_for_branches(o->query);
    }
    assert_true(found >= 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_stands_once_in_its_vocabulary),
        cmocka_unit_test(a_constraint_has_one_reason),
        cmocka_unit_test(a_role_has_a_name_of_its_own),
        cmocka_unit_test(an_invariant_has_one_number),
        cmocka_unit_test(what_sounds_secret_is_marked_as_such),
        cmocka_unit_test(what_is_asked_for_hours_attended_serves_all_who_ask),
        cmocka_unit_test(what_people_type_is_read_as_they_type_it),
        cmocka_unit_test(codes_of_registers_are_read_as_people_type_them),
        cmocka_unit_test(a_branch_has_one_spelling),
        cmocka_unit_test(what_asks_for_a_version_shows_it),
        cmocka_unit_test(what_shows_people_has_a_name_in_the_list_of_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
