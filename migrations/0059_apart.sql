-- 0059 acts that need two: with which credential each of the two came, so that one who holds or handed out both is seen.

set local role clea_owner;

-- Of what is there already the credentials are not known: then everything counts that the persons ever had.
alter table annulment_request add column requested_with uuid, add column settled_with uuid,
    add constraint annulment_request_settled_with check (settled_with is null or settled_by is not null);
comment on column annulment_request.requested_with is 'Key or login of who asked; null in requests older than this column';
comment on column annulment_request.settled_with is 'Key or login of who confirmed or refused; null in answers older than this column';
alter table link_request add column asked_with uuid;
comment on column link_request.asked_with is 'Key or login of who asked; null in requests older than this column';
alter table transfer_request add column requested_with uuid;
comment on column transfer_request.requested_with is 'Key or login of who asked or offered; null in requests older than this column';
