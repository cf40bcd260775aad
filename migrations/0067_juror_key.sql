-- 0067 keys of jurors: those that somebody else was shown open nothing any more.
--
-- Whoever made or rotated the key of a juror could open, vote and close in his place. A juror signs in, or has his key from the operator.

set local role clea_owner;

update api_key set status = 'REVOKED', revoked_at = clock_timestamp()
where status = 'ACTIVE' and roles && '{JUROR,CHAIR}'::text[] and created_by_id is not null;
