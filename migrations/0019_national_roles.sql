-- 0019 the roles of the nation: certifier, auditor, sweep and public verification, apart from those of tenants (clea_app, clea_read).

do $$
declare
    name text;
begin
    foreach name in array array['clea_national', 'clea_national_read'] loop
        if not exists (select from pg_roles where rolname = name) then
            if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
                raise exception 'there is no role %, and % may not make it: a superuser does, create role % login', name, current_user, name;
            end if;
            execute format('create role %I login nobypassrls', name);
        end if;
    end loop;
end
$$;
grant usage on schema public to clea_national, clea_national_read;
