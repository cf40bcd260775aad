-- 0011 who a person is: the parts of an identity that are compared, the words that are searched, and who was said to be distinct.
-- The parts and words of what is there already are made by `clea-server recompute`, as after every change of the rule.

set local role clea_owner;

alter table candidate
    add column identity_parts text[] not null default '{}',
    add column search_words   text[] not null default '{}',
    -- Not asked of what is there already: nothing was ever released that held such a birth.
    add constraint candidate_birth_day_of_month check (birth_day is null or birth_month is not null) not valid,
    add constraint candidate_birth_month_of_year check (birth_month is null or birth_year is not null) not valid;
comment on column candidate.identity_parts is
    'Birth name, first name, sex, year, month, day, country, commune as they are compared; null where a part is unknown (lib/identity.h)';
comment on column candidate.search_words is 'The words of all names as they are searched; candidate_word has a row for each';
comment on column candidate.identity_key is 'The parts as one text, while none of them is unknown: a certain match';
create index candidate_by_identity on candidate (identity_key) where status <> 'ACTIVE';
create index candidate_by_names on candidate ((identity_parts[1]), (identity_parts[2]), id);

create table candidate_word (
    candidate_id uuid not null constraint candidate_word_candidate references candidate,
    word         text collate "C" not null constraint candidate_word_holds check (word <> ''),
    constraint candidate_word_pk primary key (candidate_id, word)
);
comment on table candidate_word is 'One word of a candidate''s names; kept by a trigger from candidate.search_words';
comment on column candidate_word.candidate_id is 'Whose name it is';
comment on column candidate_word.word is 'As it is searched: by its beginning, from >= to <, in the order of its bytes';
create index candidate_word_by_word on candidate_word (word, candidate_id);

create table candidate_distinct (
    candidate_id uuid not null constraint candidate_distinct_candidate references candidate,
    other_id     uuid not null constraint candidate_distinct_other references candidate,
    acting_org_id uuid constraint candidate_distinct_organism references organism,
    stated_on    date not null default current_day(),
    created_at   timestamptz not null default clock_timestamp(),
    constraint candidate_distinct_pk primary key (candidate_id, other_id),
    constraint candidate_distinct_apart check (candidate_id <> other_id)
);
comment on table candidate_distinct is 'Somebody stated that two records that look alike are two persons; written by state_distinct() only';
comment on column candidate_distinct.candidate_id is 'The record that was at hand';
comment on column candidate_distinct.other_id is 'The one that it was taken for';
comment on column candidate_distinct.acting_org_id is 'Organism that stated it; null for the certifier';
comment on column candidate_distinct.stated_on is 'Day of the statement';
comment on column candidate_distinct.created_at is 'Bookkeeping';
create index candidate_distinct_by_other on candidate_distinct (other_id);

do $$
declare
    name text;
begin
    foreach name in array array['candidate_word', 'candidate_distinct'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
