-- 0030 what is given today can be taken back today; how often one side asks another.

set local role clea_owner;

-- A function whose last day is the one before its first holds on no day: it was taken back. Its range is empty and meets no other.
alter table affiliation drop constraint affiliation_period, drop constraint affiliation_no_overlap,
    add constraint affiliation_period check (valid_to >= valid_from - 1),
    add constraint affiliation_no_overlap exclude using gist (person_id with =, organism_id with =, role with =,
        daterange(valid_from, valid_to + 1) with &&);
alter table commission_member drop constraint commission_member_period, drop constraint commission_member_no_overlap,
    add constraint commission_member_period check (mandate_to >= mandate_from - 1),
    add constraint commission_member_no_overlap exclude using gist
        (commission_id with =, person_id with =, daterange(mandate_from, mandate_to + 1) with &&);
alter table staff_function drop constraint staff_function_period, drop constraint staff_function_no_overlap,
    add constraint staff_function_period check (valid_to >= valid_from - 1),
    add constraint staff_function_no_overlap exclude using gist
        (person_id with =, role with =, coalesce(scope_id, '00000000-0000-0000-0000-000000000000') with =,
         daterange(valid_from, valid_to + 1) with &&);
alter table network_membership drop constraint network_membership_period, drop constraint network_membership_no_overlap,
    add constraint network_membership_period check (valid_to >= valid_from - 1),
    add constraint network_membership_no_overlap exclude using gist
        (network_id with =, organism_id with =, daterange(valid_from, valid_to + 1) with &&);
comment on column affiliation.valid_to is 'Last day, included; null = open. The day before the first: the function was taken back and holds on no day';
comment on column commission_member.mandate_to is 'Last day, included; null = open. The day before the first: the mandate was taken back and holds on no day';
comment on column staff_function.valid_to is 'Last day, included; null = open. The day before the first: the function was taken back and holds on no day';
comment on column network_membership.valid_to is 'Last day, included; null = open. The day before the first: the membership was taken back and holds on no day';

-- How often an organism has asked for the file of a candidate.
create index transfer_request_by_contact on transfer_request (contact_candidacy_id) where contact_candidacy_id is not null;
