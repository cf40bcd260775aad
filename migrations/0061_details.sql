-- 0061 details: year and commune of birth are searched by, beside the words of names; initials are seen whatever blank or hyphen stands
-- beside them, and whatever marks they bear.

set local role clea_owner;

alter table candidate no force row level security;
alter table candidate_access no force row level security;
alter table candidate_word no force row level security;
alter table candidate_access_word no force row level security;
insert into candidate_word (candidate_id, word)
select c.id, m.mark
from candidate c cross join lateral unnest(array['#' || c.birth_year, '@' || c.birth_commune_insee]) as m (mark)
where m.mark is not null
on conflict do nothing;
insert into candidate_access_word (organism_id, word, candidate_id)
select a.organism_id, w.word, a.candidate_id
from candidate_access a join candidate_word w on w.candidate_id = a.candidate_id
where w.word ~ '^[#@]'
on conflict do nothing;
alter table candidate force row level security;
alter table candidate_access force row level security;
alter table candidate_word force row level security;
alter table candidate_access_word force row level security;
comment on table candidate_word is 'One word of a candidate''s names, or the year or commune of birth as a mark (#1988, @59350); kept by a trigger';
comment on table candidate_access_word is 'The rows of candidate_word again for each organism that sees the record; kept by triggers';

drop index candidate_by_initials;
create index candidate_by_initials on candidate ((identity_parts[1]), id)
    where first_name_1 ~ '(^|[ .\u00A0\u202F\u2010-\u2015-])[^ .\u00A0\u202F\u2010-\u2015-][\u0300-\u036F]*([ .\u00A0\u202F\u2010-\u2015-]|$)';
