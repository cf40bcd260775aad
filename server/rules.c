#include "rules.h"

#include "api/role.h"
#include "appeal.h"
#include "candidacy_machine.h"
#include "session_machine.h"

#include <stdbool.h>

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

/* An event that leads back to where it started says nothing in a picture. */
static void print_diagram(FILE *out, const struct transition *rows, size_t count)
{
    fprintf(out, "```mermaid\nstateDiagram-v2\n");
    for (size_t i = 0; i < count; i++) {
        for (const enum candidacy_state *to = rows[i].to; *to != CANDIDACY_NONE; to++) {
            if (*to != rows[i].from)
                fprintf(out, "    %s --> %s: %s\n",
                        rows[i].from == CANDIDACY_NONE ? "[*]" : candidacy_state_name(rows[i].from),
                        candidacy_state_name(*to), candidacy_event_name(rows[i].event));
        }
    }
    fprintf(out, "```\n");
}

static void print_transition(FILE *out, const struct transition *row)
{
    fprintf(out, "| %s | %s | `%s` | ", row->rule, state_name(row->from),
            candidacy_event_name(row->event));
    print_actors(out, row->actors);
    fprintf(out, " | ");
    for (const enum candidacy_state *to = row->to; *to != CANDIDACY_NONE; to++)
        fprintf(out, "%s%s", to == row->to ? "" : " or ", candidacy_state_name(*to));
    fprintf(out, " | ");
    for (const enum guard *guard = row->guards; *guard != GUARD_NONE; guard++)
        fprintf(out, "%s`%s`", guard == row->guards ? "" : " ", guard_info(*guard)->name);
    fprintf(out, " |\n");
}

static void print_guards(FILE *out)
{
    fprintf(out,
            "| Guard | Reason | Decided on | In French | In English |\n|---|---|---|---|---|\n");
    for (int i = GUARD_NONE + 1; i < GUARD_COUNT; i++) {
        const struct guard_info *guard = guard_info((enum guard)i);
        const struct reason_info *reason = reason_info(guard->reason);
        fprintf(out, "| `%s` | `%s` | %s | %s | %s |\n", guard->name, reason->code,
                guard->kind == GUARD_STATE ? "state" : "data", reason->detail_fr,
                reason->detail_en);
    }
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

int rules_print(FILE *out)
{
    size_t count;
    const struct transition *rows = transitions(&count);
    fprintf(out, "# The rules, as the program holds them\n\n"
                 "Printed by `clea-server rules` from the tables of this folder; a test fails when "
                 "they differ.\n\n"
                 "## States of a candidacy (dossier)\n\n");
    print_diagram(out, rows, count);
    fprintf(out, "\n## Transitions\n\n"
                 "No other transition exists: an event in another state is refused, with the "
                 "events that the state allows. "
                 "A refusal lists every guard that does not hold.\n\n"
                 "| Rule | From | Event | Who | To | Guards |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++)
        print_transition(out, &rows[i]);
    fprintf(out, "\n## Guards\n\n"
                 "A guard on the state is answered at any time by `allowed-events`; one on the "
                 "data needs the event.\n\n");
    print_guards(out);
    fprintf(out,
            "\n## Sessions of a commission (séances de jury)\n\n"
            "At SIGN the second signature of the two colleges makes the decisions effective.\n\n");
    print_sessions(out);
    fprintf(out,
            "\n## Appeals (recours)\n\n"
            "Against a refusal of the commission that has taken effect, once, within the time of "
            "the policy (two months by default) from the day it took effect. UPHELD: the decision "
            "stands after examination. REJECTED: the appeal is inadmissible (from FILED) or "
            "unfounded (from ADMISSIBLE). REEXAMINE: the file is live again before the same "
            "commission, the refusal voids nothing any more, and whoever voted on it votes on this "
            "candidacy no more.\n\n");
    print_appeals(out);
    return ferror(out) ? 1 : 0;
}
