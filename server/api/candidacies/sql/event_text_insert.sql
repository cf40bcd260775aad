-- The words typed with an act, apart from its event because fewer people read them.
insert into event_text (event_id, candidacy_id, texts)
select x.event_id, x.candidacy_id, x.texts::jsonb
from unnest($3::uuid[], $4::uuid[], $5::text[]) as x(event_id, candidacy_id, texts)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
