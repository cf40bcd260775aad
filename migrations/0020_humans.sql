-- 0020 one human behind several accounts: mandates are his, whichever account got them; and while an account votes, gets a mandate
-- or joins an organism, a merge of the human behind it waits, or is seen (S12, A16, A19, 3.4).

set local role clea_owner;

-- First the account, which a merge of a duplicate writes, then the human it leads to, which a merge into a survivor holds.
create function person_human_held(person_id uuid) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_id uuid;
begin
    select p.human_id into found_id from person p where p.id = person_id for share;
    perform from person p where p.id = found_id for share;
    return found_id;
end
$$;
comment on function person_human_held(uuid) is 'The human behind an account, held until the transaction ends: a merge that races waits, and then sees it';
revoke execute on function person_human_held(uuid) from public;

create function human_is_linked(human uuid, candidacy_id uuid, on_date date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from (
            select c.owner_org_id as id from candidacy c where c.id = human_is_linked.candidacy_id
            union select e.org_id from evaluation e where e.candidacy_id = human_is_linked.candidacy_id
            union select t.acting_org_id from sitting t where t.candidacy_id = human_is_linked.candidacy_id
            union select p.training_org_id from path p where p.candidacy_id = human_is_linked.candidacy_id
            union select o.training_org_id from path_module o where o.candidacy_id = human_is_linked.candidacy_id
        ) as organism
        join affiliation f on f.organism_id = organism.id and f.valid_from <= on_date and (f.valid_to is null or f.valid_to >= on_date)
        join person linked on linked.id = f.person_id and linked.human_id = human)
$$;
comment on function human_is_linked(uuid, uuid, date) is 'Whether a human belongs to an organism of a candidacy on a day, under any of his accounts (A19)';
revoke execute on function human_is_linked(uuid, uuid, date) from public;

create function vote_human() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    human uuid;
begin
    select person_human_held(m.person_id) into human from commission_member m where m.id = new.member_id;
    if exists (select from agenda_item i join session s on s.id = i.session_id
               where i.id = new.agenda_item_id and human_is_linked(human, i.candidacy_id, s.held_on)) then
        perform refuse('vote_juror_independent', 'vote', 'the juror belongs to an organism of the file');
    end if;
    return new;
end
$$;
comment on function vote_human() is 'Nobody votes on a file of his own organism (A19), not even when he became its human a moment ago';
create trigger vote_human before insert or update of member_id on vote for each row execute function vote_human();

create function commission_member_human() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    human uuid := person_human_held(new.person_id);
begin
    if exists (select from commission_member m join person p on p.id = m.person_id
               where p.human_id = human and m.commission_id = new.commission_id and m.id <> new.id and m.person_id <> new.person_id
                 and daterange(m.mandate_from, m.mandate_to, '[]') && daterange(new.mandate_from, new.mandate_to, '[]')) then
        perform refuse('commission_member_one_human', 'commission_member', 'he has a mandate of this commission under another account');
    end if;
    return new;
end
$$;
comment on function commission_member_human() is 'One human, one mandate of a commission at a time (3.4)';
create trigger commission_member_human before insert or update of person_id, mandate_from, mandate_to on commission_member
    for each row execute function commission_member_human();

create function affiliation_human() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform person_human_held(new.person_id);
    return new;
end
$$;
comment on function affiliation_human() is 'A merge that races with an affiliation sees it';
create trigger affiliation_human before insert or update of person_id, valid_from, valid_to on affiliation
    for each row execute function affiliation_human();
