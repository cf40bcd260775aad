/* SPDX-License-Identifier: EUPL-1.2 */
/* Every closed list is a vocabulary, and every word has its labels. */
#include "api/words.h"

#include "api/events.h"
#include "api/operation.h"
#include "api/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static unsigned size_of(const struct vocabulary *vocabulary)
{
    unsigned size = 0;
    while (vocabulary->codes[size])
        size++;
    return size;
}

static void every_word_has_a_label_in_both_languages(void **state)
{
    (void)state;
    for (unsigned v = 0; vocabularies[v]; v++) {
        const struct vocabulary *vocabulary = vocabularies[v];
        assert_true(vocabulary->title.fr && *vocabulary->title.fr);
        assert_true(vocabulary->title.en && *vocabulary->title.en);
        assert_in_range(size_of(vocabulary), 1, 64);
        for (unsigned i = 0; vocabulary->codes[i]; i++) {
            const struct label *label = &vocabulary->labels[i];
            if (!label->fr || !*label->fr || !label->en || !*label->en)
                fail_msg("%s: %s lacks a label", vocabulary->name, vocabulary->codes[i]);
        }
    }
}

static void no_word_comes_twice(void **state)
{
    (void)state;
    for (unsigned v = 0; vocabularies[v]; v++) {
        const struct vocabulary *vocabulary = vocabularies[v];
        for (unsigned i = 0; vocabulary->codes[i]; i++) {
            const struct slice code = slice_of(vocabulary->codes[i]);
            if (vocabulary_find(vocabulary, code) != (int)i)
                fail_msg("%s has %s twice", vocabulary->name, vocabulary->codes[i]);
            assert_ptr_equal(vocabulary_label(vocabulary, code, false), vocabulary->labels[i].fr);
            assert_ptr_equal(vocabulary_label(vocabulary, code, true), vocabulary->labels[i].en);
        }
        assert_int_equal(vocabulary_find(vocabulary, SLICE("NO_SUCH_WORD")), -1);
        assert_null(vocabulary_label(vocabulary, SLICE("NO_SUCH_WORD"), true));
    }
}

/* Typewriter apostrophes, and signs that French sets apart with a no-break space. */
static void french_labels_are_set_as_french_is(void **state)
{
    (void)state;
    for (unsigned v = 0; vocabularies[v]; v++) {
        for (unsigned i = 0; vocabularies[v]->codes[i]; i++) {
            const char *fr = vocabularies[v]->labels[i].fr;
            /* Titles of invariants are sentences of another list. */
            if (vocabularies[v] != &invariant_words && strpbrk(fr, "'\":;?!"))
                fail_msg("%s: %s", vocabularies[v]->name, fr);
        }
    }
}

static void vocabularies_are_in_alphabetical_order(void **state)
{
    (void)state;
    for (unsigned i = 1; vocabularies[i]; i++)
        assert_true(strcmp(vocabularies[i - 1]->name, vocabularies[i]->name) < 0);
}

/* --- the tables that use them --- */

static bool is_published(const struct vocabulary *vocabulary)
{
    for (unsigned i = 0; vocabularies[i]; i++) {
        if (vocabularies[i] == vocabulary)
            return true;
    }
    return false;
}

/* Words that exist, and not all of them: then the row would say nothing. */
static void check_words(const char *table, const char *name, const struct vocabulary *words,
                        uint64_t only)
{
    if (!words || !is_published(words))
        fail_msg("%s of %s has no vocabulary that is published", name, table);
    const unsigned size = size_of(words);
    const uint64_t all = size == 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
    if (only && ((only & all) == 0 || (only & all) == all))
        fail_msg("%s of %s takes none or all of %s", name, table, words->name);
}

static unsigned check_fields(const struct fields *fields)
{
    unsigned count = 0;
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        if (field->type == FIELD_ENUM || field->type == FIELD_ENUMS) {
            check_words(fields->name, field->name, field->words, field->only);
            count++;
        } else if (field->words || field->only) {
            fail_msg("%s of %s is no enumeration", field->name, fields->name);
        }
        count += check_fields(field->of);
    }
    return count;
}

static unsigned check_view(const struct view *view, unsigned depth)
{
    unsigned count = 0;
    for (const struct member *m = view && depth < 8 ? view->members : NULL; m && m->name; m++) {
        if (m->type == MEMBER_ENUM) {
            check_words(view->name, m->name, m->words, m->only);
            count++;
        } else if (m->words || m->only) {
            fail_msg("%s of %s is no enumeration", m->name, view->name);
        }
        count += check_view(m->of, depth + 1);
    }
    return count;
}

static void every_enumeration_has_a_published_vocabulary(void **state)
{
    (void)state;
    unsigned count = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            count += check_fields(o->query) + check_fields(o->body) + check_view(o->reply.view, 0) +
                     check_view(o->reply.embedded.view, 0) +
                     check_view(o->reply.other ? o->reply.other->view : NULL, 0);
    }
    assert_true(count > 100);
}

static void roles_are_their_bits(void **state)
{
    (void)state;
    assert_int_equal(size_of(&role_words), ROLE_COUNT);
}

static unsigned check_guards(const struct event_rule *rule)
{
    enum { MOST = sizeof rule->of_state / sizeof rule->of_state[0] };
    unsigned count = 0;
    for (unsigned i = 0; i < MOST; i++) {
        const enum reason guards[] = { rule->of_state[i], rule->of_data[i] };
        for (unsigned k = 0; k < 2; k++) {
            if (guards[k] != REASON_NONE && !reason_holds(guards[k], true))
                fail_msg("%s does not say what holds", reason_info(guards[k])->code);
            count += guards[k] != REASON_NONE;
        }
    }
    return count;
}

/* Those of the machines of lib/ are asked there. */
static void every_guard_of_an_event_says_what_holds(void **state)
{
    (void)state;
    unsigned count = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            for (unsigned i = 0; o->machine && i < o->machine->rule_count; i++)
                count += check_guards(&o->machine->rules[i]);
        }
    }
    assert_true(count > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_has_a_label_in_both_languages),
        cmocka_unit_test(no_word_comes_twice),
        cmocka_unit_test(french_labels_are_set_as_french_is),
        cmocka_unit_test(vocabularies_are_in_alphabetical_order),
        cmocka_unit_test(every_enumeration_has_a_published_vocabulary),
        cmocka_unit_test(roles_are_their_bits),
        cmocka_unit_test(every_guard_of_an_event_says_what_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
