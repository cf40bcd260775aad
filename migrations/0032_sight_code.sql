-- 0032 codes by which a candidate without a login opens the own record: handed over by who holds it, or by the certifier.

set local role clea_owner;

-- One of each giver: a new one takes the place of the one before, so that they do not pile up, and nobody ends another's.
create table sight_code (
    code_digest  bytea not null constraint sight_code_pk primary key constraint sight_code_digest check (octet_length(code_digest) = 32),
    candidate_id uuid not null constraint sight_code_candidate references candidate,
    scope        text not null,
    scope_id     uuid,
    given_by     uuid not null constraint sight_code_given_by references person,
    expires_at   timestamptz not null,
    used_at      timestamptz,
    created_at   timestamptz not null default clock_timestamp(),
    constraint sight_code_scope check (case when scope_id is null then scope = 'CERTIFIER' else scope = 'ORGANISM' end),
    constraint sight_code_one_of_giver unique nulls not distinct (candidate_id, scope, scope_id)
);
comment on table sight_code is 'Codes by which candidates open their record to an organism that asks by a contact (decision 34)';
comment on column sight_code.code_digest is 'SHA-256 of the code, which is shown once and kept nowhere';
comment on column sight_code.candidate_id is 'Whose record it opens';
comment on column sight_code.scope is 'Who handed it over: an ORGANISM that holds the record, or the CERTIFIER';
comment on column sight_code.scope_id is 'Which organism';
comment on column sight_code.given_by is 'The person who handed it over';
comment on column sight_code.expires_at is 'Real time of its end';
comment on column sight_code.used_at is 'When it opened the record; it does so once';
comment on column sight_code.created_at is 'Bookkeeping';

alter table candidate_sight
    add column code_given_by uuid constraint candidate_sight_code_given_by references person,
    add constraint candidate_sight_by_code check (code_given_by is null or not is_granted);
comment on column candidate_sight.code_given_by is
    'Of the candidate''s own word by a code: who had handed that over; null = by a login, or granted';
comment on column candidate_sight.settled_by is 'The person who granted it; null = the candidate, by a login or by a code (code_given_by)';

do $$
declare
    name text;
begin
    foreach name in array array['sight_code'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
