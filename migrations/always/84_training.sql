-- SPDX-License-Identifier: EUPL-1.2
-- Domain page 3.2 and 6.4: who trains reads what is to be trained and what became of that; not how the evaluators judged, criterion by
-- criterion, what they wrote, nor who pays.
create function scope_trains_alone() returns boolean language sql stable parallel safe
return public.current_scope() = 'ORGANISM' and public.current_reach() is not null;
comment on function scope_trains_alone() is 'Whether an organism is asked by somebody who reaches no more than whom he trains';
create function event_is_of_training(event text) returns boolean language sql immutable parallel safe
return event in ('PROPOSE_PATH', 'ACCEPT_PATH', 'DECLINE_PATH', 'RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE', 'CLOSE_MODULE', 'REOPEN_MODULE',
                 'CHANGE_TRAINER', 'CLOSE_PATH', 'INTERRUPT_PATH');
comment on function event_is_of_training(text) is 'Whether an event of a candidacy is about its training paths';
create function event_is_of_module(event text) returns boolean language sql immutable parallel safe
return event in ('RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE', 'CLOSE_MODULE', 'REOPEN_MODULE', 'CHANGE_TRAINER');
comment on function event_is_of_module(text) is 'Whether an event of a candidacy is about one module: so many domains were not validated';
grant execute on function scope_trains_alone(), event_is_of_training(text), event_is_of_module(text) to clea_app, clea_read;
