-- 0017 who sees which candidate, and what a former owner saw last. An organism sees the record of a candidate as it is
-- (candidate_access), or what it knows of him (candidate_known): his reference, before he consented, or the record as it was when
-- somebody else took charge of him. A former owner of a candidacy reads the rows that change as they were on the day of the
-- transfer (former_…), and its history up to it (former_owner).

set local role clea_owner;

create table candidate_access (
    candidate_id uuid not null constraint candidate_access_candidate references candidate,
    organism_id  uuid not null constraint candidate_access_organism references organism,
    constraint candidate_access_pk primary key (candidate_id, organism_id)
);
comment on table candidate_access is 'Organisms that see a candidate as he is: in charge of him with his consent, or entered him while nobody else is; kept by triggers only';
comment on column candidate_access.candidate_id is 'The candidate';
comment on column candidate_access.organism_id is 'The organism';
create index candidate_access_by_organism on candidate_access (organism_id, candidate_id);

create table candidate_known (
    candidate_id uuid not null constraint candidate_known_candidate references candidate,
    organism_id  uuid not null constraint candidate_known_organism references organism,
    reference    text not null,
    record       jsonb not null constraint candidate_known_record check (jsonb_typeof(record) = 'object'),
    constraint candidate_known_pk primary key (candidate_id, organism_id)
);
comment on table candidate_known is 'What an organism knows of a candidate whose record it does not see; never beside a row of candidate_access; kept by triggers only. Holds personal data: erased with the candidate';
comment on column candidate_known.candidate_id is 'The candidate';
comment on column candidate_known.organism_id is 'The organism';
comment on column candidate_known.reference is 'His CAN reference';
comment on column candidate_known.record is 'id, reference and status before his consent; the whole record as it was when the organism lost it';
create index candidate_known_by_organism on candidate_known (organism_id, candidate_id);
create index candidate_known_by_reference on candidate_known (organism_id, reference);

create table former_owner (
    candidacy_id uuid not null constraint former_owner_candidacy references candidacy,
    organism_id  uuid not null constraint former_owner_organism references organism,
    until_event  int not null,
    constraint former_owner_pk primary key (candidacy_id, organism_id)
);
comment on table former_owner is 'Organisms that held a candidacy and read it as it was on the day of the transfer; written by a trigger, and taken away when it comes back';
comment on column former_owner.candidacy_id is 'The candidacy';
comment on column former_owner.organism_id is 'The organism that held it';
comment on column former_owner.until_event is 'Its history is seen up to this event, the transfer';
create index former_owner_by_organism on former_owner (organism_id, candidacy_id);

-- One for each table under a candidacy whose rows may change: its columns are those of the live row, in `record`, and beside it the
-- ids that rows are looked up by.
do $$
declare
    kept text[] := array[
        'candidacy', 'id', '',                     'evaluation', 'id', '',               'sitting', 'id', 'evaluation_id',
        'evidence_note', 'evaluation_id', '',      'restitution', 'evaluation_id', '',   'portfolio', 'id', '',
        'path', 'id', '',                          'path_module', 'id', 'path_id',       'file', 'id', '',
        'file_document', 'id', 'file_id',          'subdomain_voiding', 'id', '',        'subdomain_voiding_lift', 'voiding_id', '',
        'cycle_person', 'human_id', '',            'decision', 'id', '',                 'certificate', 'id', '',
        'certificate_duplicate', 'id', 'certificate_id', 'appeal', 'id', '',             'funding', 'id', ''];
    name text;
    looked_up text;
    other text;
begin
    for i in 1 .. cardinality(kept) by 3 loop
        name := kept[i];
        looked_up := kept[i + 1];
        other := nullif(kept[i + 2], '');
        execute format('create table %I (organism_id uuid not null constraint %I references organism, candidacy_id uuid not null'
                       || ' constraint %I references candidacy, kept_row int not null, %s uuid not null, %s record jsonb not null,'
                       || ' constraint %I primary key (organism_id, candidacy_id, kept_row))',
                       'former_' || name, 'former_' || name || '_organism', 'former_' || name || '_candidacy', looked_up,
                       case when other is not null then other || ' uuid not null,' else '' end, 'former_' || name || '_pk');
        execute format('comment on table %I is %L', 'former_' || name,
                       'Rows of ' || name || ' as a former owner saw them last (former_owner); erased with the candidate');
        execute format('comment on column %I.organism_id is %L', 'former_' || name, 'The former owner');
        execute format('comment on column %I.candidacy_id is %L', 'former_' || name, 'The candidacy');
        execute format('comment on column %I.kept_row is %L', 'former_' || name, 'Which of them');
        execute format('comment on column %I.record is %L', 'former_' || name, 'The row, by the names of its columns');
        execute format('comment on column %I.%I is %L', 'former_' || name, looked_up, 'Of the row');
        execute format('create index %I on %I (organism_id, %I)', 'former_' || name || '_by_' || looked_up, 'former_' || name, looked_up);
        if other is not null then
            execute format('comment on column %I.%I is %L', 'former_' || name, other, 'Of the row');
            execute format('create index %I on %I (organism_id, %I)', 'former_' || name || '_by_' || other, 'former_' || name, other);
        end if;
    end loop;
    foreach name in array array['candidate_access', 'candidate_known', 'former_owner'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
    for i in 1 .. cardinality(kept) by 3 loop
        name := 'former_' || kept[i];
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;

-- What is there already. Who followed him with his consent, or entered him while nobody else does, sees the record.
insert into candidate_access (candidate_id, organism_id)
select distinct c.candidate_id, c.owner_org_id from candidacy c where c.consent_on is not null
union
select n.id, n.created_by_org_id from candidate n
where n.created_by_org_id is not null
  and not exists (select from candidacy c where c.candidate_id = n.id and c.owner_org_id <> n.created_by_org_id and c.consent_on is not null);
insert into candidate_known (candidate_id, organism_id, reference, record)
select n.id, h.organism_id, n.reference, jsonb_build_object('id', n.id, 'reference', n.reference, 'status', n.status)
from (select a.candidate_id, a.scope_id as organism_id from candidacy_access a where a.scope = 'ORGANISM'
      union
      select n.id, n.created_by_org_id from candidate n where n.created_by_org_id is not null) h
join candidate n on n.id = h.candidate_id
where not exists (select from candidate_access a where a.candidate_id = h.candidate_id and a.organism_id = h.organism_id);

-- What a former owner saw on the day of the transfer was not kept until now: the candidacy itself is rebuilt from its history, the
-- rest of it stays closed.
insert into former_owner (candidacy_id, organism_id, until_event)
select a.candidacy_id, a.scope_id, e.sequence
from candidacy_access a
cross join lateral (select max(e.sequence) as sequence from candidacy_event e
                    where e.candidacy_id = a.candidacy_id and e.event = 'TRANSFER' and e.acting_org_id = a.scope_id) e
where a.scope = 'ORGANISM' and not a.can_write and e.sequence is not null;
insert into former_candidacy (organism_id, candidacy_id, kept_row, id, record)
select f.organism_id, f.candidacy_id, 1, f.candidacy_id,
       to_jsonb(c) || e.state_after || jsonb_build_object('last_activity_on', e.occurred_on, 'entered_on', e.entered_on)
from former_owner f
join candidacy c on c.id = f.candidacy_id
join candidacy_event e on e.candidacy_id = f.candidacy_id and e.sequence = f.until_event;
delete from candidacy_access a where a.scope = 'ORGANISM' and not a.can_write;

-- A transfer binds two organisms: one asks or offers, the other agrees.
alter table transfer_request
    add column kind           text not null default 'REQUEST' constraint transfer_request_kind check (kind in ('REQUEST', 'OFFER')),
    add column offering_org_id uuid constraint transfer_request_offering references organism,
    add column offered_candidacy_id uuid constraint transfer_request_offered_candidacy references candidacy,
    alter column contact_candidacy_id drop not null,
    drop constraint transfer_request_state,
    add constraint transfer_request_state check (state in ('PENDING', 'AGREED', 'ACCEPTED', 'DECLINED', 'RETRACTED', 'LAPSED')),
    drop constraint transfer_request_settled,
    add constraint transfer_request_settled check ((state in ('PENDING', 'AGREED')) = (settled_on is null)),
    add constraint transfer_request_offered check
        ((kind = 'OFFER') = (offering_org_id is not null and offered_candidacy_id is not null)
         and (offering_org_id is null) = (offered_candidacy_id is null)),
    add constraint transfer_request_asked check ((kind = 'REQUEST') = (contact_candidacy_id is not null)),
    add column agreed_on date,
    add constraint transfer_request_agreed check ((state = 'AGREED' and agreed_on is not null) or (state <> 'PENDING' or agreed_on is null));
comment on column transfer_request.agreed_on is 'Day on which the offer was taken up, or the certifier granted it';
comment on column transfer_request.kind is 'REQUEST of the organism that wants the file, OFFER of the one that holds it';
comment on column transfer_request.offering_org_id is 'Of an offer: the organism that holds the file';
comment on column transfer_request.offered_candidacy_id is 'Of an offer: the file';
comment on column transfer_request.contact_candidacy_id is 'Of a request: the contact of the organism that asks with the candidate';
comment on column transfer_request.requesting_org_id is 'The organism that asks for the file, or that it is offered to';
comment on column transfer_request.state is
    'PENDING; AGREED: an offer that was taken up, the file is to be transferred; ACCEPTED: it was transferred; DECLINED; RETRACTED by who sent it; LAPSED: one of the files ended, or nobody answered in time';
create unique index transfer_request_one_offer on transfer_request (offered_candidacy_id) where state in ('PENDING', 'AGREED');
create index transfer_request_by_day on transfer_request (requested_on, id) where state in ('PENDING', 'AGREED');
