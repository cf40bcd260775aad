-- A new evaluation method; its instruments come as a JSON array.
insert into evaluation_method (id, network_id, branch_idcc, name, referential_code, modality, sitting_count, instruments)
select x.id, x.network_id, x.branch_idcc, x.name, x.referential_code, x.modality, x.sitting_count,
       array(select jsonb_array_elements_text(x.instruments::jsonb))
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[])
     as x(id, network_id, branch_idcc, name, referential_code, modality, sitting_count, instruments)
where $1::text is not null
