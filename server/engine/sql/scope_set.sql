-- SPDX-License-Identifier: EUPL-1.2
-- Head of every segment: who asks, until scope_change says another or the transaction ends. Answers the day or the instant that a
-- sandbox pretends, nulls = the real one; only a sandbox leaves them in the transaction (day_in, current_day). And why the service
-- is read-only, if it is, and until when.
select c.today as pretended_day, floor(extract(epoch from c.instant))::bigint as pretended_seconds,
       set_config('app.scope', coalesce($1::text, ''), true) as scope, set_config('app.scope_id', coalesce($2::uuid::text, ''), true) as scope_id,
       set_config('app.reach', '', true) as reach,
       case when c.instant is not null then set_config('app.instant', c.instant::text, true) end as instant,
       case when coalesce(c.today, c.instant) is not null
            then set_config('app.today', coalesce(c.today, (c.instant at time zone 'Europe/Paris')::date)::text, true) end as today,
       case when m.mode = 'READ_ONLY' then m.reason end as read_only_reason,
       case when m.mode = 'READ_ONLY' then floor(extract(epoch from m.ends_at))::bigint end as read_only_until
from sandbox_clock c cross join service_mode m
