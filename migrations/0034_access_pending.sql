-- 0034 what is new in the index of the access log is entered a little at a time: it gathers in a list, and whoever fills that list
-- enters all of it into the index, while his answer waits. With the 4 MB that are usual that is a second of a busy machine.

set local role clea_owner;

alter index access_log_by_named set (gin_pending_list_limit = 256);
