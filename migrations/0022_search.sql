-- 0022 search: the words of an organism's candidates, so that a search looks at those that match and at nobody else's; and the index by
-- which a commission lists its candidacies, which would otherwise be taken from a smaller one in another order.

set local role clea_owner;

create table candidate_access_word (
    organism_id  uuid not null,
    word         text collate "C" not null,
    candidate_id uuid not null,
    constraint candidate_access_word_pk primary key (organism_id, word, candidate_id),
    constraint candidate_access_word_access foreign key (candidate_id, organism_id)
        references candidate_access (candidate_id, organism_id) on delete cascade
);
comment on table candidate_access_word is 'The rows of candidate_word again for each organism that sees the record; kept by triggers';
comment on column candidate_access_word.organism_id is 'The organism';
comment on column candidate_access_word.word is 'As it is searched: by its beginning, in the order of its bytes';
comment on column candidate_access_word.candidate_id is 'Whose name it is';
create index candidate_access_word_by_candidate on candidate_access_word (candidate_id, organism_id);
do $$
begin
    execute 'alter table candidate_access_word enable row level security';
    execute 'alter table candidate_access_word force row level security';
    execute 'create policy candidate_access_word_owner on candidate_access_word to clea_owner using (true) with check (true)';
end
$$;
insert into candidate_access_word (organism_id, word, candidate_id)
select a.organism_id, w.word, a.candidate_id from candidate_access a join candidate_word w on w.candidate_id = a.candidate_id;

create index candidacy_access_by_commission on candidacy_access (scope_id, candidacy_id) where scope = 'COMMISSION';
