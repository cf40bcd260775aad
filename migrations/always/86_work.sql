-- SPDX-License-Identifier: EUPL-1.2
-- What may wait for somebody, one view a kind, all with the same columns: the sources of the work queue (work_queue_list.walk). `step` is what the
-- machine is asked with (server/api/work/work_steps.c); due_key is the day by which it is ordered, infinity where nothing is due.

create view work_candidacy with (security_invoker = true) as
select c.id, 'CANDIDACY'::text as kind, 'CANDIDACY.' || c.state as step, c.state, c.reference, c.id as candidacy_id, c.owner_org_id,
       null::uuid as commission_id, c.candidate_id, true as is_dated,
       case when c.state = 'DEFERRED' and c.answer_by_date is not null then c.answer_by_date
            when c.deadline_date is not null then c.deadline_date else 'infinity'::date end as due_key
from candidacy c
where c.state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS', 'PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY',
                  'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY', 'SUBMITTED', 'ON_AGENDA', 'DEFERRED');
comment on view work_candidacy is 'Candidacies that have not ended, by their deadline, or the day by which a complement is answered (candidacy_by_owner_work)';

create view work_file with (security_invoker = true) as
select f.id, 'FILE'::text as kind, 'FILE.' || f.status as step, f.status as state, null::text as reference, f.candidacy_id, f.owner_org_id, f.commission_id,
       null::uuid as candidate_id, false as is_dated, f.submitted_on as due_key
from file f
where f.status = 'SUBMITTED';
comment on view work_file is 'Files that no agenda has taken up yet, by the day on which they were sent, as none is due (file_by_commission)';

create view work_notification with (security_invoker = true) as
select f.id, 'NOTIFICATION'::text as kind, 'NOTIFICATION.DUE'::text as step, f.status as state, null::text as reference, f.candidacy_id, f.owner_org_id, f.commission_id,
       null::uuid as candidate_id, true as is_dated, f.notification_due_on as due_key
from file f
where f.notification_due_on is not null;
comment on view work_notification is 'Files whose candidate is to be told of a decision (file_untold_by_owner_day, file_untold_by_commission_day)';

create view work_handover with (security_invoker = true) as
select t.id, 'HANDOVER'::text as kind, 'HANDOVER.DUE'::text as step, t.status as state, t.number as reference, t.candidacy_id, t.owner_org_id, t.commission_id,
       t.candidate_id, true as is_dated, t.handover_due_on as due_key
from certificate t
where t.handover_due_on is not null;
comment on view work_handover is 'Certificates to be handed over (certificate_waiting_by_owner_day, certificate_waiting_by_commission_day)';

create view work_session with (security_invoker = true) as
select s.id, 'SESSION'::text as kind, 'SESSION.' || s.state as step, s.state, s.reference, null::uuid as candidacy_id, null::uuid as owner_org_id, s.commission_id,
       null::uuid as candidate_id, true as is_dated, s.held_on as due_key
from session s
where s.state in ('PLANNED', 'CONVENED', 'OPEN', 'CLOSED');
comment on view work_session is 'Sessions that have not ended, by the day on which they are held (session_by_commission_work)';

create view work_annulment with (security_invoker = true) as
select q.id, 'ANNULMENT_REQUEST'::text as kind, 'ANNULMENT_REQUEST.' || q.state as step, q.state, t.number as reference, t.candidacy_id, null::uuid as owner_org_id,
       null::uuid as commission_id, t.candidate_id, true as is_dated, q.confirm_until as due_key
from annulment_request q
join certificate t on t.id = q.certificate_id
where q.state = 'REQUESTED';
comment on view work_annulment is 'Requests to annul a certificate that nobody has answered (annulment_request_by_term)';

create view work_appeal with (security_invoker = true) as
select p.id, 'APPEAL'::text as kind, 'APPEAL.' || p.state as step, p.state, c.reference, p.candidacy_id, c.owner_org_id,
       null::uuid as commission_id, c.candidate_id, false as is_dated, p.filed_on as due_key
from appeal p
join candidacy c on c.id = p.candidacy_id
where p.state in ('FILED', 'ADMISSIBLE');
comment on view work_appeal is 'Appeals that nobody has settled, by the day on which they were filed, as none is due (appeal_by_day)';

create view work_certificate with (security_invoker = true) as
select d.candidacy_id as id, 'CERTIFICATE'::text as kind, 'CERTIFICATE.DUE'::text as step, c.state, c.reference, d.candidacy_id, c.owner_org_id,
       null::uuid as commission_id, c.candidate_id, false as is_dated, d.certified_on as due_key
from certificate_due d
join candidacy c on c.id = d.candidacy_id;
comment on view work_certificate is 'Candidacies whose certificate is to be issued, by the day of the second signature (certificate_due_by_day)';

create function certificate_due_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state = 'CERTIFIED' then
        insert into certificate_due (candidacy_id, certified_on) values (new.id, new.last_activity_on)
        on conflict on constraint certificate_due_pk do nothing;
    else
        delete from certificate_due where candidacy_id = new.id;
    end if;
    return null;
end
$$;
comment on function certificate_due_follow() is 'Who is certified is to have a certificate, as long as the decision stands';
create trigger certificate_due_follow after update on candidacy for each row
    when (old.state <> new.state and (old.state = 'CERTIFIED' or new.state = 'CERTIFIED')) execute function certificate_due_follow();

create function certificate_due_met() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    delete from certificate_due where candidacy_id = new.candidacy_id;
    return null;
end
$$;
comment on function certificate_due_met() is 'The certificate is issued';
create trigger certificate_due_met after insert on certificate for each row execute function certificate_due_met();

create policy certificate_due_national on certificate_due for select to clea_national, clea_national_read using (scope_sees_all(current_scope()));
create policy certificate_due_auditor on certificate_due for select to clea_auditor using (true);
grant select on certificate_due to clea_national, clea_national_read, clea_auditor;

grant select on work_candidacy, work_file, work_notification, work_handover, work_session to clea_app, clea_read;
-- No tenant reads them: a statement that names the view is refused to one.
grant select on work_annulment, work_appeal, work_certificate to clea_national, clea_national_read;

create function work_of_nation(scope text, steps text, kind text) returns bigint language plpgsql stable as $$
begin
    if not public.scope_sees_all(scope) then
        return 0;
    end if;
    return (select count(*)
            from (select s.step from public.work_annulment s where work_of_nation.kind = 'ANNULMENT_REQUEST'
                  union all
                  select s.step from public.work_appeal s where work_of_nation.kind = 'APPEAL'
                  union all
                  select s.step from public.work_certificate s where work_of_nation.kind = 'CERTIFICATE') w
            where w.step = any (string_to_array(steps, ',')));
end
$$;
comment on function work_of_nation(text, text, text) is 'How much of a kind that no tenant reads waits in these steps; none for a tenant';
grant execute on function work_of_nation(text, text, text) to clea_app, clea_read;

-- Of a juror, what only he does next: run the session that he chairs, sign it for his college until that has signed.
create function session_awaits_me(session_id uuid, state text) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from session s
        join commission_member m on m.commission_id = s.commission_id
        left join standing_stand_in t on t.session_id = s.id and t.college = m.college
        where s.id = session_awaits_me.session_id
          and person_is_juror(nullif(current_setting('app.reach_of', true), '')::uuid, m.id)
          and case session_awaits_me.state
                  when 'CLOSED' then coalesce(t.member_id = m.id, m.id in (s.chair_member_id, s.vice_chair_member_id))
                      and not exists (select from standing_minutes n join minutes_signature g on g.minutes_id = n.id
                                      where n.session_id = s.id and g.college = m.college)
                  else m.id in (s.chair_member_id, s.vice_chair_member_id) end);
end
$$;
comment on function session_awaits_me(uuid, text) is 'Whether the next act of a session in that state is one of the juror who asks: its chair''s or vice-chair''s, or a signature of his';
grant execute on function session_awaits_me(uuid, text) to clea_app, clea_read;

-- They lapse after so many days of silence.
create function work_transfer(days int)
returns table (id uuid, kind text, step text, state text, reference text, candidacy_id uuid, owner_org_id uuid, commission_id uuid, candidate_id uuid,
               is_dated boolean, due_key date)
language sql stable parallel safe begin atomic
    select q.id, 'TRANSFER_REQUEST'::text, 'TRANSFER_REQUEST.' || q.state || '.' || q.kind, q.state, null::text, null::uuid, q.requesting_org_id,
           null::uuid, null::uuid, true, q.requested_on + days
    from transfer_request q
    where q.state = 'PENDING';
end;
comment on function work_transfer(int) is 'Transfer requests and offers that nobody has answered, with who sent a request or received an offer (transfer_request_by_organism)';
grant execute on function work_transfer(int) to clea_app, clea_read;
