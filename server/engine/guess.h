/* SPDX-License-Identifier: EUPL-1.2 */
/* What an answer that says yes or no gives away to whoever guesses, and how that stays bounded
 * while whoever really knows is answered (operation.guessed: an employer who compares what is
 * printed on a certificate).
 *
 * What has to hold, and cannot hold all at once. (1) What is not known of a holder - a birth date
 * is one of some 20,000 - is not found by trying. (2) Whoever tells what is right is answered,
 * whatever others have tried. (3) A refusal tells nothing. If what is right were answered where
 * what is wrong is refused, the refusal would be the answer "wrong", and guessing had no bound: so
 * (2) cannot mean "at once", and what decides is looked at before anything is compared. It means:
 *
 * - Only what is wrong counts. A token is taken before anything is compared, and given back when
 * all that was told was right: it says nothing that its sender had not known. Those who read from
 * the paper use up nothing, neither their own nor what all share, however many they are.
 * - Of each address, about one thing: ten at once, then so many an hour (LIMIT_GUESSES). What comes
 *   from one address is one asker, here as at every door that needs no key (LIMIT_ADDRESS,
 *   LIMIT_CODES): two behind it cannot be told apart by anything that whoever guesses could not
 *   have made up, so that a bound of each of them would be none. They have a quarter of a
 *   certificate's bound each address, and only while somebody beside them goes on being wrong. A
 *   proxy in front is named to the server (http.proxies), lest everybody be one address.
 * - Of all together, about one thing: a line (LIMIT_GUESSED). A hundred at once; then everybody is
 *   given a place, so many of which come up in an hour. The time that a refusal tells (Retry-After)
 *   is a promise: who comes back at it, or within an hour of it, is answered, whatever others did
 *   meanwhile. Somebody with twenty addresses makes the line longer by twenty places and keeps
 *   nobody out; a place costs a token of its own address, and each has one at a time.
 *
 * So all addresses of the world together have `100 + 4 * guesses_per_hour * hours` wrong answers of
 * one certificate (with 30: a date among 20,000 takes 80 hours on the average, when everything else
 * is known), and with n of them somebody makes others wait n/120 hours: that bound slows, it does
 * not lock. What it costs whoever wants to make others wait is an address for each half a minute of
 * it; beyond a day the line takes no more, which is nearly 3,000 of them.
 *
 * The work is the same whatever was told: the limits are asked before the load, what is compared
 * are digests, in a time of their own (api/certificates/verification_matches.c), a code that nobody
 * has is looked for and compared as one that somebody has, and a token that is not given back goes
 * through the same hands. */
#ifndef GUESS_H
#define GUESS_H

#include <stdbool.h>

struct flight;

/* Before anything is loaded. False: it is refused with limit_reason(LIMIT_GUESSES). */
bool guess_is_allowed(struct flight *flight);
/* Once it is answered: what was right (exchange.was_right) was no guess. */
void guess_settle(struct flight *flight);

#endif
