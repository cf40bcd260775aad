-- 0076 who was evaluated is kept with what was given back and sent; two people of one name are two records.

set local role clea_owner;

alter table restitution add column holder jsonb constraint restitution_holder check (jsonb_typeof(holder) = 'object');
comment on column restitution.holder is 'Identity of the candidate, as a certificate prints it, when the results were given back; null of those from before it was kept';
alter table file add column holder jsonb constraint file_holder check (jsonb_typeof(holder) = 'object');
comment on column file.holder is 'Identity of the candidate, as a certificate prints it, when the file was sent; null of those from before it was kept';

-- What waits for its decision is held to the identity that it has now.
do $$
declare
    name text;
begin
    foreach name in array array['file', 'candidacy', 'candidate'] loop
        execute format('alter table %I no force row level security', name);
    end loop;
    update file f
    set holder = jsonb_build_object('birth_name', n.birth_name, 'usage_name', n.usage_name, 'first_name_1', n.first_name_1,
                                    'first_name_2', n.first_name_2, 'first_name_3', n.first_name_3, 'birth_year', n.birth_year,
                                    'birth_month', n.birth_month, 'birth_day', n.birth_day, 'birth_commune_insee', n.birth_commune_insee,
                                    'birth_commune_label', n.birth_commune_label, 'birth_country_code', n.birth_country_code,
                                    'birth_country_label', n.birth_country_label)
    from candidacy c
    join candidate n on n.id = c.candidate_id
    where c.id = f.candidacy_id and f.status in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED');
    foreach name in array array['file', 'candidacy', 'candidate'] loop
        execute format('alter table %I force row level security', name);
    end loop;
end
$$;

alter table decision add column statement_id uuid constraint decision_statement references identity_statement;
comment on column decision.statement_id is 'By whose statement it is about another identity than was evaluated; null when they are one';
create index decision_by_statement on decision (statement_id) where statement_id is not null;

alter table identity_statement
    add column is_distinct boolean not null default false,
    add constraint identity_statement_distinct check (not is_distinct or other_id is not null);
comment on column identity_statement.is_distinct is 'The two records are of two persons; false: they are of one, or, without another record, the identity is right';

alter table candidate_distinct add column statement_id uuid constraint candidate_distinct_statement references identity_statement;
comment on column candidate_distinct.statement_id is 'The certifier''s, by which they are two though no part of them differs; null = whoever keeps the record said so';
create index candidate_distinct_by_statement on candidate_distinct (statement_id) where statement_id is not null;

-- One active record of a whole identity, and one more for each person who is known to be another one of it.
alter table candidate add column identity_rank int not null default 0 constraint candidate_identity_rank check (identity_rank >= 0);
comment on column candidate.identity_rank is 'Tells apart the people of one identity_key whose other first names or town of birth differ, or who were stated to be two; given by a trigger';
drop index candidate_one_identity;
create unique index candidate_one_identity on candidate (identity_key, identity_rank) where status = 'ACTIVE';
comment on column candidate.identity_parts is
    'Birth name, first name, sex, year, month, day, country, commune, second and third first name and town of birth abroad as they are compared; null where a part is unknown (lib/identity.h)';

-- Lou-Anne, and Lou whose second first name is Anne.
create index candidate_by_two_names on candidate ((identity_parts[1]), (identity_parts[2] || identity_parts[9]))
    where identity_parts[9] is not null;
create index candidate_by_three_names on candidate ((identity_parts[1]), (identity_parts[2] || identity_parts[9] || identity_parts[10]))
    where identity_parts[10] is not null;
