-- SPDX-License-Identifier: EUPL-1.2
-- What `clea-server doctor` asks of an instance beside its schema.

-- Definer: keys are read by nobody; counted here, and nothing of them told.
create function installation_facts(out is_sandbox boolean, out has_referential boolean, out has_first_key boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    select c.is_sandbox into is_sandbox from sandbox_clock c;
    has_referential := exists (select from referential_version v where v.status = 'ACTIVE');
    has_first_key := exists (select from api_key k cross join lateral api_key_standing(k.id) s
                             where k.scope = 'CERTIFIER' and k.status = 'ACTIVE' and s.refusal is null);
end
$$;
comment on function installation_facts(out boolean, out boolean, out boolean) is
    'Whether an instance is a sandbox, has an active référentiel, and a key of the certifier that works, which can make the others';
grant execute on function installation_facts(out boolean, out boolean, out boolean) to clea_app;
