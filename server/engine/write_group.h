/* SPDX-License-Identifier: EUPL-1.2 */
/* Commands of a batch that share their statements, each of which has their items one behind the
 * other: of one operation, and of one scope unless each item says who asks. */
#ifndef WRITE_GROUP_H
#define WRITE_GROUP_H

#include "engine/flight.h"

/* It lives in its segment. */
struct write_group {
    struct write_group *next;
    struct flight *flights[BATCH_MAX]; /* by seat */
    unsigned count;
    unsigned first, effect_count; /* executions of their effects */
    struct shared_rows *keys;     /* NULL: none of them has one */
    struct shared_rows *replies[2];
};

/* Each of its statements serves several askers (statement.h): it shares them with commands of
 * whatever scope. */
bool write_serves_askers(const struct flight *flight);
/* The effects of one kind as items of one statement, of `ret_execution` when it is there already;
 * how many there were. */
unsigned write_add_kind(struct segment *segment, const struct flight *flight,
                        const struct write *write, struct execution **ret_execution);
/* Keys, effects and replies of its commands; their scope is set, if they need one. */
void write_group_add(struct segment *segment, struct write_group *group);
/* REASON_NONE when everything touched what was decided. Of several commands nobody knows which one
 * is stale: each is to be sent alone. */
enum reason write_group_check(struct write_group *group, const struct segment *segment);
/* The rows of a command's reply, into flight->reply_rows. */
void write_group_take_rows(struct write_group *group, unsigned seat);

#endif
