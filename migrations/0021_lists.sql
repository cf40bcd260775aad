-- 0021 lists: what they are ordered by, with an index for each scope and sort (README, "Lists"). A page is read from where the last
-- one ended; what no index has in that order would be read whole for each page.

set local role clea_owner;

-- Candidacies, by their ids (which are made in the order of time), their deadlines and their last acts.
alter table candidacy
    add column deadline_key date not null generated always as (coalesce(deadline_date, 'infinity'::date)) stored;
comment on column candidacy.deadline_key is 'The deadline as lists are ordered by it: without one, last';
create index candidacy_by_deadline_key on candidacy (deadline_key, id);
create index candidacy_by_activity on candidacy (last_activity_on, id);
create index candidacy_by_owner_deadline_key on candidacy (owner_org_id, deadline_key, id);
create index candidacy_by_owner_activity on candidacy (owner_org_id, last_activity_on, id);
create index candidacy_by_owner_expiry on candidacy (owner_org_id, deadline_date, id) where state in ('PRIOR_COMPLETED', 'PARTIAL',
    'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY', 'ABANDONED');
-- Which served lists until now, and nothing else.
drop index candidacy_by_owner_deadline;
drop index candidacy_by_owner_state;
drop index candidacy_by_state;

-- Of a commission there is no column in the candidacy: its rows of the relation hold the keys.
alter table candidacy_access
    add column deadline_key     date,
    add column last_activity_on date,
    add constraint candidacy_access_keys check (scope <> 'COMMISSION' or (deadline_key is not null and last_activity_on is not null)) not valid;
comment on column candidacy_access.deadline_key is 'Of a commission: that of the candidacy; kept by a trigger';
comment on column candidacy_access.last_activity_on is 'Of a commission: that of the candidacy; kept by a trigger';
update candidacy_access a set deadline_key = c.deadline_key, last_activity_on = c.last_activity_on
from candidacy c where c.id = a.candidacy_id and a.scope = 'COMMISSION';
alter table candidacy_access validate constraint candidacy_access_keys;
create index candidacy_access_by_deadline on candidacy_access (scope_id, deadline_key, candidacy_id) where scope = 'COMMISSION';
create index candidacy_access_by_activity on candidacy_access (scope_id, last_activity_on, candidacy_id) where scope = 'COMMISSION';

-- Of a former owner: the row as it was.
alter table former_candidacy
    add column deadline_key     date,
    add column last_activity_on date;
comment on column former_candidacy.deadline_key is 'Of the row';
comment on column former_candidacy.last_activity_on is 'Of the row';
update former_candidacy f
set deadline_key = coalesce((f.record ->> 'deadline_date')::date, 'infinity'), last_activity_on = (f.record ->> 'last_activity_on')::date;
alter table former_candidacy
    alter column deadline_key set not null,
    alter column last_activity_on set not null;
create index former_candidacy_by_deadline_key on former_candidacy (organism_id, deadline_key, id);
create index former_candidacy_by_activity on former_candidacy (organism_id, last_activity_on, id);

-- Candidates, by their ids and their names, in the order of the bytes of what names are compared by.
create index candidate_by_name on candidate ((search_name collate "C"), id);
alter table candidate_access add column name_key text collate "C" not null default '';
comment on column candidate_access.name_key is 'candidate.search_name, as lists are ordered by it; kept by triggers';
update candidate_access a set name_key = n.search_name from candidate n where n.id = a.candidate_id;
create index candidate_access_by_name on candidate_access (organism_id, name_key, candidate_id);
alter table candidate_known add column name_key text collate "C" not null default '';
comment on column candidate_known.name_key is 'The search_name of the record that is known; empty where the name is not. Kept by a trigger';
update candidate_known k set name_key = coalesce(k.record ->> 'search_name', '');
create index candidate_known_by_name on candidate_known (organism_id, name_key, candidate_id);

-- What hangs on a candidacy and is listed by itself says who holds it.
alter table file add column owner_org_id uuid constraint file_owner references organism;
update file f set owner_org_id = c.owner_org_id from candidacy c where c.id = f.candidacy_id;
alter table file alter column owner_org_id set not null;
comment on column file.owner_org_id is 'Organism that holds the candidacy; kept by triggers';
create index file_by_owner on file (owner_org_id, id);
create index file_by_commission_id on file (commission_id, id);
alter table certificate add column owner_org_id uuid constraint certificate_owner references organism;
update certificate t set owner_org_id = c.owner_org_id from candidacy c where c.id = t.candidacy_id;
alter table certificate alter column owner_org_id set not null;
comment on column certificate.owner_org_id is 'Organism that holds the candidacy; kept by triggers';
create index certificate_by_owner on certificate (owner_org_id, id);
create index certificate_by_commission_id on certificate (commission_id, id);

create index session_by_commission_id on session (commission_id, id);
create index appointment_by_organism_id on appointment (organism_id, id);
create index network_membership_by_network on network_membership (network_id, id);
create index login_by_candidate on login (candidate_id, id) where candidate_id is not null;
create index commission_member_by_commission on commission_member (commission_id, person_id);
create index person_by_creator on person (created_by_scope_id, created_by_scope) where created_by_scope_id is not null;

-- What the sweep looks for, each with the patience of its state.
drop index candidacy_by_entry;
create index candidacy_by_contact on candidacy (entered_on, id) where state = 'CONTACT';
create index candidacy_by_idle on candidacy (entered_on, id) where state in ('INFORMED', 'PRIOR_IN_PROGRESS');

-- What two records of one person may have in common without the name at birth (candidate_similar.sql).
create index candidate_by_first_and_year on candidate ((identity_parts[2]), birth_year);
create index candidate_by_first_and_day on candidate ((identity_parts[2]), birth_day);
create index candidate_by_birth_date on candidate (birth_year, birth_day);
create index candidate_by_birth_commune on candidate (birth_commune_insee, (identity_parts[2]));
