-- 0064 whom a commission decided on: the civil identity of that day, with which a certificate is compared before it is issued.

set local role clea_owner;

alter table decision add column holder jsonb constraint decision_holder check (jsonb_typeof(holder) = 'object');
comment on column decision.holder is 'Identity of the candidate, as a certificate prints it, when the commission decided; null of decisions from before it was kept';

alter table certificate add column note text constraint certificate_note check (char_length(note) between 1 and 1000);
comment on column certificate.note is 'By what one sees that the identity printed is rightly another one than that decided on; null when they are one';
