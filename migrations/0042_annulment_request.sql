-- 0042 a certificate is annulled by two persons: one asks, another confirms (9.3).

set local role clea_owner;

create table annulment_request (
    id             uuid not null constraint annulment_request_pk primary key,
    certificate_id uuid not null constraint annulment_request_certificate references certificate,
    state          text not null default 'REQUESTED' constraint annulment_request_state
                   check (state in ('REQUESTED', 'CONFIRMED', 'REFUSED', 'LAPSED')),
    reason         text not null constraint annulment_request_reason check (reason in ('ERROR', 'FRAUD')),
    grounds        text not null constraint annulment_request_grounds check (char_length(grounds) between 1 and 4000),
    requested_on   date not null,
    requested_by   uuid not null constraint annulment_request_requested_by references person,
    confirm_until  date not null,
    settled_on     date,
    settled_by     uuid constraint annulment_request_settled_by references person,
    refusal_reason text constraint annulment_request_refusal_reason check (char_length(refusal_reason) between 1 and 4000),
    version        int not null default 1,
    created_at     timestamptz not null default clock_timestamp(),
    constraint annulment_request_term check (confirm_until >= requested_on),
    constraint annulment_request_settled check ((state = 'REQUESTED') = (settled_on is null)),
    constraint annulment_request_confirmed_by check (state <> 'CONFIRMED' or settled_by is not null),
    constraint annulment_request_refused_why check ((state = 'REFUSED') = (refusal_reason is not null))
);
comment on table annulment_request is 'What one person of the certifier asks and another confirms: that a certificate is annulled. Until then the certificate is valid';
comment on column annulment_request.id is 'UUIDv7';
comment on column annulment_request.certificate_id is 'The certificate';
comment on column annulment_request.state is 'REQUESTED; CONFIRMED by another person: the certificate is annulled; REFUSED; LAPSED: nobody answered';
comment on column annulment_request.reason is 'Fraud or error';
comment on column annulment_request.grounds is 'What happened, for who confirms';
comment on column annulment_request.requested_on is 'Day of the request';
comment on column annulment_request.requested_by is 'Who asked; never who confirms';
comment on column annulment_request.confirm_until is 'Last day to confirm; then it lapses';
comment on column annulment_request.settled_on is 'Day of the end';
comment on column annulment_request.settled_by is 'Who confirmed or refused';
comment on column annulment_request.refusal_reason is 'Why it was refused';
comment on column annulment_request.version is 'For If-Match';
comment on column annulment_request.created_at is 'Bookkeeping';
create unique index annulment_request_one_open on annulment_request (certificate_id) where state = 'REQUESTED';
create index annulment_request_by_certificate on annulment_request (certificate_id, id);
create index annulment_request_by_term on annulment_request (confirm_until) where state = 'REQUESTED';

alter table annulment_request enable row level security;
alter table annulment_request force row level security;
