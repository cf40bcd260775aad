-- 0022 machines: the login of a partner's system. It is bound by an invitation, as that of a person is, and opens what a key of the
-- partner would: the roles and permissions that the invitation names.

set local role clea_owner;

do $$
declare
    name text;
begin
    foreach name in array array['invitation', 'login'] loop
        execute format($ddl$
            alter table %1$I
                add column partner_scope text constraint %1$s_partner_scope
                    check (partner_scope in ('ORGANISM', 'NETWORK', 'COMMISSION')),
                add column partner_id    uuid,
                add column roles         text[],
                add column permissions   text[],
                add column label         text constraint %1$s_label check (char_length(label) between 1 and 100),
                add constraint %1$s_of_partner check (num_nonnulls(partner_scope, partner_id, roles, permissions, label) in (0, 5)),
                add constraint %1$s_partner_roles check (cardinality(roles) > 0 and roles <@ case partner_scope
                    when 'ORGANISM' then '{COUNSELLOR,EVALUATOR,TRAINER,REFERENT}'
                    when 'NETWORK' then '{NETWORK_MANAGER}'
                    when 'COMMISSION' then '{SECRETARY}' end::text[]),
                add constraint %1$s_permissions check (permissions <@ '{READ,WRITE,KEYS}'::text[] and cardinality(permissions) > 0)
            $ddl$, name);
        execute format('comment on column %I.partner_scope is %L', name, 'ORGANISM, NETWORK or COMMISSION whose system it is; null = a person or a candidate');
        execute format('comment on column %I.partner_id is %L', name, 'Which one');
        execute format('comment on column %I.roles is %L', name, 'What the system may be there; it has no person who could hold functions');
        execute format('comment on column %I.permissions is %L', name, 'What it may do at all: READ, WRITE, KEYS');
        execute format('comment on column %I.label is %L', name, 'What its owner calls it');
    end loop;
end
$$;

alter table invitation
    drop constraint invitation_one_guest,
    add constraint invitation_one_guest check (num_nonnulls(person_id, candidate_id, partner_id) = 1);
create index invitation_by_partner on invitation (partner_id, id) where partner_id is not null;

-- A subject is of somebody, or of something: never of both.
alter table login
    drop constraint login_one_holder,
    add constraint login_one_holder check (num_nonnulls(person_id, candidate_id, partner_id) = 1),
    add constraint login_one_sort exclude using gist (digest with =, ((partner_id is not null)::int) with <>) where (ended_at is null);
create unique index login_one_partner on login (digest) where ended_at is null and partner_id is not null;
create index login_by_partner on login (partner_id, id) where partner_id is not null;
comment on table invitation is 'A code, used once, by which a person, a candidate or a partner''s system binds the login it comes with';
