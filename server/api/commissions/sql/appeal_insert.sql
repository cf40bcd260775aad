-- An appeal is filed.
insert into appeal (id, candidacy_id, decision_id, filed_on, filed_by, acting_org_id, grounds)
select x.id, x.candidacy_id, x.decision_id, x.filed_on, x.person_id, x.org_id, x.grounds
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::uuid[], $8::uuid[], $9::text[])
     as x(id, candidacy_id, decision_id, filed_on, person_id, org_id, grounds)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
