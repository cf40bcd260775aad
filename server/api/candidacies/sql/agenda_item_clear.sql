-- SPDX-License-Identifier: EUPL-1.2
-- T29: a cancelled file leaves the agenda it is on, while that agenda is open; the session's version moves with it.
with cleared as (
    update agenda_item i
    set removed_on = x.removed_on, removed_reason = x.reason
    from unnest($3::uuid[], $4::date[], $5::text[]) as x(file_id, removed_on, reason)
    where i.file_id = x.file_id and i.is_live and scope_writes_candidacy($1::text, $2::uuid, i.candidacy_id)
    returning i.session_id
)
update session s set version = s.version + 1 from cleared where s.id = cleared.session_id
