-- 0077 what waits for the certifier: appeals that nobody has settled, and certificates that are to be issued.

set local role clea_owner;

-- Beside candidacy and not in it: who is certified stays so, and most of them have their certificate.
create table certificate_due (
    candidacy_id uuid not null constraint certificate_due_pk primary key constraint certificate_due_candidacy references candidacy,
    certified_on date not null
);
comment on table certificate_due is 'Candidacies whose commission decided for the certificate, until it is issued';
comment on column certificate_due.candidacy_id is 'Which';
comment on column certificate_due.certified_on is 'Day from which it is known: that of the second signature';
do $$
begin
    execute 'alter table certificate_due enable row level security';
    execute 'alter table certificate_due force row level security';
    execute 'create policy certificate_due_owner on certificate_due to clea_owner using (true) with check (true)';
end
$$;

insert into certificate_due (candidacy_id, certified_on)
select c.id, c.last_activity_on
from candidacy c
where c.state = 'CERTIFIED' and not exists (select from certificate t where t.candidacy_id = c.id);
create index certificate_due_by_day on certificate_due (certified_on, candidacy_id);
create index appeal_by_day on appeal (filed_on) where state in ('FILED', 'ADMISSIBLE');
