-- A habilitation by id, with its suspensions.
select x.item, h.id, case when h.organism_id is null then 'NETWORK' else 'ORGANISM' end as holder_kind, h.organism_id, h.network_id,
       coalesce(o.name, n.name) as holder_name, h.activity, h.referential_code, h.valid_from, h.valid_to, h.state,
       h.requested_on, h.granted_on, h.ended_on,
       case when scope_sees_all($1::text) or coalesce(h.organism_id, h.network_id) = $2::uuid then h.decision_note end
           as decision_note,
       (select json_agg(json_build_object('suspended_from', s.suspended_from, 'suspended_to', s.suspended_to)
                        order by s.suspended_from)
        from habilitation_spell s where s.habilitation_id = h.id) as suspensions,
       h.version, wire_instant(h.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join habilitation h on h.id = x.id
left join organism o on o.id = h.organism_id
left join network n on n.id = h.network_id
where (h.state <> 'REQUESTED' or scope_sees_all($1::text) or coalesce(h.organism_id, h.network_id) = $2::uuid)
