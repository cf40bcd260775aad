-- SPDX-License-Identifier: EUPL-1.2
-- A candidate is told what was decided (decision 48).

-- The one place that knows what is to be told: of a file its last decision that has taken effect, in the words that it has now, until that
-- was recorded; and nothing to who holds the certificate, or has lost it.
create function file_settle_notification(candidacy_id uuid, file_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    last decision;
    is_known boolean;
begin
    select d.* into last from decision d
    where d.candidacy_id = file_settle_notification.candidacy_id and d.file_id = file_settle_notification.file_id
      and d.effective_on is not null and d.outcome <> 'NOT_EXAMINED' order by d.id desc limit 1;
    is_known := exists (select from decision_notification n where n.decision_id = last.id and n.rectification_id is not distinct from last.rectification_id)
        or exists (select from certificate c where c.candidacy_id = last.candidacy_id and c.decision_id = last.id
                   and (c.status = 'ANNULLED' or c.handed_over_on is not null));
    update file f set notification_due_on = case when not is_known then last.notification_due_on end
    where f.id = file_settle_notification.file_id
      and f.notification_due_on is distinct from case when not is_known then last.notification_due_on end;
end
$$;
comment on function file_settle_notification(uuid, uuid) is 'Keeps file.notification_due_on: until when the candidate is to be told of the last decision, as it reads now; null when there is nothing to tell';

create function decision_awaits_notification() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform file_settle_notification(new.candidacy_id, new.file_id);
    return null;
end
$$;
comment on function decision_awaits_notification() is 'A decision that takes effect is to be told, and again when its words are rectified; the file says until when';
create trigger decision_awaits_notification after update of effective_on, rectification_id on decision for each row
    when (new.effective_on is not null and new.outcome <> 'NOT_EXAMINED'
          and (old.effective_on is null or new.rectification_id is distinct from old.rectification_id))
    execute function decision_awaits_notification();

create function notification_settles_file() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform file_settle_notification(d.candidacy_id, d.file_id) from decision d where d.id = new.decision_id;
    return null;
end
$$;
comment on function notification_settles_file() is 'What was told is no longer to be told: by a notification, or by the certificate itself';
create trigger notification_settles_file after insert on decision_notification for each row execute function notification_settles_file();
create trigger certificate_settles_file after update on certificate for each row
    when (old.status is distinct from new.status or old.handed_over_on is distinct from new.handed_over_on)
    execute function notification_settles_file();

-- The last day to appeal: no record of what was told brings it forward, and while the words as they read now were not told, the time does
-- not run.
create function decision_appeal_by(decision_id uuid) returns date language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select case when bool_or(n.rectification_id is not distinct from d.rectification_id) then max(n.appeal_by_date) end
            from decision d join decision_notification n on n.decision_id = d.id where d.id = decision_appeal_by.decision_id);
end
$$;
comment on function decision_appeal_by(uuid) is 'The last day to appeal a decision, as the candidate was told; null = he was not told of it as it reads now, and the time does not run';
grant execute on function decision_appeal_by(uuid) to clea_app, clea_read;

-- What was told of is in effect, and no record of it shortens the time that the candidate was told he had: a correction never
-- brings a day forward.
create function decision_notification_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told record;
begin
    -- Held: the words that are told are those that the decision has at the commit.
    select d.outcome, d.effective_on, d.rectification_id, d.rectified_on into told from decision d where d.id = new.decision_id for share;
    new.rectification_id := told.rectification_id;
    if told.effective_on is null or told.outcome = 'NOT_EXAMINED' or new.notified_on < greatest(told.effective_on, told.rectified_on) then
        perform refuse('decision_notification_of_effect', 'decision_notification', 'nothing to tell on that day');
    end if;
    if (told.outcome = 'REFUSED') <> (new.appeal_by_date is not null) or new.appeal_by_date <= new.notified_on then
        perform refuse('decision_notification_appeal', 'decision_notification', 'a refusal alone is appealed, and after it was told');
    end if;
    if exists (select from decision_notification n where n.decision_id = new.decision_id
               and (n.appeal_by_date > new.appeal_by_date or (n.id = new.corrects_id and n.notified_on > new.notified_on))) then
        perform refuse('decision_notification_not_earlier', 'decision_notification', 'a correction shortens no time to appeal');
    end if;
    if exists (select from decision_notification n where n.id = new.corrects_id
               and n.rectification_id is distinct from new.rectification_id) then
        perform refuse('decision_notification_of_words', 'decision_notification', 'what was told of other words is not corrected');
    end if;
    return new;
end
$$;
comment on function decision_notification_guard() is 'A decision that is in effect is told on its day or later, in the words that it has now, and never with less time to appeal than was told before';
create trigger decision_notification_guard before insert on decision_notification for each row execute function decision_notification_guard();
