-- SPDX-License-Identifier: EUPL-1.2
-- Registers what the schema holds of the kinds that always/ makes, each with the statement that takes it away. Run in front of
-- those files and behind them: what the second run adds is theirs. A row exists once, so the first run's are left alone.
--
-- The order is the order of making: functions and views by age, then what hangs on tables.
set local search_path = pg_catalog;

insert into public.schema_object (ordinal, kind, name, undo)
select (select coalesce(max(o.ordinal), 0) from public.schema_object o) + row_number() over (order by l.rank, l.age, l.name),
       l.kind, l.name, l.undo
from (
    select 1 as rank, p.oid::bigint as age, 'FUNCTION' as kind, p.oid::regprocedure::text as name,
           format('drop function %s', p.oid::regprocedure) as undo
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    union all
    select 1, c.oid::bigint, 'VIEW', c.oid::regclass::text, format('drop view %s', c.oid::regclass)
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
    union all
    select 2, t.oid::bigint, 'TRIGGER', format('%I on %s', t.tgname, c.oid::regclass),
           format('drop trigger %I on %s', t.tgname, c.oid::regclass)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    union all
    select 2, p.oid::bigint, 'POLICY', format('%I on %s', p.polname, c.oid::regclass),
           format('drop policy %I on %s', p.polname, c.oid::regclass)
    from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'public'::regnamespace
    union all
    select 3, c.oid::bigint, 'GRANT', format('%s on %s to %s', a.privilege_type, c.oid::regclass, g.name),
           format('revoke %s on %s from %s', a.privilege_type, c.oid::regclass, g.name)
    from pg_class c
    cross join aclexplode(c.relacl) a
    cross join lateral (select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as name) g
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner
    union all
    select 3, c.oid::bigint, 'GRANT', format('%s (%I) on %s to %s', a.privilege_type, t.attname, c.oid::regclass, g.name),
           format('revoke %s (%I) on %s from %s', a.privilege_type, t.attname, c.oid::regclass, g.name)
    from pg_class c
    join pg_attribute t on t.attrelid = c.oid
    cross join aclexplode(t.attacl) a
    cross join lateral (select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as name) g
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner
    union all
    select 3, p.oid::bigint, 'GRANT', format('%s on %s to %s', a.privilege_type, p.oid::regprocedure, g.name),
           format('revoke %s on function %s from %s', a.privilege_type, p.oid::regprocedure, g.name)
    from pg_proc p
    cross join aclexplode(p.proacl) a
    cross join lateral (select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as name) g
    where p.pronamespace = 'public'::regnamespace and a.grantee <> p.proowner
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
) as l
on conflict on constraint schema_object_pk do nothing;

set local search_path to default;
