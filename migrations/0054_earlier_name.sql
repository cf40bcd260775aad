-- 0054 earlier names: what was misspelt is corrected, and how it read before is kept.

set local role clea_owner;

create table earlier_name (
    id        bigint not null generated always as identity constraint earlier_name_pk primary key,
    kind      text not null constraint earlier_name_kind check (kind ~ '^[A-Z_]+$'),
    object_id uuid not null,
    names     jsonb not null constraint earlier_name_names check (jsonb_typeof(names) = 'object'),
    ended_at  timestamptz not null default clock_timestamp()
);
comment on table earlier_name is 'How a person, a commission, a network, an organism, a site, a method or a funder was called before it was corrected; who corrected it is in the audit';
comment on column earlier_name.id is 'Order of the corrections';
comment on column earlier_name.kind is 'Table of what was corrected, in capitals';
comment on column earlier_name.object_id is 'What was corrected';
comment on column earlier_name.names is 'Its names until then: name, or last_name and first_name';
comment on column earlier_name.ended_at is 'When it was corrected';
create index earlier_name_by_object on earlier_name (object_id, id);

alter table earlier_name enable row level security;
alter table earlier_name force row level security;
