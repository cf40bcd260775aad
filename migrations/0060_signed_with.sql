-- 0060 minutes: with which credential each of the two signed, so that one who made the keys of both is seen.

set local role clea_owner;

alter table minutes_signature add column signed_with uuid;
comment on column minutes_signature.signed_with is 'Key or login of who signed; null in signatures older than this column';
alter table rectification_signature add column signed_with uuid;
comment on column rectification_signature.signed_with is 'Key or login of who signed; null in signatures older than this column';
