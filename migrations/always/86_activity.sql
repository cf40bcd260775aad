-- SPDX-License-Identifier: EUPL-1.2
-- Where a candidacy stands in the lists of who holds it.
create policy candidacy_activity_read on candidacy_activity for select to clea_app, clea_read using (
    case current_scope()
        when 'ORGANISM' then owner_org_id = current_scope_id() and current_reach() is null
        when 'NETWORK' then network_has_member(owner_org_id)
    end);
create policy candidacy_activity_national on candidacy_activity for select to clea_national, clea_national_read
    using (scope_sees_all(current_scope()));
create policy candidacy_activity_auditor on candidacy_activity for select to clea_auditor using (true);
grant select on candidacy_activity to clea_app, clea_read, clea_auditor;

create function event_is_note(event text) returns boolean language sql immutable parallel safe
return event in ('CORRECT_CONTACT', 'CORRECT_DATE', 'CORRECT_SITTING', 'CORRECT_RESTITUTION', 'CORRECT_ATTENDANCE', 'RECTIFY_DECISION',
                 'NAME_COMMISSION', 'END_NAMING', 'CORRECT_IDENTITY');
comment on function event_is_note(text) is 'Whether an event tells an act or a person anew or says who decides: it is no activity of the candidate (T27)';
grant execute on function event_is_note(text) to clea_app, clea_read;
