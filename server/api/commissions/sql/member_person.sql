-- Whether a person exists who may get a mandate, and whether he has one of this commission in the period, under any account.
select x.item, p.id,
       exists (select from commission_member m
               join person o on o.id = m.person_id and o.human_id = p.human_id
               where m.commission_id = k.id
                 and daterange(m.mandate_from, m.mandate_to, '[]') && daterange(x.mandate_from, x.mandate_to, '[]'))
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[]) with ordinality
     as x(person_id, commission_id, commission_reference, mandate_from, mandate_to, item)
join person p on p.id = x.person_id and p.status = 'ACTIVE'
left join commission k on k.id = x.commission_id or k.reference = x.commission_reference
where $1::text is not null
