-- 0049 training is counted in minutes: half hours are real; and sites are found by where they are.

set local role clea_owner;

-- One unit for what is planned, attended and paid for.

alter table path_module drop constraint path_module_hours;
alter table path_module drop constraint path_module_attended_hours;
alter table path_module drop constraint path_module_attended_most;
alter table path_module rename column hours to planned_minutes;
alter table path_module rename column attended_hours to attended_minutes;
update path_module set planned_minutes = planned_minutes * 60, attended_minutes = attended_minutes * 60;
alter table path_module add constraint path_module_planned_minutes check (planned_minutes between 0 and 120000);
alter table path_module add constraint path_module_attended_minutes check (attended_minutes >= 0);
-- Of what was attended before 0012 nobody asked so: not valid, as there.
alter table path_module add constraint path_module_attended_most check (attended_minutes <= 120000) not valid;
comment on column path_module.planned_minutes is 'Minutes planned';
comment on column path_module.attended_minutes is 'Minutes attended so far, corrections included';
comment on column path_module.overrun_reason is 'Why more was attended than planned: the words given last';

alter table funding drop constraint funding_hours;
alter table funding rename column hours to funded_minutes;
update funding set funded_minutes = funded_minutes * 60;
alter table funding add constraint funding_funded_minutes check (funded_minutes between 0 and 600000);
comment on column funding.funded_minutes is 'Minutes paid for';

-- The history tells the same in the new unit: what it says of an act does not change.
update candidacy_event
set data = (data - 'hours') || jsonb_build_object('attended_minutes', (data ->> 'hours')::int * 60)
where event = 'RECORD_ATTENDANCE' and data ? 'hours';
update candidacy_event
set data = jsonb_set(data, '{modules}', (
    select jsonb_agg(case when m.module ? 'hours'
                          then (m.module - 'hours') || jsonb_build_object('planned_minutes', (m.module ->> 'hours')::int * 60)
                          else m.module end order by m.ordinal)
    from jsonb_array_elements(data -> 'modules') with ordinality as m(module, ordinal)))
where event = 'PROPOSE_PATH' and jsonb_array_length(coalesce(data -> 'modules', '[]')) > 0;

-- Of its commune, else of its postal code: three characters overseas; Corsica, whose postal codes all begin with 20, has two.
alter table site add column department text generated always as (
    case when insee_code ~ '^9[78]' then left(insee_code, 3)
         when insee_code is not null then left(insee_code, 2)
         when postal_code ~ '^9[78]' then left(postal_code, 3)
         when postal_code ~ '^20[01]' then '2A'
         when postal_code ~ '^20' then '2B'
         when postal_code is not null then left(postal_code, 2) end) stored;
comment on column site.department is 'INSEE code of the département: of the commune, else of the postal code';
create index site_by_insee_code on site (insee_code, id) where insee_code is not null;
create index site_by_department on site (department, id) where department is not null;
