-- 0041 who files an appeal for a candidate says by what one sees that the candidate wants it.

set local role clea_owner;

alter table appeal add column proof text constraint appeal_proof check (char_length(proof) between 1 and 200);
comment on column appeal.proof is 'By what one sees that the candidate wants it, when an organism filed it; null when the candidate did';
