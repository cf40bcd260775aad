-- SPDX-License-Identifier: EUPL-1.2
-- What may not overlap is given once. An exclusion constraint alone lets two who come at once each enter their row and then find the
-- other's, not committed: each waits for the other, and PostgreSQL ends one of them after a second, as often as they come again.
-- So who enters such a row, or moves one, waits before, for whoever else does the same of the same key.

create function overlap_waits() returns trigger language plpgsql as $$
declare
    entered jsonb := to_jsonb(new);
    of_key text := tg_table_name;
    part text;
begin
    foreach part in array tg_argv loop
        of_key := of_key || ' ' || coalesce(entered ->> part, '-');
    end loop;
    perform pg_advisory_xact_lock(hashtextextended(of_key, 0));
    return new;
end
$$;
comment on function overlap_waits() is
    'Before a row whose period may not overlap: one at a time of each key, whose columns are the arguments of the trigger';
grant execute on function overlap_waits() to clea_app;

-- Of every such constraint, by the columns whose values it compares. The owner (a restore, the demonstration) enters many at a time, alone.
do $$
declare
    found record;
begin
    for found in
        select t.relname, string_agg(quote_literal(a.attname), ', ' order by a.attnum) as parts
        from pg_constraint k
        join pg_class t on t.oid = k.conrelid
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
             -- what is compared stands before the period; of an expression the catalogue tells no columns
             and split_part(pg_get_constraintdef(k.oid), 'daterange', 1) ~ ('\y' || a.attname || '\y')
        where k.contype = 'x' and t.relnamespace = 'public'::regnamespace
        group by t.relname
    loop
        execute format('create trigger %I before insert or update on %I for each row'
                       || ' when (not pg_has_role(session_user, ''clea_owner'', ''MEMBER'')) execute function overlap_waits(%s)',
                       found.relname || '_overlap_waits', found.relname, found.parts);
    end loop;
end
$$;
