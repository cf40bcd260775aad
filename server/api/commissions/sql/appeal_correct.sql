-- What an appeal says is corrected by the candidate, or by the organism that filed it, until it is settled, from the version that was read.
update appeal r
set grounds = coalesce(x.grounds, r.grounds), proof = coalesce(x.proof, r.proof)
from unnest($3::uuid[], $4::int[], $5::text[], $6::text[]) as x(id, version, grounds, proof)
where r.id = x.id and r.version = x.version and scope_writes_candidacy($1::text, $2::uuid, r.candidacy_id)
  and ($1::text = 'CANDIDATE' or ($1::text = 'ORGANISM' and r.acting_org_id = $2::uuid))
