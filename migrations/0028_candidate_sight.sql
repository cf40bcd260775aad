-- 0027 sight of a candidate known by the number only: asked by the contact of an organism, opened by the candidate or the certifier.

set local role clea_owner;

create table candidate_sight (
    candidate_id uuid not null constraint candidate_sight_candidate references candidate,
    organism_id  uuid not null constraint candidate_sight_organism references organism,
    accepted_on  date not null,
    is_granted   boolean not null,
    settled_by   uuid constraint candidate_sight_settled_by references person,
    reason       text constraint candidate_sight_reason check (char_length(reason) between 1 and 2000),
    created_at   timestamptz not null default clock_timestamp(),
    constraint candidate_sight_pk primary key (candidate_id, organism_id),
    constraint candidate_sight_granted check (not is_granted or reason is not null)
);
comment on table candidate_sight is 'To which organisms the record of a candidate was opened, which others had entered (decision 34)';
comment on column candidate_sight.candidate_id is 'The candidate';
comment on column candidate_sight.organism_id is 'The organism that asked, by its contact';
comment on column candidate_sight.accepted_on is 'Day on which the candidate accepted, or the certifier granted it';
comment on column candidate_sight.is_granted is 'By the certifier, in the place of the candidate';
comment on column candidate_sight.settled_by is 'The person who granted it; null = the candidate';
comment on column candidate_sight.reason is 'Why; needed where the certifier grants it';
comment on column candidate_sight.created_at is 'Bookkeeping';
create index candidate_sight_by_organism on candidate_sight (organism_id, candidate_id);
-- Everybody finds the own logins.
create index login_by_person on login (person_id, id) where person_id is not null;

do $$
declare
    name text;
begin
    foreach name in array array['candidate_sight'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
