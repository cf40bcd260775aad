-- SPDX-License-Identifier: EUPL-1.2
-- The nation: what certifier, auditor, sweep and public verification see and write, each scope all of it, through roles of their own.
-- A scope is a setting that whoever runs a statement can change; a role is not. So no statement that runs as clea_app reaches the
-- country, whatever it sets, and clea_national sees nothing while the scope is a tenant's.
--
-- One rule for all tables, which a new one meets by itself: CERTIFIER, AUDITOR and SYSTEM read every row, CERTIFIER and SYSTEM write
-- what is granted (90_grants.sql). A table that says otherwise has a policy for clea_national, in this file or in one before it,
-- and is left alone.

-- Not even the nation: 6.4 restricts data on health to those who adapt the evaluation.
create policy adjustment_national on adjustment for select to clea_national, clea_national_read using (false);

-- One replays under one's own scope; the system purges.
create policy idempotency_record_national on idempotency_record for select to clea_national, clea_national_read using (
    current_scope() = 'SYSTEM' or (scope_sees_all(current_scope()) and scope = current_scope()));
create policy idempotency_record_purge on idempotency_record for delete to clea_national using (current_scope() = 'SYSTEM');
create policy audit_national on audit for select to clea_national using (scope_sees_all(current_scope()));
create policy access_log_national on access_log for select to clea_national using (scope_sees_all(current_scope()));

do $$
declare
    name text;
begin
    for name in select c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity and not exists (
                      select from pg_policy p where p.polrelid = c.oid and 'clea_national'::regrole = any (p.polroles))
                order by c.relname loop
        execute format('create policy %I on %I for select to clea_national, clea_national_read'
                       || ' using (scope_sees_all(current_scope()))', name || '_national_read', name);
        execute format('create policy %I on %I for all to clea_national using (scope_writes_all(current_scope()))'
                       || ' with check (scope_writes_all(current_scope()))', name || '_national_write', name);
    end loop;

    -- What is no person's is read by everybody, without a key too.
    foreach name in array array['network', 'organism', 'site', 'network_membership', 'referential_version', 'habilitation',
        'habilitation_spell', 'evaluation_method', 'commission', 'setting'] loop
        execute format('create policy %I on %I for select to clea_national, clea_national_read using (current_scope() = ''PUBLIC'')',
                       name || '_public', name);
    end loop;
end
$$;

-- What the roles of tenants may do with a table, a column or a function, the roles of the nation may; rows are for the policies.
do $$
declare
    granted record;
begin
    for granted in
        select a.privilege_type as privilege, format('%I', c.relname) as object, '' as of_column, a.grantee
        from pg_class c cross join aclexplode(c.relacl) a
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
        union all
        select a.privilege_type, format('%I', c.relname), format(' (%I)', t.attname), a.grantee
        from pg_class c join pg_attribute t on t.attrelid = c.oid cross join aclexplode(t.attacl) a
        where c.relnamespace = 'public'::regnamespace
        union all
        select a.privilege_type, 'function ' || p.oid::regprocedure, '', a.grantee
        from pg_proc p cross join aclexplode(p.proacl) a
        where p.pronamespace = 'public'::regnamespace and not exists (
            select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    loop
        if granted.grantee = 'clea_app'::regrole then
            execute format('grant %s%s on %s to clea_national', granted.privilege, granted.of_column, granted.object);
        elsif granted.grantee = 'clea_read'::regrole then
            execute format('grant %s%s on %s to clea_national_read', granted.privilege, granted.of_column, granted.object);
        end if;
    end loop;
end
$$;
