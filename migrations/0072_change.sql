-- 0072 changes: what happened to what, for who keeps a copy (GET /v1/changes).

set local role clea_owner;

create sequence change_number;

-- One row for each change, addressed to who is told of it. Every act writes one, so there is nothing here that would be asked at each: no
-- foreign key, as it names what it speaks of and holds nothing of it, no check, and one index that is partial.
create table change (
    id            uuid not null constraint change_pk primary key,
    kind          text not null,
    object_id     uuid not null,
    root_id       uuid not null,
    what          text not null,
    version       int,
    occurred_on   date not null,
    recorded_at   timestamptz not null default clock_timestamp(),
    told_id       uuid,
    commission_id uuid,
    other_org_id  uuid,
    is_copy       boolean not null default false
);
comment on table change is 'What happened to what, one row a change: in the order of its id nothing appears behind a reader who stops at the oldest running transaction';
comment on column change.id is 'Its place: the transaction that wrote it (eight bytes), then the number within it (eight bytes); made by change_place()';
comment on column change.kind is 'What changed: a change_kind of the vocabularies';
comment on column change.object_id is 'Which one';
comment on column change.root_id is 'What it hangs on: its candidacy, its candidate, its session, or itself';
comment on column change.what is 'What happened: of a candidacy the event, of others what became of it';
comment on column change.version is 'Version that it has since; null of what has none';
comment on column change.occurred_on is 'Day of the act';
comment on column change.recorded_at is 'When it was written: what is too old is purged';
comment on column change.told_id is 'Organism that is told, the one in charge since, and through it its networks; or a network';
comment on column change.commission_id is 'Commission that is told beside it';
comment on column change.other_org_id is 'Of a transfer: the organism that it left; of the same told to that one, the organism that has it since';
comment on column change.is_copy is 'The same change, told to one more: the nation and the candidate have it once';
create index change_by_told on change (told_id, id);
create index change_by_commission on change (commission_id, id) where commission_id is not null;
create index change_by_root on change (root_id, id);

-- Transactions are numbered by the cluster. A database that was restored into another one goes on behind the numbers that it brought.
create table change_epoch (
    is_only     boolean not null default true constraint change_epoch_pk primary key constraint change_epoch_one check (is_only),
    added       bigint not null default 0 constraint change_epoch_added check (added >= 0),
    lost_after  uuid,
    lost_before uuid,
    constraint change_epoch_lost check ((lost_after is null) = (lost_before is null))
);
comment on table change_epoch is 'What is added to the number of a transaction of this cluster to make a place of a change';
comment on column change_epoch.is_only is 'There is one row';
comment on column change_epoch.added is 'Added to the number';
comment on column change_epoch.lost_after is 'The last change that the last restore brought';
comment on column change_epoch.lost_before is 'Where places begin since: cursors between the two are of changes that were lost';
insert into change_epoch default values;

do $$
declare
    name text;
begin
    foreach name in array array['change', 'change_epoch'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
