-- 0012 time zones: where a commission is, an instant for the clock of a sandbox, and hours beyond those of a module.

set local role clea_owner;

alter table commission add column time_zone text not null default 'Europe/Paris';
comment on column commission.time_zone is 'IANA zone: the day of its acts, and of its sessions unless they say another';
comment on column organism.time_zone is 'IANA zone: the day of its acts, of its appointments and sittings unless they say another';
comment on column appointment.time_zone is 'IANA zone in which it is told and its day is counted';
comment on column sitting.held_on is 'Civil date in its zone; that of starts_at, if known';
comment on column session.held_on is 'Civil date in its zone; that of starts_at, if known; the decision date of its certificates';

alter table sandbox_clock add column instant timestamptz;
alter table sandbox_clock add constraint sandbox_clock_instant_in_sandbox check (is_sandbox or instant is null);
alter table sandbox_clock add constraint sandbox_clock_day_or_instant check (today is null or instant is null);
comment on column sandbox_clock.today is 'The pretended civil date, the same in every zone; null = the real one, or that of the instant';
comment on column sandbox_clock.instant is 'The pretended instant, which has a date in each zone; null = the real one, or the pretended date';

alter table path_module add column overrun_reason text
    constraint path_module_overrun_reason check (char_length(overrun_reason) between 1 and 2000);
comment on column path_module.overrun_reason is 'Why more hours were attended than planned: the words given last';

-- Not asked of rows from before: their day was that of Paris.
alter table sitting add constraint sitting_day_of_start check (held_on = (starts_at at time zone time_zone)::date) not valid;
alter table session add constraint session_day_of_start check (held_on = (starts_at at time zone time_zone)::date) not valid;
alter table path_module add constraint path_module_attended_most check (attended_hours <= 2000) not valid;
