-- 0058 initials: a first name that is told by an initial may be that of many; those who have one are few, and are found by their birth name.

set local role clea_owner;

create index candidate_by_initials on candidate ((identity_parts[1]), id) where first_name_1 ~ '(^|[ .-])[^ .-]([ .-]|$)';
