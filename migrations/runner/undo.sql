-- SPDX-License-Identifier: EUPL-1.2
-- Takes away what the files of always/ made last time, from the last to the first. Runs in front of the numbered files, so
-- that no view stands in the way of a column.
do $$
declare
    made record;
begin
    if to_regclass('public.schema_object') is null then
        return; -- the first time
    end if;
    for made in select o.undo from public.schema_object o order by o.ordinal desc loop
        execute made.undo;
    end loop;
    delete from public.schema_object;
    delete from public.schema_file;
end
$$;
