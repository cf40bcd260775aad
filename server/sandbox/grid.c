/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/grid.h"

#include <string.h>

static void copy_code(char ret_code[GRID_CODE_SIZE], const char *at, size_t size)
{
    memcpy(ret_code, at, size);
    ret_code[size] = '\0';
}

/* Size of the code without its last number: "2.3.4" → "2.3". */
static size_t parent_size(const char *code, size_t size)
{
    while (size > 0 && code[size - 1] != '.')
        size--;
    return size > 0 ? size - 1 : 0;
}

static bool is_in(const char *code, const char *parent, size_t size)
{
    return strncmp(code, parent, size) == 0 && code[size] == '.';
}

static bool add_item(struct seed_grid *grid, const char *at, size_t size)
{
    size_t subdomain_size = parent_size(at, size), domain_size = parent_size(at, subdomain_size);
    unsigned n = grid->item_count;
    if (size >= GRID_CODE_SIZE || domain_size == 0 || n == GRID_ITEMS_MAX ||
        grid->subdomain_count == 63)
        return false;
    const char *domain = n > 0 ? grid->domain_codes[grid->domain_count - 1] : "";
    if (strlen(domain) != domain_size || memcmp(domain, at, domain_size) != 0)
        copy_code(grid->domain_codes[grid->domain_count++], at, domain_size);
    if (n == 0 || !is_in(grid->items[n - 1].code, at, subdomain_size))
        grid->domain_of[grid->subdomain_count++] = grid->domain_count - 1;
    copy_code(grid->items[n].code, at, size);
    grid->items[n].subdomain = grid->subdomain_count - 1;
    grid->item_count++;
    return true;
}

bool seed_grid_init(struct seed_grid *grid, const char *item_codes)
{
    unsigned sizes[64] = { 0 };
    *grid = (struct seed_grid){ 0 };
    for (const char *at = item_codes; *at;) {
        size_t size = strcspn(at, " ");
        if (!add_item(grid, at, size))
            return false;
        at += size + strspn(at + size, " ");
    }
    for (unsigned i = 0; i < grid->item_count; i++)
        grid->items[i].place = sizes[grid->items[i].subdomain]++;
    for (unsigned i = 0; i < grid->item_count; i++)
        grid->items[i].size = sizes[grid->items[i].subdomain];
    return grid->item_count > 0;
}

/* A sub-domain of that domain, any of them. */
static unsigned pick_subdomain(const struct seed_grid *grid, struct seed_random *random,
                               unsigned domain)
{
    unsigned first = 0, count = 0;
    for (unsigned s = 0; s < grid->subdomain_count; s++) {
        if (grid->domain_of[s] == domain && count++ == 0)
            first = s;
    }
    return seed_random_between(random, first, first + count - 1);
}

uint64_t seed_grid_pick_gaps(const struct seed_grid *grid, struct seed_random *random)
{
    unsigned wanted = seed_random_between(random, 1, 3);
    uint64_t gaps = 0;
    for (unsigned i = 0; i < wanted; i++) {
        unsigned domain = seed_random_between(random, 0, grid->domain_count - 1);
        unsigned count = seed_random_between(random, 1, 2);
        for (unsigned k = 0; k < count; k++)
            gaps |= UINT64_C(1) << pick_subdomain(grid, random, domain);
    }
    return gaps;
}

uint64_t seed_grid_domains(const struct seed_grid *grid, uint64_t subdomains)
{
    uint64_t domains = 0;
    for (unsigned s = 0; s < grid->subdomain_count; s++) {
        if (subdomains >> s & 1)
            domains |= UINT64_C(1) << grid->domain_of[s];
    }
    return domains;
}

uint64_t seed_grid_widen(const struct seed_grid *grid, uint64_t subdomains)
{
    uint64_t domains = seed_grid_domains(grid, subdomains), wide = 0;
    for (unsigned s = 0; s < grid->subdomain_count; s++) {
        if (domains >> grid->domain_of[s] & 1)
            wide |= UINT64_C(1) << s;
    }
    return wide;
}

/* In a gap at most the first of three criteria is reached; elsewhere at most one of five is missed,
 * which every threshold of 75 % or less allows. */
static const char *status_of(const struct seed_grid *grid, unsigned item, uint64_t gaps,
                             unsigned number)
{
    unsigned subdomain = grid->items[item].subdomain, place = grid->items[item].place;
    unsigned size = grid->items[item].size;
    if (gaps >> subdomain & 1) {
        if (size >= 3 && place == 0)
            return "VALIDATED";
        return size >= 3 && place == size - 1 ? "NOT_EVALUATED" : "NOT_VALIDATED";
    }
    bool is_missed = size >= 5 && (number + subdomain) % 4 == 0 && place == number % size;
    return is_missed ? "NOT_VALIDATED" : "VALIDATED";
}

void seed_grid_write(const struct seed_grid *grid, struct writer *writer, uint64_t scope,
                     uint64_t gaps, enum grid_part part, unsigned number)
{
    unsigned in_scope = 0, seen = 0;
    for (unsigned i = 0; i < grid->item_count; i++)
        in_scope += (unsigned)(scope >> grid->items[i].subdomain & 1);
    unsigned half = (in_scope + 1) / 2;
    unsigned from = part == GRID_SECOND_HALF ? half : 0;
    unsigned to = part == GRID_FIRST_HALF ? half : in_scope;
    writer_open(writer, '[');
    for (unsigned i = 0; i < grid->item_count; i++) {
        if (!(scope >> grid->items[i].subdomain & 1))
            continue;
        unsigned rank = seen++;
        if (rank < from || rank >= to)
            continue;
        writer_open(writer, '{');
        writer_key(writer, "criterion_code");
        writer_text(writer, grid->items[i].code);
        writer_key(writer, "status");
        writer_text(writer, status_of(grid, i, gaps, number));
        if ((number + i) % 25 == 0) {
            writer_key(writer, "note");
            writer_text(writer, "Observé en situation, puis repris en entretien.");
        }
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}
