-- A candidate is told what was decided (decision 48).

-- Of a file its last decision that has taken effect is to be told.
create function decision_awaits_notification() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update file set notification_due_on = new.notification_due_on where id = new.file_id;
    return null;
end
$$;
comment on function decision_awaits_notification() is 'A decision that takes effect is to be told; the file says until when';
create trigger decision_awaits_notification after update of effective_on on decision for each row
    when (old.effective_on is null and new.effective_on is not null and new.outcome <> 'NOT_EXAMINED')
    execute function decision_awaits_notification();

-- What was told of is in effect, and no record of it shortens the time that the candidate was told he had: a correction never
-- brings a day forward.
create function decision_notification_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told record;
begin
    select d.outcome, d.effective_on, d.file_id into told from decision d where d.id = new.decision_id;
    if told.effective_on is null or told.outcome = 'NOT_EXAMINED' or new.notified_on < told.effective_on then
        perform refuse('decision_notification_of_effect', 'decision_notification', 'nothing to tell on that day');
    end if;
    if (told.outcome = 'REFUSED') <> (new.appeal_by_date is not null) or new.appeal_by_date <= new.notified_on then
        perform refuse('decision_notification_appeal', 'decision_notification', 'a refusal alone is appealed, and after it was told');
    end if;
    if exists (select from decision_notification n where n.id = new.corrects_id
               and (n.notified_on > new.notified_on or n.appeal_by_date > new.appeal_by_date)) then
        perform refuse('decision_notification_not_earlier', 'decision_notification', 'a correction shortens no time to appeal');
    end if;
    update file set notification_due_on = null
    where id = told.file_id and notification_due_on is not null and not exists (
        select from decision d where d.file_id = told.file_id and d.id > new.decision_id and d.effective_on is not null
          and d.outcome <> 'NOT_EXAMINED');
    return new;
end
$$;
comment on function decision_notification_guard() is 'A decision that is in effect is told on its day or later; then its file waits no more';
create trigger decision_notification_guard before insert on decision_notification for each row execute function decision_notification_guard();
