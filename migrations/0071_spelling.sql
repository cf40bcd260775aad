-- 0071 one network, one funder of a name, however it is spelt: case and accents make no other one.
-- Empty is what the rule has not been applied to yet (`clea-server recompute`), and the second of two that were there before it.

set local role clea_owner;

alter table network
    add column search_name text not null default '',
    add column name_rule   int not null default 0;
comment on column network.search_name is 'The name as it is compared, written with it; empty where it is not known, or another network had it before it was compared';
comment on column network.name_rule is 'Version of the rule that made search_name; clea-server recompute brings it up to it';
create unique index network_one_spelling on network (search_name) where search_name <> '';

alter table funder
    add column search_name text not null default '',
    add column name_rule   int not null default 0;
comment on column funder.search_name is 'The name as it is compared, written with it; empty where it is not known, or another funder had it before it was compared';
comment on column funder.name_rule is 'Version of the rule that made search_name; clea-server recompute brings it up to it';
create unique index funder_one_spelling on funder (search_name) where search_name <> '';
