/* SPDX-License-Identifier: EUPL-1.2 */
#include "contract/rules.h"

#include "api/role.h"
#include "api/words.h"
#include "appeal.h"
#include "candidacy_machine.h"
#include "day_order.h"
#include "session_machine.h"
#include "link_request.h"
#include "transfer_request.h"

#include <stdbool.h>
#include <string.h>

static const char *state_name(enum candidacy_state state)
{
    return state == CANDIDACY_NONE ? "–" : candidacy_state_name(state);
}

static void print_actors(FILE *out, unsigned actors)
{
    bool is_first = true;
    for (unsigned i = 0; role_names[i]; i++) {
        if (!(actors & (1u << i)))
            continue;
        fprintf(out, "%s%s", is_first ? "" : ", ", role_names[i]);
        is_first = false;
    }
    if (actors & ACTOR_SYSTEM)
        fprintf(out, "%sSYSTEM", is_first ? "" : ", ");
}

static bool is_same_walk(const struct transition *a, const struct transition *b)
{
    const bool stay = a->to[0] == a->from && b->to[0] == b->from;
    return a->event == b->event && a->actors == b->actors && strcmp(a->rule, b->rule) == 0 &&
           memcmp(a->guards, b->guards, sizeof a->guards) == 0 &&
           (stay || memcmp(a->to, b->to, sizeof a->to) == 0);
}

/* How many rows from this one on differ in nothing that a reader would look for but their state. */
static size_t family(const struct transition *rows, size_t count)
{
    size_t size = 1;
    while (size < count && is_same_walk(rows, &rows[size]))
        size++;
    return size;
}

/* Leads from, or to, more states than a picture bears. */
static bool is_of_many_states(const struct transition *row, const struct transition *rows,
                              size_t count)
{
    enum { MANY = 3 };
    size_t from = 0, to = 0;
    for (size_t i = 0; i < count; i++)
        from += rows[i].event == row->event;
    while (row->to[to] != CANDIDACY_NONE)
        to++;
    return from >= MANY || to > MANY;
}

/* The way to the certificate. What may happen in many states would cover it with arrows, and an
 * event that leads back to where it started says nothing in it: both are in the table. */
static void print_diagram(FILE *out, const struct transition *rows, size_t count)
{
    fprintf(out, "```mermaid\nstateDiagram-v2\n");
    for (size_t i = 0; i < count; i++) {
        const bool is_drawn = !is_of_many_states(&rows[i], rows, count);
        for (const enum candidacy_state *to = rows[i].to; is_drawn && *to != CANDIDACY_NONE; to++) {
            if (*to != rows[i].from)
                fprintf(out, "    %s --> %s: %s\n",
                        rows[i].from == CANDIDACY_NONE ? "[*]" : candidacy_state_name(rows[i].from),
                        candidacy_state_name(*to), candidacy_event_name(rows[i].event));
        }
    }
    fprintf(out, "```\n");
}

static void print_states(FILE *out)
{
    fprintf(out, "| State | In French | In English | Ends the cycle |\n|---|---|---|---|\n");
    for (int i = CANDIDACY_NONE + 1; i < CANDIDACY_STATE_COUNT; i++) {
        const char *name = candidacy_state_name((enum candidacy_state)i);
        const struct label *label = &candidacy_state_words.labels[i - 1];
        fprintf(out, "| %s | %s | %s | %s |\n", name, label->fr, label->en,
                candidacy_state_is_terminal((enum candidacy_state)i) ? "yes" : "");
    }
}

static void print_transitions(FILE *out, const struct transition *rows, size_t count)
{
    fprintf(out, "| %s | ", rows->rule);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : ", ", state_name(rows[i].from));
    fprintf(out, " | `%s` | ", candidacy_event_name(rows->event));
    print_actors(out, rows->actors);
    fprintf(out, " | ");
    if (rows->to[0] == rows->from)
        fprintf(out, "the same");
    for (const enum candidacy_state *to = rows->to;
         rows->to[0] != rows->from && *to != CANDIDACY_NONE; to++)
        fprintf(out, "%s%s", to == rows->to ? "" : " or ", candidacy_state_name(*to));
    fprintf(out, " | ");
    for (const enum guard *guard = rows->guards; *guard != GUARD_NONE; guard++)
        fprintf(out, "%s`%s`", guard == rows->guards ? "" : " ", guard_info(*guard)->name);
    fprintf(out, " |\n");
}

static const char *decided_on(enum guard_kind kind)
{
    switch (kind) {
    case GUARD_STATE:
        return "state";
    case GUARD_DATA:
        return "data";
    case GUARD_AFTER_CONSENT:
        return "data, told after consent";
    }
    return "";
}

static void print_guards(FILE *out)
{
    fprintf(out,
            "| Guard | Reason | Decided on | In French | In English |\n|---|---|---|---|---|\n");
    for (int i = GUARD_NONE + 1; i < GUARD_COUNT; i++) {
        const struct guard_info *guard = guard_info((enum guard)i);
        const struct reason_info *reason = reason_info(guard->reason);
        fprintf(out, "| `%s` | `%s` | %s | %s | %s |\n", guard->name, reason->code,
                decided_on(guard->kind), reason->detail_fr, reason->detail_en);
    }
}

/* Each pair of the order of days, as its table has it. */
static void print_orders(FILE *out)
{
    size_t count;
    const struct day_order *orders = day_orders(&count);
    fprintf(out, "| Event | Its day | Does not precede | Guard |\n|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "| `%s` | %s | %s | `%s` |\n", candidacy_event_name(orders[i].event),
                orders[i].day_name, orders[i].bound_name, guard_info(orders[i].guard)->name);
}

static void print_sessions(FILE *out)
{
    size_t count;
    const struct session_transition *rows = session_transitions(&count);
    fprintf(out, "| From | Event | Who | To | Reasons to refuse |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "| %s | `%s` | ", session_state_name(rows[i].from),
                session_event_name(rows[i].event));
        print_actors(out, rows[i].actors);
        fprintf(out, " | %s | ", session_state_name(rows[i].to));
        for (const enum session_guard *guard = rows[i].guards; *guard != SESSION_GUARD_NONE;
             guard++)
            fprintf(out, "%s`%s`", guard == rows[i].guards ? "" : " ",
                    reason_info(session_guard_info(*guard)->reason)->code);
        fprintf(out, " |\n");
    }
}

static void print_appeals(FILE *out)
{
    size_t count;
    const struct appeal_transition *rows = appeal_transitions(&count);
    fprintf(out, "| From | Event | To | Needs a reason |\n|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "| %s | `%s` | %s | %s |\n", appeal_state_names[rows[i].from],
                appeal_event_names[rows[i].event], appeal_state_names[rows[i].to],
                rows[i].needs_reason ? "yes" : "no");
}

static const char *side_name(enum transfer_party party)
{
    return party == TRANSFER_PARTY_SENT       ? "who sent it"
           : party == TRANSFER_PARTY_RECEIVED ? "who received it"
                                              : "the certifier";
}

static void print_transfer_requests(FILE *out)
{
    size_t count;
    const struct transfer_request_transition *rows = transfer_request_transitions(&count);
    fprintf(out, "| Of | From | Event | By | To | Needs a reason |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "| %s | %s | `%s` | %s | %s | %s |\n",
                rows[i].is_of[TRANSFER_KIND_REQUEST] ? "both" : "an offer",
                transfer_request_state_names[rows[i].from],
                transfer_request_event_names[rows[i].event], side_name(rows[i].party),
                transfer_request_state_names[rows[i].to], rows[i].needs_reason ? "yes" : "no");
}

static const char *link_party_text(enum link_party party)
{
    return party == LINK_PARTY_ASKED       ? "who asked"
           : party == LINK_PARTY_OTHER     ? "the other side"
           : party == LINK_PARTY_CERTIFIER ? "the certifier"
                                           : "the sweep";
}

static void print_link_requests(FILE *out)
{
    size_t count;
    const struct link_request_transition *rows = link_request_transitions(&count);
    fprintf(out, "| From | Event | By | To | Needs a reason | Makes the link |\n"
                 "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "| %s | `%s` | %s | %s | %s | %s |\n", link_request_state_names[rows[i].from],
                link_request_event_names[rows[i].event], link_party_text(rows[i].party),
                link_request_state_names[rows[i].to], rows[i].needs_reason ? "yes" : "no",
                rows[i].makes_link ? "yes" : "no");
}

int rules_print(FILE *out)
{
    size_t count;
    const struct transition *rows = transitions(&count);
    fprintf(
        out,
        "# The rules, as the program holds them\n\nPrinted by `clea-server rules` from the tables "
        "of this folder; a test fails when they differ.\n\n## States of a candidacy (dossier)\n\n");
    print_states(out);
    fprintf(out, "\n## The way to the certificate\n\n");
    print_diagram(out, rows, count);
    fprintf(out,
            "\n## Transitions\n\nNo other transition exists: an event in another state is refused, "
            "with the events that the state allows. A refusal lists every guard that does not "
            "hold.\n\n| Rule | From | Event | Who | To | Guards |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0, size; i < count; i += size) {
        size = family(&rows[i], count - i);
        print_transitions(out, &rows[i], size);
    }
    fprintf(out, "\n## Guards\n\nA guard on the state is answered at any time by `allowed-events`; "
                 "one on the data needs the event.\n\n");
    print_guards(out);
    fprintf(out,
            "\n## Order of days\n\nWhat the day of an act, of the sitting it tells of or of the "
            "restitution it corrects to does not precede (`day_order.def`).\n\n");
    print_orders(out);
    fprintf(out, "\n## Sessions of a commission (séances de jury)\n\nAt SIGN the second signature "
                 "of the two colleges makes the decisions effective.\n\n");
    print_sessions(out);
    fprintf(out,
            "\n## Appeals (recours)\n\nAgainst a refusal of the commission that has taken "
            "effect, once, within the time of the policy (two months by default) from the day "
            "on which the candidate was told; until then the time does not run. UPHELD: "
            "the commission's decision is upheld after examination, the appeal fails. REJECTED: "
            "the appeal is inadmissible (from FILED) or unfounded (from ADMISSIBLE). "
            "REEXAMINE: the appeal succeeds, the file is live again before the same commission, "
            "the refusal voids nothing any "
            "more, and whoever voted on it votes on this candidacy no more.\n\n");
    print_appeals(out);
    fprintf(
        out,
        "\n## Requests and offers of a transfer (demandes et propositions de transfert)\n\nA "
        "request: from a contact whose "
        "candidate has an open file of the same certification with another organism, with the "
        "consent of the candidate: the server sends it to that organism, whose name it never "
        "tells. An offer: from the organism that holds a file to another one. ACCEPTED when "
        "the file is transferred (T31) to who asked or agreed; when it goes to a "
        "third organism a request follows it, and an offer ends; LAPSED when the file or the "
        "contact ends, or nobody answers within the time of the policy (30 days by default).\n\n");
    print_transfer_requests(out);
    fprintf(out,
            "\n## Requests for a link (demandes de rattachement)\n\nThe membership of an organism "
            "in a network, or a function of a person whom another recorded or who has a function "
            "elsewhere: asked by one side, it begins when the other accepts it, on that day at the "
            "earliest, and reaches no session in which the person sits over a file of the "
            "organism. LAPSED when nobody answers within the days of the policy (30 by "
            "default).\n\n");
    print_link_requests(out);
    return ferror(out) ? 1 : 0;
}
