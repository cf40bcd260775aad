-- 0034 who saw it, found by one index: an id is looked for among those that an answer names, whatever it is of. Two indexes cost each
-- answer two entries, of which reading a candidacy or a list is full.

set local role clea_owner;

drop index access_log_by_candidate;
drop index access_log_by_object;
create index access_log_by_named on access_log using gin ((candidate_ids || object_ids));
