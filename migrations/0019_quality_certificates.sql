-- 0019 quality certificates: what lets an organism train from the day that the policy sets (A27), instead of a habilitation.

set local role clea_owner;

create table quality_certificate (
    id          uuid not null constraint quality_certificate_pk primary key,
    organism_id uuid not null constraint quality_certificate_organism references organism,
    number      text not null constraint quality_certificate_number check (char_length(number) between 1 and 60),
    valid_from  date not null,
    valid_to    date,
    version     int not null default 1,
    created_at  timestamptz not null default clock_timestamp(),
    constraint quality_certificate_period check (valid_to >= valid_from),
    constraint quality_certificate_no_overlap exclude using gist
        (organism_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table quality_certificate is 'Certificate of the quality of its training (certification qualité) that an organism holds (A27)';
comment on column quality_certificate.id is 'UUIDv7';
comment on column quality_certificate.organism_id is 'The organism';
comment on column quality_certificate.number is 'Number that the certifying body gave it';
comment on column quality_certificate.valid_from is 'First day';
comment on column quality_certificate.valid_to is 'Last day, included; null = open';
comment on column quality_certificate.version is 'For If-Match';
comment on column quality_certificate.created_at is 'Bookkeeping';

create function quality_certificate_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and (new.id, new.organism_id, new.number, new.valid_from)
                            is distinct from (old.id, old.organism_id, old.number, old.valid_from) then
        perform refuse('quality_certificate_fixed', 'quality_certificate', 'only its last day changes');
    end if;
    update organism set version = version + 1 where id = new.organism_id;
    return new;
end
$$;
comment on function quality_certificate_guard() is 'Only the last day changes; a certificate is part of what a guard read of an organism, which moves with it';
create trigger quality_certificate_guard before insert or update on quality_certificate
    for each row execute function quality_certificate_guard();
create trigger quality_certificate_version before update on quality_certificate for each row execute function bump_version();

alter table quality_certificate enable row level security;
alter table quality_certificate force row level security;
create policy quality_certificate_owner on quality_certificate to clea_owner using (true) with check (true);
create policy quality_certificate_auditor on quality_certificate for select to clea_auditor using (true);
create policy quality_certificate_read on quality_certificate for select to clea_app, clea_read
    using (current_scope() is not null and current_scope() <> 'PUBLIC');
create policy quality_certificate_national on quality_certificate for all to clea_app
    using (scope_writes_all(current_scope())) with check (scope_writes_all(current_scope()));
grant select on quality_certificate to clea_app, clea_read, clea_auditor;
grant insert, update on quality_certificate to clea_app;
