-- 0008 what the server's statements share: which candidacies a request names, and replays on the reading lane.

set local role clea_owner;

-- session_id may be an item of an agenda as well: one candidacy instead of all of them.
create function candidacies_named(id uuid, reference text, evaluation_id uuid, session_id uuid, file_id uuid)
returns setof uuid language sql stable parallel safe as $$
    select candidacies_named.id where candidacies_named.id is not null
    union
    select c.id from candidacy c where c.reference = candidacies_named.reference
    union
    select e.candidacy_id from evaluation e where e.id = candidacies_named.evaluation_id
    union
    select i.candidacy_id from agenda_item i where i.session_id = candidacies_named.session_id and i.is_live
    union
    select i.candidacy_id from agenda_item i where i.id = candidacies_named.session_id and i.removed_on is null
    union
    select f.candidacy_id from file f where f.id = candidacies_named.file_id
$$;
comment on function candidacies_named(uuid, text, uuid, uuid, uuid) is
    'The candidacies that a request speaks of: by id, by reference, by an evaluation, by the live agenda of a session or one item of it, by a file. What is not visible is not found';

create function candidate_is_visible(scope text, scope_id uuid, candidate_id uuid, created_by_org_id uuid)
returns boolean language plpgsql stable as $$
begin
    return scope_sees_all(scope)
        or (scope = 'CANDIDATE' and candidate_is_visible.candidate_id = scope_id)
        or (scope = 'ORGANISM' and created_by_org_id = scope_id)
        or exists (select from candidacy_access a where a.candidate_id = candidate_is_visible.candidate_id
                   and (candidate_is_visible.scope = 'NETWORK' or (a.scope = candidate_is_visible.scope
                                                                   and a.scope_id = candidate_is_visible.scope_id)));
end
$$;
comment on function candidate_is_visible(text, uuid, uuid, uuid) is
    'Whether a scope sees a candidate, as a parameter of a statement; row-level security says the same a second time';
grant execute on function candidate_is_visible(text, uuid, uuid, uuid) to clea_app, clea_read;

grant execute on function candidacies_named(uuid, text, uuid, uuid, uuid) to clea_app, clea_read;

-- The stored answer of a key is looked up together with the snapshot, on the connection that reads.
grant select on idempotency_record to clea_read;
create policy idempotency_record_replay on idempotency_record for select to clea_read using (
    scope = current_scope() and scope_id is not distinct from current_scope_id());
