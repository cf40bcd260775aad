/* SPDX-License-Identifier: EUPL-1.2 */
/* The shape of a référentiel: building it, its text form, what is wrong with a draft, positions by
 * code. */
#include "referential.h"

#include <string.h>

void item_set_add(struct item_set *set, int item)
{
    set->bits[item / 64] |= UINT64_C(1) << (item % 64);
}

bool item_set_has(const struct item_set *set, int item)
{
    return (set->bits[item / 64] >> (item % 64) & 1) != 0;
}

int item_set_count(const struct item_set *set)
{
    int count = 0;
    for (size_t i = 0; i < REFERENTIAL_MAX_ITEMS / 64; i++)
        for (uint64_t bits = set->bits[i]; bits != 0; bits &= bits - 1)
            count++;
    return count;
}

bool item_set_is_empty(const struct item_set *set)
{
    _Static_assert(sizeof set->bits / sizeof set->bits[0] == 4,
                   "every word of the set is looked at");
    return (set->bits[0] | set->bits[1] | set->bits[2] | set->bits[3]) == 0;
}

bool referential_code_is_valid(const char *code, size_t size)
{
    if (size == 0 || size >= REFERENTIAL_CODE_SIZE)
        return false;
    for (size_t i = 0; i < size; i++) {
        const char c = code[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
              c == '.' || c == '-' || c == '_'))
            return false;
    }
    return true;
}

static void code_copy(const char *code, size_t size, char ret_code[REFERENTIAL_CODE_SIZE])
{
    memcpy(ret_code, code, size);
    memset(ret_code + size, 0, REFERENTIAL_CODE_SIZE - size);
}

void referential_init(struct referential *referential)
{
    referential->domain_count = 0;
    referential->subdomain_count = 0;
    referential->item_count = 0;
}

/* A leaf carries its implicit sub-domain and item from the start; its first real sub-domain takes
 * their place. */
bool referential_add_domain(struct referential *referential, const char *code, size_t size)
{
    if (!referential_code_is_valid(code, size) ||
        referential->domain_count == REFERENTIAL_MAX_DOMAINS ||
        referential->subdomain_count == REFERENTIAL_MAX_SUBDOMAINS ||
        referential->item_count == REFERENTIAL_MAX_ITEMS)
        return false;
    const int d = referential->domain_count++;
    const int s = referential->subdomain_count++;
    const int i = referential->item_count++;
    struct domain *domain = &referential->domains[d];
    *domain =
        (struct domain){ .first_subdomain = (int16_t)s, .subdomain_count = 1, .is_leaf = true };
    code_copy(code, size, domain->code);
    struct subdomain *subdomain = &referential->subdomains[s];
    *subdomain = (struct subdomain){ .domain = (int16_t)d,
                                     .first_item = (int16_t)i,
                                     .item_count = 1,
                                     .threshold_kind = THRESHOLD_COUNT,
                                     .threshold = 1,
                                     .is_implicit = true };
    code_copy(code, size, subdomain->code);
    struct item *item = &referential->items[i];
    *item = (struct item){ .subdomain = (int16_t)s };
    code_copy(code, size, item->code);
    return true;
}

bool referential_add_subdomain(struct referential *referential, const char *code, size_t size,
                               enum threshold_kind kind, int threshold)
{
    if (!referential_code_is_valid(code, size) || referential->domain_count == 0 ||
        threshold < INT16_MIN || threshold > INT16_MAX)
        return false;
    struct domain *domain = &referential->domains[referential->domain_count - 1];
    if (domain->is_leaf) {
        domain->is_leaf = false;
        domain->subdomain_count = 0;
        referential->subdomain_count--;
        referential->item_count--;
    }
    if (referential->subdomain_count == REFERENTIAL_MAX_SUBDOMAINS)
        return false;
    struct subdomain *subdomain = &referential->subdomains[referential->subdomain_count++];
    *subdomain = (struct subdomain){ .domain = (int16_t)(referential->domain_count - 1),
                                     .first_item = (int16_t)referential->item_count,
                                     .threshold_kind = kind,
                                     .threshold = (int16_t)threshold };
    code_copy(code, size, subdomain->code);
    domain->subdomain_count++;
    return true;
}

bool referential_add_criterion(struct referential *referential, const char *code, size_t size,
                               bool is_mandatory)
{
    if (!referential_code_is_valid(code, size) || referential->domain_count == 0 ||
        referential->domains[referential->domain_count - 1].is_leaf ||
        referential->item_count == REFERENTIAL_MAX_ITEMS)
        return false;
    const int s = referential->subdomain_count - 1;
    struct item *item = &referential->items[referential->item_count++];
    *item = (struct item){ .subdomain = (int16_t)s, .is_mandatory = is_mandatory };
    code_copy(code, size, item->code);
    referential->subdomains[s].item_count++;
    return true;
}

/* A word is what stands before the next space or the end of the line. */
static size_t word_size(const char *at, const char *end)
{
    const char *space = memchr(at, ' ', (size_t)(end - at));
    return (size_t)((space != NULL ? space : end) - at);
}

/* 1..999, no leading zero; at least one character. */
static bool threshold_parse(const char *at, size_t size, int *ret_threshold)
{
    int threshold = 0;
    if (size > 3 || at[0] == '0')
        return false;
    for (size_t i = 0; i < size; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        threshold = threshold * 10 + (at[i] - '0');
    }
    *ret_threshold = threshold;
    return true;
}

/* "1.1 P 50" */
static bool subdomain_parse(struct referential *referential, const char *at, const char *end)
{
    const size_t size = word_size(at, end);
    const char *rest = at + size;
    int threshold;
    if (end - rest < 4 || (rest[1] != 'P' && rest[1] != 'C') || rest[2] != ' ' ||
        !threshold_parse(rest + 3, (size_t)(end - rest - 3), &threshold))
        return false;
    const enum threshold_kind kind = rest[1] == 'P' ? THRESHOLD_PERCENTAGE : THRESHOLD_COUNT;
    if (kind == THRESHOLD_PERCENTAGE && threshold > 100)
        return false;
    return referential_add_subdomain(referential, at, size, kind, threshold);
}

/* "1.1.1" or "1.1.1 M" */
static bool criterion_parse(struct referential *referential, const char *at, const char *end)
{
    const size_t size = word_size(at, end);
    const size_t rest = (size_t)(end - at) - size;
    if (rest != 0 && (rest != 2 || at[size + 1] != 'M'))
        return false;
    return referential_add_criterion(referential, at, size, rest == 2);
}

static bool line_parse(struct referential *referential, const char *at, const char *end)
{
    if (end - at < 3 || at[1] != ' ')
        return false;
    switch (at[0]) {
    case 'D':
        return referential_add_domain(referential, at + 2, (size_t)(end - at) - 2);
    case 'S':
        return subdomain_parse(referential, at + 2, end);
    case 'C':
        return criterion_parse(referential, at + 2, end);
    default:
        return false;
    }
}

bool referential_parse(const char *text, size_t size, struct referential *ret_referential)
{
    const char *at = text;
    const char *const end = text + size;
    referential_init(ret_referential);
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL || !line_parse(ret_referential, at, line_end))
            return false;
        at = line_end + 1;
    }
    /* A count can only be compared with the number of criteria once they are all there. */
    for (int s = 0; s < ret_referential->subdomain_count; s++) {
        const struct subdomain *subdomain = &ret_referential->subdomains[s];
        if (subdomain->threshold_kind == THRESHOLD_COUNT && subdomain->item_count > 0 &&
            subdomain->threshold > subdomain->item_count)
            return false;
    }
    return ret_referential->domain_count > 0;
}

/* Text being written; it stops growing, and says so, when the room is used up. */
struct printer {
    char *text;
    size_t size, capacity;
};

static void print_bytes(struct printer *printer, const char *bytes, size_t size)
{
    if (printer->size + size < printer->capacity)
        memcpy(printer->text + printer->size, bytes, size);
    printer->size += size; /* beyond the capacity: only counted */
}

static void print_text(struct printer *printer, const char *text)
{
    print_bytes(printer, text, strlen(text));
}

static void print_number(struct printer *printer, int number)
{
    char digits[5]; /* of INT16_MAX */
    size_t i = sizeof digits;
    do {
        digits[--i] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    print_bytes(printer, digits + i, sizeof digits - i);
}

static bool subdomain_print(struct printer *printer, const struct referential *referential,
                            const struct subdomain *subdomain)
{
    if (subdomain->threshold < 1 || (subdomain->threshold_kind != THRESHOLD_PERCENTAGE &&
                                     subdomain->threshold_kind != THRESHOLD_COUNT))
        return false;
    print_text(printer, "S ");
    print_text(printer, subdomain->code);
    print_text(printer, subdomain->threshold_kind == THRESHOLD_PERCENTAGE ? " P " : " C ");
    print_number(printer, subdomain->threshold);
    print_text(printer, "\n");
    for (int i = subdomain->first_item; i < subdomain->first_item + subdomain->item_count; i++) {
        print_text(printer, "C ");
        print_text(printer, referential->items[i].code);
        print_text(printer, referential->items[i].is_mandatory ? " M\n" : "\n");
    }
    return true;
}

size_t referential_print(const struct referential *referential, char *ret_text, size_t capacity)
{
    struct printer printer = { ret_text, 0, capacity };
    for (int d = 0; d < referential->domain_count; d++) {
        const struct domain *domain = &referential->domains[d];
        print_text(&printer, "D ");
        print_text(&printer, domain->code);
        print_text(&printer, "\n");
        for (int s = domain->first_subdomain;
             !domain->is_leaf && s < domain->first_subdomain + domain->subdomain_count; s++)
            if (!subdomain_print(&printer, referential, &referential->subdomains[s]))
                return 0;
    }
    if (printer.size >= capacity)
        return 0;
    ret_text[printer.size] = '\0';
    return printer.size;
}

/* Faults of a draft */

struct faults {
    struct referential_fault *faults;
    int count;
};

static void fault_add(struct faults *faults, enum reason reason, const char *code)
{
    faults->faults[faults->count++] = (struct referential_fault){ reason, code };
}

static void subdomain_check(const struct subdomain *subdomain, struct faults *faults)
{
    if (subdomain->item_count == 0)
        fault_add(faults, REASON_SUBDOMAIN_WITHOUT_CRITERIA, subdomain->code);
    switch (subdomain->threshold_kind) {
    case THRESHOLD_NONE:
        fault_add(faults, REASON_THRESHOLD_MISSING, subdomain->code);
        break;
    case THRESHOLD_BOTH:
        fault_add(faults, REASON_THRESHOLD_AMBIGUOUS, subdomain->code);
        break;
    case THRESHOLD_PERCENTAGE:
        if (subdomain->threshold < 1 || subdomain->threshold > 100)
            fault_add(faults, REASON_THRESHOLD_OUT_OF_RANGE, subdomain->code);
        break;
    case THRESHOLD_COUNT:
        if (subdomain->threshold < 1 ||
            (subdomain->item_count > 0 && subdomain->threshold > subdomain->item_count))
            fault_add(faults, REASON_THRESHOLD_OUT_OF_RANGE, subdomain->code);
        break;
    }
}

int referential_check(const struct referential *referential,
                      struct referential_fault ret_faults[REFERENTIAL_MAX_FAULTS])
{
    struct faults faults = { ret_faults, 0 };
    for (int s = 0; s < referential->subdomain_count; s++)
        subdomain_check(&referential->subdomains[s], &faults);
    /* A code is unique on its level: positions are found by it. */
    for (int i = 1; i < referential->domain_count; i++)
        if (referential_find_domain(referential, referential->domains[i].code,
                                    strlen(referential->domains[i].code)) != i)
            fault_add(&faults, REASON_CODE_DUPLICATED, referential->domains[i].code);
    for (int i = 1; i < referential->subdomain_count; i++)
        if (!referential->subdomains[i].is_implicit &&
            referential_find_subdomain(referential, referential->subdomains[i].code,
                                       strlen(referential->subdomains[i].code)) != i)
            fault_add(&faults, REASON_CODE_DUPLICATED, referential->subdomains[i].code);
    for (int i = 1; i < referential->item_count; i++)
        if (!referential->subdomains[referential->items[i].subdomain].is_implicit &&
            referential_find_item(referential, referential->items[i].code,
                                  strlen(referential->items[i].code)) != i)
            fault_add(&faults, REASON_CODE_DUPLICATED, referential->items[i].code);
    return faults.count;
}

/* Positions by code */

static bool code_is(const char stored[REFERENTIAL_CODE_SIZE], const char *code, size_t size)
{
    /* Compared by size, so that a NUL inside the code sent cannot pass for the end. */
    return strlen(stored) == size && memcmp(stored, code, size) == 0;
}

int referential_find_item(const struct referential *referential, const char *code, size_t size)
{
    for (int i = 0; i < referential->item_count; i++)
        if (code_is(referential->items[i].code, code, size))
            return i;
    return -1;
}

int referential_find_subdomain(const struct referential *referential, const char *code, size_t size)
{
    for (int i = 0; i < referential->subdomain_count; i++)
        if (code_is(referential->subdomains[i].code, code, size))
            return i;
    return -1;
}

int referential_find_domain(const struct referential *referential, const char *code, size_t size)
{
    for (int i = 0; i < referential->domain_count; i++)
        if (code_is(referential->domains[i].code, code, size))
            return i;
    return -1;
}
