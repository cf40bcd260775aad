-- 0079 hours: merges of persons before this one forgot that a trainer whom another had replaced had given hours (S6).

set local role clea_owner;

alter table cycle_person no force row level security;
alter table person no force row level security;
insert into cycle_person (candidacy_id, human_id, role)
select k.candidacy_id, p.human_id, k.role from cycle_person k join person p on p.id = k.human_id and p.human_id <> p.id
on conflict do nothing;
alter table cycle_person force row level security;
alter table person force row level security;
