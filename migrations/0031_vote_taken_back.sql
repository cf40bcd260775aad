-- 0031 votes: what was written down for a juror who then said otherwise is kept beside the juror's own vote (decision 35).

set local role clea_owner;

alter table vote
    add column taken_back_choice text constraint vote_taken_back_choice check (taken_back_choice in ('FOR', 'AGAINST', 'ABSTAIN')),
    add column taken_back_from uuid constraint vote_taken_back_from references person,
    add column taken_back_at timestamptz,
    add constraint vote_taken_back check ((taken_back_choice is null) = (taken_back_from is null)
        and (taken_back_choice is null) = (taken_back_at is null) and (taken_back_choice is null or standing = 'OWN'));
comment on column vote.taken_back_choice is 'What another had written down, where the juror contested or changed it and then cast this vote';
comment on column vote.taken_back_from is 'Who had written it down';
comment on column vote.taken_back_at is 'When the juror said otherwise: contested it, or else cast this vote';
