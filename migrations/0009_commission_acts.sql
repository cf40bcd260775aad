-- 0009 what the acts of a commission share: how a request names a session.

set local role clea_owner;

create function sessions_named(id uuid, reference text, agenda_item_id uuid)
returns setof uuid language sql stable parallel safe as $$
    select sessions_named.id where sessions_named.id is not null
    union
    select s.id from session s where s.reference = sessions_named.reference
    union
    select i.session_id from agenda_item i where i.id = sessions_named.agenda_item_id
$$;
comment on function sessions_named(uuid, text, uuid) is
    'The session that a request speaks of: by id, by reference, or by an item of its agenda. What is not visible is not found';
grant execute on function sessions_named(uuid, text, uuid) to clea_app, clea_read;
