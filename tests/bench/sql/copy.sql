-- SPDX-License-Identifier: EUPL-1.2
-- Copies k = :last … :first of everything that is staged, the oldest first; several runs of this may go side by side.
set session_replication_role = replica; -- triggers and foreign keys rest: what they would refuse is looked for afterwards
set synchronous_commit = off;
set jit = off;
set bench.copies = :'first';
set bench.last = :'last';

create or replace procedure pg_temp.multiply(first int, last int) language plpgsql as $$
declare
    k int;
    t record;
    moment text;
begin
    create temp table plan as
    select m.name,
           string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns,
           string_agg(case
               -- The hour of a session stands on its day, which copies have in common.
               when m.name = 'session' and a.attname = 'starts_at' then 'r.starts_at'
               when a.atttypid = 'timestamptz'::regtype then format('r.%I - $1 * interval ''39 minutes 19.296 seconds''', a.attname)
               when m.name = 'idempotency_record' and a.attname = 'key' then 'r.key || ''-'' || $1'
               when m.name = 'credential_list' and a.attname = 'number' then 'r.number + $1'
               when a.attname = 'verification_code' then 'left(r.verification_code, 1) || upper(left(md5(r.verification_code || $1), 25))'
               else format('r.%I', a.attname) end, ', ' order by a.attnum) as made
    from bench.multiplied m
    join pg_attribute a on a.attrelid = m.name::regclass and a.attnum > 0 and not a.attisdropped
     and a.attgenerated = '' and a.attidentity = ''
    where exists (select from bench.stage s where s.name = m.name)
    group by m.name;
    for k in reverse last .. first loop
        -- 36 units of 65.536 seconds lie between two copies, as between their times.
        moment := lpad(to_hex((select ('x' || m.digits)::bit(32)::bigint from bench.moment m) - k * 36), 8, '0');
        for t in select * from plan order by name loop
            execute format('insert into public.%I (%s) select %s from bench.stage s'
                || ' cross join lateral jsonb_populate_record(null::public.%I, %s) r'
                || ' where s.name = %L and (s.variant is null or s.variant = $1 %% 12) order by s.ordinal',
                t.name, t.columns, t.made, t.name,
                case t.name when 'candidate' then 'bench.renamed(bench.made(s.record, $1, $2), $1)' else 'bench.made(s.record, $1, $2)' end,
                t.name) using k, moment;
        end loop;
        if k % 10 = 0 then
            commit;
        end if;
    end loop;
end
$$;
call pg_temp.multiply(current_setting('bench.copies')::int, current_setting('bench.last')::int);
