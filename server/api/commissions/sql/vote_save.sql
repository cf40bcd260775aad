-- SPDX-License-Identifier: EUPL-1.2
-- A vote, cast or changed by its juror, or written down for the juror: that replaces no word of the juror's own; it then
-- touches nothing, and the snapshot was stale. What had been written down stays beside the juror's own vote, for the minutes.
insert into vote (agenda_item_id, member_id, session_id, commission_id, choice, standing, cast_by, recorded_by)
select x.agenda_item_id, x.member_id, x.session_id, x.commission_id, x.choice, x.standing, x.cast_by, x.recorded_by
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::uuid[])
     as x(agenda_item_id, member_id, session_id, commission_id, choice, standing, cast_by, recorded_by)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
on conflict on constraint vote_one_per_member do update
    set choice = excluded.choice, standing = excluded.standing, cast_by = excluded.cast_by, recorded_by = excluded.recorded_by,
        contest_reason = null, answered_at = null, cast_at = clock_timestamp(),
        (taken_back_choice, taken_back_from, taken_back_at) = (
            select k.choice, k.recorded_by, k.at
            from (values (true, vote.choice, vote.recorded_by, coalesce(vote.answered_at, clock_timestamp())),
                         (false, vote.taken_back_choice, vote.taken_back_from, vote.taken_back_at)) as k(is_new, choice, recorded_by, at)
            where excluded.standing = 'OWN' and k.is_new = (vote.standing in ('RECORDED', 'CONTESTED')))
    where excluded.standing = 'OWN' or vote.standing = 'RECORDED'
