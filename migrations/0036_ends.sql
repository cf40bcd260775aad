-- 0036 one request of a habilitation awaits its answer: the same one asked again is the first.

set local role clea_owner;

-- Of those that were asked again the first one stays: the others say nothing that it does not.
delete from habilitation h using habilitation first
where h.state = 'REQUESTED' and first.state = 'REQUESTED' and first.id < h.id and first.activity = h.activity
  and first.referential_code = h.referential_code and coalesce(first.network_id, first.organism_id) = coalesce(h.network_id, h.organism_id);
create unique index habilitation_one_request on habilitation (coalesce(network_id, organism_id), activity, referential_code)
    where state = 'REQUESTED';
