-- 0040 sites that a network enters for its member are counted apart: they fill no bound of the member's.

set local role clea_owner;

alter table site add column entered_by_network_id uuid constraint site_network references network;
comment on column site.entered_by_network_id is 'Network that entered it for its member; null = the organism itself, or the certifier';
