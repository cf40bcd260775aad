-- 0047 a suspension that is lifted on the day it began has no day; and what was rightly held before a decision stays right.

set local role clea_owner;

-- Lifted on its first day: suspended_to is the day before, and the range is empty.
alter table habilitation_spell drop constraint habilitation_spell_no_overlap;
alter table habilitation_spell drop constraint habilitation_spell_period;
alter table habilitation_spell add constraint habilitation_spell_period check (suspended_to >= suspended_from - 1);
alter table habilitation_spell add constraint habilitation_spell_no_overlap exclude using gist
    (habilitation_id with =, daterange(suspended_from, suspended_to + 1, '[)') with &&);

-- Of those that ended before this it is not known: every sitting is judged by the day alone.
alter table habilitation add column end_recorded_at timestamptz;
comment on column habilitation.end_recorded_at is 'When ended_on was written down: a sitting that was recorded before was rightly held';
