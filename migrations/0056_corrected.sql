-- 0056 a duplicate bears the identity of its holder as it was corrected; keys that sign credentials are withdrawn.

set local role clea_owner;

alter table certificate_duplicate
    drop constraint certificate_duplicate_reason,
    add constraint certificate_duplicate_reason
        check (reason in ('LOST', 'STOLEN', 'DESTROYED', 'NOT_RECEIVED', 'IDENTITY_CORRECTED', 'OTHER')),
    add column holder jsonb constraint certificate_duplicate_holder check (jsonb_typeof(holder) = 'object'),
    add column verification_code text constraint certificate_duplicate_verification_code check (verification_code ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    add constraint certificate_duplicate_reidentified
        check ((holder is null) = (verification_code is null) and (reason <> 'IDENTITY_CORRECTED' or holder is not null));
comment on column certificate_duplicate.reason is 'Why: LOST, STOLEN, DESTROYED, NOT_RECEIVED, IDENTITY_CORRECTED, OTHER; null of those from before it was asked';
comment on column certificate_duplicate.note is 'What else is to be known of it; always there when the reason is IDENTITY_CORRECTED or OTHER';
comment on column certificate_duplicate.holder is 'Identity as printed on it; null = that of the certificate';
comment on column certificate_duplicate.verification_code is 'Of the papers with that identity; null = that of the certificate';
-- Of one identity there is one code: duplicates that repeat such a paper have its code again.
create unique index certificate_duplicate_one_verification_code on certificate_duplicate (verification_code) where reason = 'IDENTITY_CORRECTED';

alter table credential_key add column withdrawn_at timestamptz;
comment on table credential_key is 'Public keys of the issuer of credentials: published before they sign, and for ever, for what they signed is verified for ever, unless they are withdrawn';
comment on column credential_key.withdrawn_at is 'Since when nothing that it signed is to be trusted; null: it is published';
comment on table credential is 'The digital credential of a certificate: to be signed, then kept; never signed again, but when a key that signed it is withdrawn';
