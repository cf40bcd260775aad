-- SPDX-License-Identifier: EUPL-1.2
-- A decision with the totals of the vote. A vote that came or changed after they were counted touches nothing here: the
-- snapshot was stale.
insert into decision (id, agenda_item_id, session_id, commission_id, candidacy_id, file_id, outcome, reasons, domain_codes,
                      request_text, answer_by_date, voter_count, for_count, against_count, abstain_count, decided_on, edition)
select x.id, x.agenda_item_id, x.session_id, x.commission_id, x.candidacy_id, x.file_id, x.outcome, x.reasons,
       coalesce(string_to_array(x.domain_codes, ','), '{}'), x.request_text, x.answer_by_date, x.voter_count, x.for_count,
       x.against_count, x.abstain_count, x.decided_on,
       1 + (select count(*) from decision n where n.agenda_item_id = x.agenda_item_id)::int
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[],
            $12::text[], $13::date[], $14::int[], $15::int[], $16::int[], $17::int[], $18::date[])
     as x(id, agenda_item_id, session_id, commission_id, candidacy_id, file_id, outcome, reasons, domain_codes,
          request_text, answer_by_date, voter_count, for_count, against_count, abstain_count, decided_on)
where (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid))
  and (x.outcome = 'NOT_EXAMINED' or (x.for_count, x.against_count, x.abstain_count) = (
      select count(*) filter (where v.choice = 'FOR'), count(*) filter (where v.choice = 'AGAINST'),
             count(*) filter (where v.choice = 'ABSTAIN')
      from vote v
      join attendance a on a.session_id = v.session_id and a.member_id = v.member_id and a.presence <> 'ABSENT'
      where v.agenda_item_id = x.agenda_item_id and v.standing <> 'CONTESTED'
        and not exists (select from step_down d
                        where d.agenda_item_id = v.agenda_item_id and d.member_id = v.member_id)))
