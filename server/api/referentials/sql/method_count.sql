-- How many methods a network, or a branch, has already (evaluation_method_by_network).
select x.item, (select count(*) from evaluation_method m
                where m.network_id = x.network_id or (x.network_id is null and m.network_id is null and m.branch_idcc = x.branch_idcc)) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(network_id, branch_idcc, item)
where $1::text is not null
