-- 0025 the end of a person's record: when it was closed, and why.

set local role clea_owner;

alter table person
    add column closed_on date,
    add column closed_reason text constraint person_closed_reason check (char_length(closed_reason) between 1 and 2000),
    add constraint person_closed check (status = 'CLOSED' or (closed_on is null and closed_reason is null));
comment on column person.closed_on is 'Day on which the record was closed; null = it is open';
comment on column person.closed_reason is 'Why, in the words of the certifier';
