-- 0073 for maintenance: a service that only reads, or that asks for no more requests.

set local role clea_owner;

create table service_mode (
    is_only   boolean not null default true constraint service_mode_pk primary key constraint service_mode_one_row check (is_only),
    mode      text not null default 'NORMAL' constraint service_mode_known check (mode in ('NORMAL', 'READ_ONLY', 'DRAIN')),
    reason    text constraint service_mode_reason_printed check (reason is null or length(reason) between 1 and 200),
    ends_at   timestamptz,
    set_at    timestamptz not null default now(),
    set_by_id uuid,
    constraint service_mode_reasoned check (mode = 'NORMAL' and reason is null and ends_at is null or mode <> 'NORMAL' and reason is not null)
);
comment on table service_mode is 'One row: what the service does for its callers, for all instances at once';
comment on column service_mode.is_only is 'Always true: keeps the table at one row';
comment on column service_mode.mode is 'NORMAL; READ_ONLY: reads and public verification, no writes; DRAIN: everything is answered, and readiness asks for no more';
comment on column service_mode.reason is 'Why, as callers are told; null = NORMAL';
comment on column service_mode.ends_at is 'When it is to end, as callers are told: nothing ends by itself; null = not known';
comment on column service_mode.set_at is 'Since when';
comment on column service_mode.set_by_id is 'The credential that set it; null = nobody yet';
insert into service_mode default values;
