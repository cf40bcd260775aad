-- SPDX-License-Identifier: EUPL-1.2
-- Nobody but the owner of the database makes temporary tables or tables of the schema: one of them could stand in front of a table of
-- rules. A database does not keep these rights in a dump of its own, so every run of the runner looks again. Whoever does not own
-- the database cannot take them away; the server then says so and does not start.
do $$
begin
    if exists (
        select from pg_catalog.pg_database d
        cross join pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
        where d.datname = pg_catalog.current_database() and pg_catalog.pg_has_role(current_user, d.datdba, 'USAGE')
          and a.grantee = 0 and a.privilege_type = 'TEMPORARY') then
        execute pg_catalog.format('revoke temporary on database %I from public', pg_catalog.current_database());
    end if;
    if exists (
        select from pg_catalog.pg_namespace n cross join pg_catalog.aclexplode(n.nspacl) a
        where n.nspname = 'public' and pg_catalog.pg_has_role(current_user, n.nspowner, 'USAGE')
          and a.grantee = 0 and a.privilege_type = 'CREATE') then
        revoke create on schema public from public;
    end if;
end
$$;

-- A database that was restored into another cluster, whose transactions are numbered anew.
do $$
begin
    if pg_catalog.to_regprocedure('public.change_epoch_settle()') is not null then
        set local role clea_owner;
        perform public.change_epoch_settle();
    end if;
end
$$;
