-- A vote, cast, written down for its juror, confirmed by the same choice, or changed. What is written down replaces no word of
-- the juror, and a confirmation finds what it confirms: otherwise it touches nothing, and the snapshot was stale.
insert into vote (agenda_item_id, member_id, session_id, commission_id, choice, standing, cast_by, recorded_by, answered_at)
select x.agenda_item_id, x.member_id, x.session_id, x.commission_id, x.choice, x.standing, x.cast_by,
       case when x.standing = 'CONFIRMED' then (select v.recorded_by from vote v
            where v.agenda_item_id = x.agenda_item_id and v.member_id = x.member_id) else x.recorded_by end,
       case when x.standing = 'CONFIRMED' then clock_timestamp() end
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::uuid[])
     as x(agenda_item_id, member_id, session_id, commission_id, choice, standing, cast_by, recorded_by)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
on conflict on constraint vote_one_per_member do update
    set choice = excluded.choice, standing = excluded.standing, cast_by = excluded.cast_by, recorded_by = excluded.recorded_by,
        contest_reason = null, answered_at = excluded.answered_at,
        cast_at = case when excluded.standing = 'CONFIRMED' then vote.cast_at else clock_timestamp() end
    where case excluded.standing when 'OWN' then true when 'RECORDED' then vote.standing = 'RECORDED'
          else vote.standing = 'RECORDED' and vote.choice = excluded.choice end
