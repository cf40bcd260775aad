-- 0048 an appeal is withdrawn by who filed it, or by the candidate; merges and closures say why.

set local role clea_owner;

alter table appeal drop constraint appeal_state;
alter table appeal add constraint appeal_state
    check (state in ('FILED', 'ADMISSIBLE', 'UPHELD', 'REEXAMINE', 'REJECTED', 'WITHDRAWN'));
alter table appeal drop constraint appeal_settled;
alter table appeal add constraint appeal_settled
    check ((state in ('UPHELD', 'REEXAMINE', 'REJECTED', 'WITHDRAWN')) = (settled_on is not null));
alter table appeal drop constraint appeal_rejected_why;
alter table appeal add constraint appeal_rejected_why check (state not in ('REJECTED', 'WITHDRAWN') or reason is not null);
alter table appeal add column withdraw_proof text
    constraint appeal_withdraw_proof check (char_length(withdraw_proof) between 1 and 200);
alter table appeal add constraint appeal_withdrawn_proof check (withdraw_proof is null or state = 'WITHDRAWN');
comment on column appeal.state is 'FILED, ADMISSIBLE; UPHELD: the decision stands; REEXAMINE: other jurors examine the file; REJECTED: inadmissible or unfounded; WITHDRAWN: by the candidate, or by the organism that filed it';
comment on column appeal.settled_on is 'Day it was upheld, rejected, sent to another examination or withdrawn';
comment on column appeal.settled_by is 'Who settled or withdrew it; null when the candidate withdrew it himself';
comment on column appeal.reason is 'Why; always there when it was rejected or withdrawn';
comment on column appeal.withdraw_proof is 'By what one sees that the candidate wants it withdrawn, when an organism withdrew it; null when the candidate did';

-- Of merges before this it is not known.
alter table candidate
    add column merge_reason text constraint candidate_merge_reason check (char_length(merge_reason) between 1 and 2000),
    add column merged_on date,
    add column merged_by uuid constraint candidate_merged_by references person,
    add constraint candidate_merged_why check (status = 'MERGED' or (merge_reason is null and merged_on is null and merged_by is null));
comment on column candidate.merge_reason is 'Why it was merged, in the words of the certifier';
comment on column candidate.merged_on is 'Day on which it was merged';
comment on column candidate.merged_by is 'Who merged it; null for a system';
alter table person
    add column merge_reason text constraint person_merge_reason check (char_length(merge_reason) between 1 and 2000),
    add column merged_on date,
    add column merged_by uuid constraint person_merged_by references person,
    add constraint person_merged_why check (human_id <> id or (merge_reason is null and merged_on is null and merged_by is null));
comment on column person.merge_reason is 'Why it was merged, in the words of the certifier';
comment on column person.merged_on is 'Day on which it was merged';
comment on column person.merged_by is 'Who merged it; null for a system';
