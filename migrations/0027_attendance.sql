-- 0027 the sessions of a juror are found by the juror: whoever sits in hundreds of them asks at each request (sessions_sat_in).

set local role clea_owner;

create index attendance_by_member on attendance (member_id, session_id);
