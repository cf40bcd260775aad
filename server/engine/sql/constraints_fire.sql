-- SPDX-License-Identifier: EUPL-1.2
-- A dry run meets at once what a commit would meet.
select constraints_fire() where $1::text is not null
