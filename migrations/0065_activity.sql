-- 0065 the day of the last act beside the candidacy: what an act changes of a candidacy is in no index of it.
--
-- Every act moves last_activity_on and entered_on. As long as an index of candidacy held one of them, each act wrote a new entry into each of its
-- sixteen indexes. What lists are ordered by, and what the sweep looks for, stands in a table of its own with few of them.

set local role clea_owner;

create table candidacy_activity (
    candidacy_id     uuid not null,
    owner_org_id     uuid not null,
    last_activity_on date not null,
    idle_state       text,
    idle_since       date,
    constraint candidacy_activity_idle check ((idle_state is null) = (idle_since is null)),
    constraint candidacy_activity_pk primary key (candidacy_id),
    constraint candidacy_activity_candidacy foreign key (candidacy_id) references candidacy (id),
    constraint candidacy_activity_owner foreign key (owner_org_id) references organism (id)
) with (fillfactor = 85);
comment on table candidacy_activity is 'The day of the last act of each candidacy, as lists are ordered by it; kept by triggers';
comment on column candidacy_activity.candidacy_id is 'Whose last act it is';
comment on column candidacy_activity.owner_org_id is 'Organism that holds the candidacy';
comment on column candidacy_activity.last_activity_on is 'candidacy.last_activity_on';
comment on column candidacy_activity.idle_state is 'Of a candidacy that closes when nobody touches it: its state';
comment on column candidacy_activity.idle_since is 'Of one: candidacy.entered_on';
do $$
begin
    execute 'alter table candidacy_activity enable row level security';
    execute 'alter table candidacy_activity force row level security';
    execute 'create policy candidacy_activity_owner on candidacy_activity to clea_owner using (true) with check (true)';
end
$$;
insert into candidacy_activity (candidacy_id, owner_org_id, last_activity_on, idle_state, idle_since)
select c.id, c.owner_org_id, c.last_activity_on, i.state, case when i.state is not null then c.entered_on end
from candidacy c
left join (values ('CONTACT'), ('INFORMED'), ('PRIOR_IN_PROGRESS')) as i (state) on i.state = c.state;
create index candidacy_activity_by_day on candidacy_activity (last_activity_on, candidacy_id);
create index candidacy_activity_by_owner on candidacy_activity (owner_org_id, last_activity_on, candidacy_id);
drop index candidacy_by_activity;
drop index candidacy_by_owner_activity;

-- What the sweep looks for, each with the patience of its state.
create index candidacy_activity_by_contact on candidacy_activity (idle_since, candidacy_id) where idle_state = 'CONTACT';
create index candidacy_activity_by_idle on candidacy_activity (idle_since, candidacy_id) where idle_state in ('INFORMED', 'PRIOR_IN_PROGRESS');
drop index candidacy_by_contact;
drop index candidacy_by_idle;

-- Room in each page for the next version of its rows, which then needs no entry in an index.
alter table candidacy set (fillfactor = 85);
alter table path_module set (fillfactor = 85);
