/* SPDX-License-Identifier: EUPL-1.2 */
/* What the requests between two sides answer, for another program to judge against the rules: of a
 * link (decision 34) and of the transfer of a file (decisions 16 and 34). A day is its number in
 * March 2026, 0 = none; reasons are separated by a bar, "-" = none.
 *   L state event party to reason link    a row of the links; party "-" = no such row
 *   T kind state party event given to     a transfer, decided; given = 1 with a reason; to = the
 *                                         state reached or the reasons
 *   A from to until today over needs overlaps meets  begins first granted accept pending settled
 *                                         a link that would begin, in every way
 *   S state contact consent today pending elsewhere here reasons   a transfer is asked for
 *   O state contact consent today offered reasons                  a file is offered */
#include "link_request.h"
#include "transfer_request.h"

#include <stdio.h>

enum { LAST_DAY = 4 };

static struct date march(int number)
{
    return number == 0 ? (struct date){ 0 } : (struct date){ 2026, 3, (int8_t)number };
}

static void print_reasons(const struct outcome *outcome)
{
    if (outcome->count == 0)
        printf(" -");
    for (int i = 0; i < outcome->count; i++)
        printf("%c%s", i == 0 ? ' ' : '|', reason_info(outcome->unmet[i].reason)->code);
}

static void every_link_row(void)
{
    static const char *const parties[LINK_PARTY_COUNT] = {
        [LINK_PARTY_ASKED] = "ASKED",
        [LINK_PARTY_OTHER] = "OTHER",
        [LINK_PARTY_CERTIFIER] = "CERTIFIER",
        [LINK_PARTY_TIME] = "TIME",
    };
    for (int from = 0; from < LINK_REQUEST_STATE_COUNT; from++)
        for (int event = 0; event < LINK_REQUEST_EVENT_COUNT; event++) {
            const struct link_request_transition *row = link_request_transition_find(
                (enum link_request_state)from, (enum link_request_event)event);
            printf("L %s %s %s %s %d %d\n", link_request_state_names[from],
                   link_request_event_names[event], row == NULL ? "-" : parties[row->party],
                   row == NULL ? "-" : link_request_state_names[row->to],
                   row != NULL && row->needs_reason, row != NULL && row->makes_link);
        }
}

static void every_transfer_row(void)
{
    static const char *const parties[] = { "SENT", "RECEIVED", "CERTIFIER" };
    for (int kind = 0; kind < TRANSFER_KIND_COUNT; kind++)
        for (int state = 0; state < TRANSFER_REQUEST_STATE_COUNT; state++)
            for (int party = 0; party <= TRANSFER_PARTY_NONE; party++)
                for (int event = 0; event < TRANSFER_REQUEST_EVENT_COUNT; event++)
                    for (int given = 0; given < 2; given++) {
                        const struct transfer_standing now = { (enum transfer_kind)kind,
                                                               (enum transfer_request_state)state };
                        enum transfer_request_state to = TRANSFER_REQUEST_STATE_COUNT;
                        const struct outcome outcome = transfer_request_decide(
                            now, (enum transfer_party)party, (enum transfer_request_event)event,
                            given != 0, &to);
                        printf("T %s %s %s %s %d", transfer_kind_names[kind],
                               transfer_request_state_names[state], parties[party],
                               transfer_request_event_names[event], given);
                        if (to != TRANSFER_REQUEST_STATE_COUNT)
                            printf(" to:%s", transfer_request_state_names[to]);
                        if (to == TRANSFER_REQUEST_STATE_COUNT || outcome.count > 0)
                            print_reasons(&outcome);
                        printf("\n");
                    }
}

static void one_link(int from, int to, int until, int today, int over)
{
    for (unsigned facts = 0; facts < 16; facts++) {
        const struct link_question asked = { .valid_from = march(from),
                                             .valid_to = march(to),
                                             .answer_until = march(until),
                                             .today = march(today),
                                             .deadline_day = march(over),
                                             .needs_consent = (facts & 1) != 0,
                                             .overlapping_id = { { (facts & 2) != 0 } },
                                             .meets_session = (facts & 4) != 0,
                                             .is_excluded = (facts & 8) != 0 };
        const struct outcome accept = link_request_accept(&asked),
                             pending = link_request_ask(&asked, LINK_REQUEST_PENDING),
                             taken = link_request_ask(&asked, LINK_REQUEST_ACCEPTED),
                             granted = link_request_ask(&asked, LINK_REQUEST_GRANTED);
        printf("A %d %d %d %d %d %d %d %d %d %d %s %s", from, to, until, today, over,
               asked.needs_consent, (facts & 2) != 0, asked.meets_session, asked.is_excluded,
               link_begins(&asked).day,
               link_request_state_names[link_request_first_state(&asked, false)],
               link_request_state_names[link_request_first_state(&asked, true)]);
        print_reasons(&accept);
        print_reasons(&pending);
        print_reasons(&taken);
        print_reasons(&granted);
        printf("\n");
    }
}

static void every_link(void)
{
    for (int from = 1; from <= LAST_DAY; from++)
        for (int to = 0; to <= LAST_DAY; to++)
            for (int until = 0; until <= LAST_DAY; until++)
                for (int today = 1; today <= LAST_DAY; today++)
                    for (int over = 1; over <= LAST_DAY; over++)
                        one_link(from, to, until, today, over);
}

static void one_transfer(int state, int contact, int consent, int today)
{
    for (unsigned facts = 0; facts < 8; facts++) {
        const struct transfer_question asked = { .state = (enum candidacy_state)state,
                                                 .contact_on = march(contact),
                                                 .consent_on = march(consent),
                                                 .today = march(today),
                                                 .pending_id = { { (facts & 1) != 0 } },
                                                 .is_elsewhere = (facts & 2) != 0,
                                                 .here_id = { { (facts & 4) != 0 } } };
        const struct outcome outcome = transfer_request_send(&asked);
        printf("S %s %d %d %d %d %d %d", candidacy_state_name(asked.state), contact, consent, today,
               (facts & 1) != 0, asked.is_elsewhere, (facts & 4) != 0);
        print_reasons(&outcome);
        printf("\n");
    }
    for (int offered = 0; offered < 2; offered++) {
        const struct transfer_offer asked = { .state = (enum candidacy_state)state,
                                              .contact_on = march(contact),
                                              .consent_on = march(consent),
                                              .today = march(today),
                                              .offered_id = { { offered != 0 } } };
        const struct outcome outcome = transfer_request_offer(&asked);
        printf("O %s %d %d %d %d", candidacy_state_name(asked.state), contact, consent, today,
               offered);
        print_reasons(&outcome);
        printf("\n");
    }
}

static void every_transfer(void)
{
    for (int state = 0; state < CANDIDACY_STATE_COUNT; state++)
        for (int contact = 1; contact <= LAST_DAY; contact++)
            for (int consent = 1; consent <= LAST_DAY; consent++)
                for (int today = 1; today <= LAST_DAY; today++)
                    one_transfer(state, contact, consent, today);
}

int main(void)
{
    every_link_row();
    every_transfer_row();
    every_link();
    every_transfer();
    return 0;
}
