#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A list that is read by pages has a table of the ways to walk it, NAME.walk beside NAME.sql, and a statement for each of them:
#
#   walk.sh STATEMENT.sql                                       whose entries in which sort, one a line
#   server/db/splice.sh STATEMENT.sql SCOPE SORT down|up       the statement of one way
#
# What a .walk says:
#
#   sort NAME + [TYPE]   a sort and the direction it has by itself (+ up, - down); the first one is the default. By the id alone,
#                        or by a key and then the id; TYPE of a key: date (the cursor carries it) or name (it is personal data, so the
#                        cursor names the entry and `place` of the scope looks its key up)
#   key SORT EXPRESSION  the key of an entry `s`; s.SORT when nothing is said. Behind a scope: of that scope
#   scope SCOPE          whose entries: ORGANISM, NETWORK, COMMISSION, CANDIDATE, FUNDER, of a person who reaches less TRAINER and JUROR, NATION,
#                        or ANY for all others (server/engine/list.c)
#   each QUERY           rows `m`: the list of the scope is that of all of them together, each walked by itself
#   place QUERY          the key of the entry x.cursor_id
#   id EXPRESSION        the id in the `from` below, where it is another column that the index has: s.id when nothing is said
#   from TEXT            where entries come from, with their own condition, in the order of an index; several stand for a union.
#                        A line that begins with a blank goes on
#   by SORT ID KEY TEXT  in that sort instead of the `from` above: its id and its key are those columns
#
# In the statement, {{walk}} … {{end}} is a page; between the two stand the filters of its entries `c`, each with its `and`. Of a page
# that is called p, {{marks p}} are the columns that tell the engine where the walk ended, {{order p}} is its order.
#
# An entry that the filter does not want is passed over; after 2,000 entries the walk ends, and its last entry comes with a mark.
set -eu
exec awk -v mode=ways -f "$(dirname "$0")/statements.awk" "$1"
