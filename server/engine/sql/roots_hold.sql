-- SPDX-License-Identifier: EUPL-1.2
-- The roots of the commands that share a commit, locked in the order of their ids.
select roots_hold(ids => $3::uuid[])
