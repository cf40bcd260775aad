-- SPDX-License-Identifier: EUPL-1.2
-- What has changed, by page, oldest first, up to the oldest transaction that is running (88_change.sql): change_by_told,
-- change_by_commission, change_by_root, change_pk. When there is nothing, a row says so (walk_mark 3) and from where one goes
-- on: from where one is, or, once a day, from where all have ended; when the cursor is too old, another one (4).
select x.item, case when c.id is not null then c.id when x.cursor_key = t.day then x.cursor_id else h.horizon end as id,
       c.kind, c.object_id, change_reference(c.kind, c.object_id, c.root_id) as reference,
       case when c.kind in ('CANDIDATE', 'APPOINTMENT') then c.root_id end as candidate_id,
       case when c.kind in ('CANDIDACY', 'EVIDENCE', 'FUNDING', 'NOTIFICATION', 'APPEAL', 'CERTIFICATE') then c.root_id end as candidacy_id,
       case when s.what <> 'HIDDEN' and ($1::text <> 'NETWORK' or c.told_id <> $2::uuid) then c.told_id end as organism_id, s.what,
       case when s.what <> 'HIDDEN' then c.version end as version, c.occurred_on, wire_instant(c.recorded_at) as recorded_at,
       case c.kind when 'CANDIDACY' then '/v1/candidacies/' || c.root_id
                   when 'CANDIDATE' then '/v1/candidates/' || c.object_id
                   when 'APPOINTMENT' then '/v1/appointments/' || c.object_id
                   when 'EVIDENCE' then '/v1/evidences/' || c.object_id
                   when 'FUNDING' then '/v1/funding/' || c.object_id
                   when 'NOTIFICATION' then '/v1/candidacies/' || c.root_id || '/notifications'
                   when 'APPEAL' then '/v1/appeals/' || c.object_id
                   when 'CERTIFICATE' then '/v1/certificates/' || c.object_id
                   when 'SESSION' then '/v1/sessions/' || c.object_id
                   when 'HABILITATION' then '/v1/habilitations/' || c.object_id
                   when 'ORGANISM' then '/v1/organisms/' || c.object_id end as href,
       coalesce(c.walk_mark, case when h.is_expired then 4 else 3 end) as walk_mark, t.day as walk_key,
       case when c.id is null or ($1::text = 'ORGANISM' and c.told_id = $2::uuid) then $1::text || ':' || $2::uuid
            when scope_is_tenant($1::text) then tenants_of('CHANGE', c.id) end as tenants
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::int[])
     with ordinality as x(page_limit, cursor_id, cursor_key, kinds, kept_days, item)
cross join lateral (select (clock_timestamp() at time zone 'UTC')::date::text as day offset 0) t
cross join lateral (select change_place(pg_snapshot_xmin(pg_current_snapshot()), 0) as horizon,
                           coalesce(x.cursor_key::date < t.day::date - x.kept_days or change_was_lost(x.cursor_id), false) as is_expired offset 0) h
left join lateral (
    {{walk}}
      and c.kind = any (string_to_array(x.kinds, ','))
    {{end}}
) c on not h.is_expired
cross join lateral (
    select case when c.what = 'TRANSFER'
                 and ($1::text = 'ORGANISM' or ($1::text = 'NETWORK' and not network_has_member(c.other_org_id))) then 'REVEALED'
                else c.what end as what) s
where $1::text is not null
order by x.item, {{order c}}
