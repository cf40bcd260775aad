-- 0010 words of an act: what somebody typed with an event of a candidacy. They are kept apart from the history, which holds no
-- free text: they are read by fewer, and erased without it.

set local role clea_owner;

create table event_text (
    event_id     uuid not null constraint event_text_pk primary key
                 constraint event_text_event references candidacy_event,
    candidacy_id uuid not null constraint event_text_candidacy references candidacy,
    texts        jsonb not null constraint event_text_members
                 check (jsonb_typeof(texts) = 'object' and texts <> '{}')
);
comment on table event_text is 'What was typed with an event: reason, proof, synthesis, answer, by the name of its member. Never copied to the history';
comment on column event_text.event_id is 'The event';
comment on column event_text.candidacy_id is 'Its candidacy';
comment on column event_text.texts is 'Name of the member to its text';
create index event_text_by_candidacy on event_text (candidacy_id);

alter table event_text enable row level security;
alter table event_text force row level security;
