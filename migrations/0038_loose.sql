-- 0038 who saw it, found by whose file it is: an answer that names the candidate beside what it shows of his file is found by him. Only
-- objects that stand beside no candidate are looked for themselves: a list of fifty files enters fifty ids into the index, not a hundred.

set local role clea_owner;

alter table access_log add column loose_ids uuid[];
comment on column access_log.loose_ids is 'Those of object_ids beside which the answer names no candidate; null: any of them, of lines from before it was told';

drop index access_log_by_named;
-- The server enters what is new every second (access_log_index), a thousand lines at the price of a hundred; whoever fills the list
-- before has to.
create index access_log_by_named on access_log using gin ((candidate_ids || coalesce(loose_ids, object_ids)))
    with (gin_pending_list_limit = 2048);
