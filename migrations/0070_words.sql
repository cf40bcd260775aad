-- 0070 words: a request for a habilitation can be refused and taken back, every act keeps its own note, and a branch has one spelling.

set local role clea_owner;

alter table habilitation drop constraint habilitation_state;
alter table habilitation add constraint habilitation_state
    check (state in ('REQUESTED', 'GRANTED', 'SUSPENDED', 'WITHDRAWN', 'ENDED', 'REFUSED', 'RETRACTED'));
comment on column habilitation.state is 'REQUESTED, GRANTED, SUSPENDED, WITHDRAWN or ENDED; of a request that came to nothing REFUSED or RETRACTED';
comment on column habilitation.ended_on is 'Day of withdrawal or end: acts from that day on are refused, earlier ones stay; of a request, of its refusal or retraction';
alter table habilitation add column was_granted boolean not null
    generated always as (state not in ('REQUESTED', 'REFUSED', 'RETRACTED')) stored;
comment on column habilitation.was_granted is 'Acts may rest on it, those of its days; what never was is its holder''s and the certifier''s to see';

create table habilitation_act (
    id              uuid not null constraint habilitation_act_pk primary key,
    habilitation_id uuid not null constraint habilitation_act_habilitation references habilitation,
    event           text not null constraint habilitation_act_event
                    check (event in ('GRANT', 'SUSPEND', 'LIFT', 'RENEW', 'WITHDRAW', 'END', 'REFUSE', 'RETRACT')),
    occurred_on     date not null,
    valid_to        date,
    note            text,
    created_at      timestamptz not null default clock_timestamp()
);
comment on table habilitation_act is 'An event of a habilitation, with the words that came with it';
comment on column habilitation_act.id is 'UUIDv7';
comment on column habilitation_act.habilitation_id is 'The habilitation';
comment on column habilitation_act.event is 'What happened';
comment on column habilitation_act.occurred_on is 'Day on which it is dated';
comment on column habilitation_act.valid_to is 'Of GRANT and RENEW, the last day from then on; null = open';
comment on column habilitation_act.note is 'What was told with it';
comment on column habilitation_act.created_at is 'Bookkeeping';
create index habilitation_act_by_habilitation on habilitation_act (habilitation_id, created_at);
alter table habilitation_act enable row level security;
alter table habilitation_act force row level security;

-- Why something went on is not what is told of its end.
alter table transfer_request add column agreed_reason text constraint transfer_request_agreed_reason check (char_length(agreed_reason) between 1 and 2000);
comment on column transfer_request.agreed_reason is 'Why the offer was accepted, or the certifier granted the transfer; read by both sides';
alter table appeal add column admissible_reason text;
comment on column appeal.admissible_reason is 'What was told when it was declared admissible';
alter table transfer_request no force row level security;
update transfer_request set agreed_reason = reason, reason = null where state = 'AGREED' and reason is not null;
alter table transfer_request force row level security;

-- 917 and 0917 are one branch. Of two commissions that turn out to be of the same one, that which has met or received files goes on,
-- else the first; the other one is closed, and the certifier sends elsewhere what waits there.
alter table organism drop constraint organism_branch_idcc;
alter table candidate drop constraint candidate_branch_idcc;
alter table evaluation_method drop constraint evaluation_method_branch_idcc;
alter table commission drop constraint commission_idcc;
alter table organism no force row level security;
alter table candidate no force row level security;
alter table evaluation_method no force row level security;
alter table commission no force row level security;
alter table session no force row level security;
alter table file no force row level security;
update commission k set status = 'CLOSED', version = k.version + 1
from (select c.id, row_number() over (
          partition by c.referential_code, lpad(c.idcc, 4, '0')
          order by exists (select from file f where f.commission_id = c.id) or exists (select from session s where s.commission_id = c.id) desc,
                   c.created_at, c.id) as place
      from commission c where c.kind = 'BRANCH' and c.status = 'ACTIVE') n
where k.id = n.id and n.place > 1;
update commission set idcc = lpad(idcc, 4, '0'), version = version + 1 where length(idcc) < 4;
update organism set branch_idcc = lpad(branch_idcc, 4, '0'), version = version + 1 where length(branch_idcc) < 4;
update candidate set branch_idcc = lpad(branch_idcc, 4, '0'), version = version + 1 where length(branch_idcc) < 4;
update evaluation_method set branch_idcc = lpad(branch_idcc, 4, '0'), version = version + 1 where length(branch_idcc) < 4;
alter table organism force row level security;
alter table candidate force row level security;
alter table evaluation_method force row level security;
alter table commission force row level security;
alter table session force row level security;
alter table file force row level security;
alter table organism add constraint organism_branch_idcc check (branch_idcc ~ '^[0-9]{4}$');
alter table candidate add constraint candidate_branch_idcc check (branch_idcc ~ '^[0-9]{4}$');
alter table evaluation_method add constraint evaluation_method_branch_idcc check (branch_idcc ~ '^[0-9]{4}$');
alter table commission add constraint commission_idcc check (idcc ~ '^[0-9]{4}$');
