-- SPDX-License-Identifier: EUPL-1.2
-- One run of a job at a time: the lock is ours until the commit, or another run has it and this one is refused (job_running).
select job_take(x.name) from unnest($3::text[]) as x(name) where $1::text is not null
