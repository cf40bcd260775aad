-- 0011 dry runs: what is checked at the commit is checked now, because there will be none.

set local role clea_owner;

create function constraints_fire() returns void language plpgsql volatile as $$
begin
    set constraints all immediate;
end
$$;
comment on function constraints_fire() is 'Fires every deferred constraint of the transaction at once';
grant execute on function constraints_fire() to clea_app;
