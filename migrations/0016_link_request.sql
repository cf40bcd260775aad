-- 0016 consent of both: what one side asks of another, and who made the record of a person.

set local role clea_owner;

alter table person add created_by_scope text, add created_by_scope_id uuid,
    add constraint person_created_by check (created_by_scope_id is null or created_by_scope is not null);
comment on column person.created_by_scope is 'Kind of who recorded the person; null = not known';
comment on column person.created_by_scope_id is 'Organism, network or commission that recorded the person';
-- Records from before: whoever works for one organism alone is taken for its own.
update person p set created_by_scope = 'ORGANISM', created_by_scope_id = f.organism_id
from (select a.person_id, min(a.organism_id::text)::uuid as organism_id from affiliation a
      group by a.person_id having count(distinct a.organism_id) = 1) f
where f.person_id = p.id
  and not exists (select from person q join commission_member m on m.person_id = q.id where q.human_id = p.human_id)
  and not exists (select from person q where q.human_id = p.human_id and q.id <> p.id);

create table link_request_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint link_request_transition_pk primary key (from_state, event)
);
comment on table link_request_transition is 'Every legal move of a request for a link; what is answered never moves again';
comment on column link_request_transition.from_state is 'State before; NONE for the asking';
comment on column link_request_transition.event is 'Event';
comment on column link_request_transition.to_state is 'State after';

create table link_request (
    id             uuid not null constraint link_request_pk primary key,
    kind           text not null constraint link_request_kind check (kind in ('MEMBERSHIP', 'FUNCTION')),
    network_id     uuid constraint link_request_network references network,
    organism_id    uuid constraint link_request_organism references organism,
    commission_id  uuid constraint link_request_commission references commission,
    person_id      uuid constraint link_request_person references person,
    role           text constraint link_request_role check (role in
                   ('COUNSELLOR', 'EVALUATOR', 'TRAINER', 'REFERENT', 'EMPLOYEE', 'JUROR')),
    college        text constraint link_request_college check (college in ('EMPLOYER', 'EMPLOYEE')),
    is_alternate   boolean,
    valid_from     date not null,
    valid_to       date,
    asked_scope    text not null,
    asked_scope_id uuid,
    asked_by       uuid constraint link_request_asked_by references person,
    asked_on       date not null,
    answer_until   date not null,
    message        text constraint link_request_message check (char_length(message) between 1 and 2000),
    state          text not null default 'PENDING' constraint link_request_state
                   check (state in ('PENDING', 'ACCEPTED', 'GRANTED', 'DECLINED', 'RETRACTED', 'LAPSED')),
    settled_on     date,
    settled_by     uuid constraint link_request_settled_by_person references person,
    reason         text constraint link_request_reason check (char_length(reason) between 1 and 2000),
    link_id        uuid constraint link_request_one_link unique,
    code_hash      bytea constraint link_request_one_code unique constraint link_request_code_hash check (octet_length(code_hash) = 32),
    version        int not null default 1,
    created_at     timestamptz not null default clock_timestamp(),
    constraint link_request_parties check (case kind
        when 'MEMBERSHIP' then network_id is not null and organism_id is not null
            and num_nonnulls(commission_id, person_id, role, college, is_alternate) = 0
        else person_id is not null and role is not null and num_nonnulls(network_id, organism_id, commission_id) <= 1
            and (role = 'JUROR') = (commission_id is not null) and num_nonnulls(college, is_alternate) = case role when 'JUROR' then 2 else 0 end
        end),
    constraint link_request_period check (valid_to >= valid_from),
    constraint link_request_term check (answer_until >= asked_on),
    constraint link_request_settled check ((state = 'PENDING') = (settled_on is null)),
    constraint link_request_linked check ((state in ('ACCEPTED', 'GRANTED')) = (link_id is not null)),
    constraint link_request_granted_why check (state <> 'GRANTED' or reason is not null)
);
comment on table link_request is 'What one side asks of the other (decision 34): the membership of an organism in a network, a function of a person. The link itself is made by the acceptance, and by nothing else';
comment on column link_request.id is 'UUIDv7';
comment on column link_request.kind is 'MEMBERSHIP of an organism in a network; FUNCTION of a person in an organism or a commission';
comment on column link_request.network_id is 'The network of a membership';
comment on column link_request.organism_id is 'The organism of a membership, or in which the function is';
comment on column link_request.commission_id is 'The commission in which the mandate is';
comment on column link_request.person_id is 'The person of a function';
comment on column link_request.role is 'The function; JUROR is a mandate';
comment on column link_request.college is 'Of a mandate';
comment on column link_request.is_alternate is 'Of a mandate';
comment on column link_request.valid_from is 'First day that is asked for; the link begins on the day of the acceptance when that is later';
comment on column link_request.valid_to is 'Last day, included; null = open';
comment on column link_request.asked_scope is 'Kind of the side that asks';
comment on column link_request.asked_scope_id is 'The side that asks; null for the certifier';
comment on column link_request.asked_by is 'Who asked';
comment on column link_request.asked_on is 'Day of the request';
comment on column link_request.answer_until is 'Last day to answer; then it lapses';
comment on column link_request.message is 'From the side that asks to the other';
comment on column link_request.state is 'PENDING; ACCEPTED by the other side; GRANTED by the certifier; DECLINED by the other side; RETRACTED by who asked; LAPSED: nobody answered';
comment on column link_request.settled_on is 'Day of the end';
comment on column link_request.settled_by is 'Who answered';
comment on column link_request.reason is 'Why it ended so; read by both sides';
comment on column link_request.link_id is 'The link that came of it: a membership, an affiliation or a mandate';
comment on column link_request.code_hash is 'SHA-256 of the code by which a person without login answers; shown once and kept nowhere';
comment on column link_request.version is 'For If-Match';
comment on column link_request.created_at is 'Bookkeeping';
create index link_request_by_asker on link_request (asked_scope_id, id);
create index link_request_by_organism on link_request (organism_id, id);
create index link_request_by_network on link_request (network_id, id) where network_id is not null;
create index link_request_by_commission on link_request (commission_id, id) where commission_id is not null;
create index link_request_by_person on link_request (person_id, id) where person_id is not null;
create index link_request_by_term on link_request (answer_until) where state = 'PENDING';
create unique index link_request_one_pending on link_request
    (kind, coalesce(network_id, '00000000-0000-0000-0000-000000000000'), coalesce(organism_id, '00000000-0000-0000-0000-000000000000'),
     coalesce(commission_id, '00000000-0000-0000-0000-000000000000'), coalesce(person_id, '00000000-0000-0000-0000-000000000000'),
     coalesce(role, '')) where state = 'PENDING';

do $$
declare
    name text;
begin
    foreach name in array array['link_request'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
