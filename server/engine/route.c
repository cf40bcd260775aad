/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/route.h"

#include <assert.h>
#include <stdio.h>

struct route {
    const struct operation *operation;
    struct slice members[ROUTE_MEMBERS_MAX]; /* "v1", "candidacies", "{candidacy_id}" */
    unsigned count;
};

static struct route routes[ROUTES_MAX];
static unsigned route_count;

unsigned route_split(struct slice path, struct slice ret_members[ROUTE_MEMBERS_MAX])
{
    unsigned count = 0;
    size_t at = 1;
    while (at <= path.size && count < ROUTE_MEMBERS_MAX) {
        size_t end = at;
        while (end < path.size && path.at[end] != '/')
            end++;
        ret_members[count++] = (struct slice){ path.at + at, end - at };
        at = end + 1;
    }
    return at > path.size ? count : 0;
}

void route_init(void)
{
    route_count = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            assert(route_count < ROUTES_MAX);
            struct route *route = &routes[route_count++];
            route->operation = o;
            route->count = route_split(slice_of(o->path), route->members);
        }
    }
}

static bool is_variable(struct slice member)
{
    return member.size > 0 && member.at[0] == '{';
}

static bool matches(const struct route *route, const struct slice *members, unsigned count)
{
    if (route->count != count)
        return false;
    for (unsigned i = 0; i < count; i++) {
        if (!is_variable(route->members[i]) && !slice_equals(route->members[i], members[i]))
            return false;
        if (is_variable(route->members[i]) && members[i].size == 0)
            return false;
    }
    return true;
}

/* A literal beats a variable at the first place where two templates differ. */
static bool is_more_literal(const struct route *a, const struct route *b)
{
    for (unsigned i = 0; i < a->count; i++) {
        if (is_variable(a->members[i]) != is_variable(b->members[i]))
            return is_variable(b->members[i]);
    }
    return false;
}

static bool method_fits(enum method wanted, enum http_method asked)
{
    static const enum http_method same[] = { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH,
                                             HTTP_DELETE };
    return same[wanted] == asked || (wanted == METHOD_GET && asked == HTTP_HEAD);
}

/* All that any path knows, for OPTIONS of "*". */
static struct route_match find_service(void)
{
    struct route_match match = { 0 };
    for (unsigned i = 0; i < route_count; i++)
        match.allowed |= 1u << routes[i].operation->method;
    return match;
}

struct route_match route_find(enum http_method method, struct slice path)
{
    struct route_match match = { 0 };
    struct slice members[ROUTE_MEMBERS_MAX];
    if (slice_is(path, "*"))
        return find_service();
    unsigned count = route_split(path, members);
    const struct route *best = NULL;
    for (unsigned i = 0; i < route_count; i++) {
        if (matches(&routes[i], members, count) && (!best || is_more_literal(&routes[i], best)))
            best = &routes[i];
    }
    /* A literal template hides those with a variable in its place, whatever their methods:
     * "searches" is no {candidate_id}. */
    for (unsigned i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        if (!matches(route, members, count) || is_more_literal(best, route))
            continue;
        match.allowed |= 1u << route->operation->method;
        if (route->operation->intake)
            match.intake = route->operation->intake;
        if (route->operation->body || route->operation->intake)
            match.takes_body |= 1u << route->operation->method;
        if (method_fits(route->operation->method, method))
            match.operation = route->operation;
    }
    for (unsigned i = 0, n = 0; match.operation && i < count; i++) {
        if (is_variable(best->members[i]) && n < EXCHANGE_PATH_MEMBERS)
            match.members[n++] = members[i];
    }
    return match;
}

void route_print_allow(unsigned allowed, char ret_text[ROUTE_ALLOW_SIZE])
{
    const size_t size = ROUTE_ALLOW_SIZE;
    size_t used = 0;
    ret_text[0] = '\0';
    for (unsigned i = 0; i < METHOD_COUNT; i++) {
        if (!(allowed & (1u << i)))
            continue;
        int more = snprintf(ret_text + used, size - used, "%s, %s", method_names[i],
                            i == METHOD_GET ? "HEAD, " : "");
        used += more > 0 ? (size_t)more : 0;
    }
    snprintf(ret_text + used, size - used, "OPTIONS");
}

struct slice route_member_name(const struct operation *operation, unsigned n)
{
    for (const char *at = operation->path; *at; at++) {
        if (*at != '{' || n-- > 0)
            continue;
        const char *end = strchr(at, '}');
        return (struct slice){ at + 1, (size_t)(end - at - 1) };
    }
    return (struct slice){ 0 };
}
