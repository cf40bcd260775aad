-- What the issue of a certificate rests on: the candidacy, its effective favourable decision, certificates there are.
select x.item, c.id, c.state, d.id as decision_id, s.state as session_state, e.id as existing_id,
       (select o.id from certificate o
        where o.candidate_id = c.candidate_id and o.referential_code = c.referential_code and o.status = 'ISSUED'
          and o.candidacy_id <> c.id) as live_certificate_id,
       c.is_certificate_annulled, d.effective_on,
       concat(n.birth_name, E'\n', n.usage_name, E'\n', n.first_name_1, E'\n', n.first_name_2, E'\n', n.first_name_3, E'\n',
              n.birth_commune_label, E'\n', n.birth_country_label, E'\n', v.title, E'\n', k.name, E'\n',
              (select string_agg(p.first_name || ' ' || p.last_name, ' ')
               from minutes_signature g join person p on p.id = g.person_id where g.session_id = s.id)) as printed
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidacy c on c.id = x.id
join candidate n on n.id = c.candidate_id
join referential_version v on v.id = c.referential_version_id
left join decision d on d.candidacy_id = c.id and d.outcome = 'CERTIFIED' and d.effective_on is not null
left join session s on s.id = d.session_id
left join commission k on k.id = s.commission_id
left join certificate e on e.candidacy_id = c.id and e.status = 'ISSUED'
where scope_sees_candidacy($1::text, $2::uuid, c.id)
