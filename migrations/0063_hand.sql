-- 0063 hand: who evaluated by an act, whoever it names.

set local role clea_owner;

alter table candidacy_event add column evaluated_by uuid constraint candidacy_event_evaluated_by references person;
comment on column candidacy_event.evaluated_by is 'Who entered an act of an evaluator, as one; null = somebody who may enter it for others, a system, or an act older than this column';
create index candidacy_event_by_evaluator on candidacy_event (evaluated_by) where evaluated_by is not null;
create index evaluation_by_completer on evaluation (completed_by) where completed_by is not null;
