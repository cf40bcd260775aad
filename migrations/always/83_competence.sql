-- SPDX-License-Identifier: EUPL-1.2
-- Which commission examines the files of a candidacy (A30).

grant select on commission_override to clea_app, clea_read, clea_auditor;
grant insert on commission_override to clea_national;
grant update (ended_on, ended_by, end_reason) on commission_override to clea_national;
create policy commission_override_auditor on commission_override for select to clea_auditor using (true);
create policy commission_override_read on commission_override for select to clea_app, clea_read using (exists (
    select from candidacy_access a where a.candidacy_id = commission_override.candidacy_id offset 0));

create function competent_commission(candidacy_id uuid, by_rule_alone boolean) returns uuid language plpgsql stable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    named uuid;
    found uuid;
begin
    if not by_rule_alone then
        select k.id into named from commission_override o join commission k on k.id = o.commission_id
        where o.candidacy_id = competent_commission.candidacy_id and o.ended_on is null and k.status = 'ACTIVE';
        if named is not null then
            return named;
        end if;
    end if;
    select k.id into found
    from candidacy c
    join candidate n on n.id = c.candidate_id
    join commission k on k.status = 'ACTIVE' and k.referential_code = c.referential_code
         and (k.kind = 'BRANCH' and k.idcc = n.branch_idcc or k.kind = 'REGIONAL' and k.region = n.region)
    where c.id = competent_commission.candidacy_id
    order by k.kind, k.id
    limit 1;
    return found;
end
$$;
comment on function competent_commission(uuid, boolean) is 'The commission that a file goes to (A30): the one that the certifier named, as long as it is active; by the rule, that of the branch when the branch of the employer holds a delegation, else the regional one; null when there is none';
grant execute on function competent_commission(uuid, boolean) to clea_app, clea_read;

create function commission_override_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform refuse('commission_override_kept', 'commission_override', 'who named which commission is kept');
    end if;
    if tg_op = 'UPDATE' then
        if old.ended_on is not null or (new.id, new.candidacy_id, new.commission_id, new.reason, new.named_on) is distinct from
           (old.id, old.candidacy_id, old.commission_id, old.reason, old.named_on) then
            perform refuse('commission_override_fixed', 'commission_override', 'it is ended, once, and nothing else');
        end if;
        return new;
    end if;
    if not exists (select from candidacy c join commission k on k.referential_code = c.referential_code and k.status = 'ACTIVE'
                   where c.id = new.candidacy_id and k.id = new.commission_id) then
        perform refuse('commission_override_competent', 'commission_override', 'an active commission of this certification');
    end if;
    if exists (select from candidacy c where c.id = new.candidacy_id and c.state in ('ON_AGENDA', 'DEFERRED', 'CERTIFIED')) then
        perform refuse('commission_override_in_time', 'commission_override', 'the file is on an agenda, or decided');
    end if;
    return new;
end
$$;
comment on function commission_override_guard() is 'A commission is named for what is neither on an agenda nor decided, and the naming is ended once';
create trigger commission_override_guard before insert or update or delete on commission_override for each row execute function commission_override_guard();
