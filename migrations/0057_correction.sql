-- 0057 what was typed wrongly is put right: a restitution is attested anew, as another edition.

set local role clea_owner;

alter table document
    drop constraint document_editions,
    drop constraint document_one_edition,
    add constraint document_editions check (
        (told is not null) = (kind in ('AGENDA', 'CONVOCATION') or (kind = 'RESTITUTION' and edition > 1))),
    add constraint document_one_edition check (edition = 1 or kind in ('AGENDA', 'CONVOCATION', 'DECISION', 'RESTITUTION'));
comment on column document.edition is
    'Of what still changes, an agenda, a convocation or the words of a decision, and of the attestation of a restitution that was corrected: 1, 2 …; the last one counts';
