/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of a connection share: its one door from state to state, how it is given up, how
 * it is watched, how statements are prepared on it, and how its segments end. Private to
 * connection.c, opening.c, preparing.c and results.c. */
#ifndef CONNECTION_STATE_H
#define CONNECTION_STATE_H

#include "db/connection.h"

enum { CONNECTION_BACKOFF_FIRST_MS = 50, CONNECTION_BACKOFF_LAST_MS = 2000 };

/* preparing.c: sends ahead what is not prepared of the executions that are not sent yet. False:
 * half of it is in the buffer. */
bool preparing_send(struct connection *connection, struct segment *segment);
/* What arrives next is of a statement that is being prepared. */
bool preparing_is_awaited(const struct segment *segment);
/* Takes what arrived, NULL behind each result too. False: an error, which is the segment's. */
bool preparing_take(struct connection *connection, struct segment *segment, const PGresult *result);

/* The one door: a move that connection.h does not draw is an error of the program. */
void connection_move(struct connection *connection, enum connection_state next, const char *why);
/* Gives the connection up with all that is on it; connection_turn() opens it again. */
void connection_lose(struct connection *connection, const char *why);
/* The same, and said once until a connection is had again. */
void connection_lose_while_opening(struct connection *connection);
bool connection_watch(struct connection *connection, uint32_t events);
/* The oldest segment in flight has ended. */
void connection_end_segment(struct connection *connection, enum segment_outcome outcome);

/* results.c: what has arrived of the segments in flight. */
void results_read(struct connection *connection);
/* results.c: a warning of the server. */
void results_take_notice(void *context, const PGresult *notice);

/* opening.c */
void opening_begin(struct connection *connection, int64_t now_ms);
void opening_go_on(struct connection *connection); /* CONNECTING */

#endif
