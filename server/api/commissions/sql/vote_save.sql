-- A vote, cast or changed before the decision.
insert into vote (agenda_item_id, member_id, session_id, commission_id, choice)
select x.agenda_item_id, x.member_id, x.session_id, x.commission_id, x.choice
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[])
     as x(agenda_item_id, member_id, session_id, commission_id, choice)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
on conflict on constraint vote_one_per_member do update set choice = excluded.choice, cast_at = clock_timestamp()
