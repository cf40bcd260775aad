-- 0052 digital credentials of certificates (Open Badges 3.0): what is to be signed, and what was; the lists that say which are worth
-- nothing any more; the public keys. A worker signs (clea-documents work): no server holds a key.

set local role clea_owner;

create table credential_key (
    id           text not null constraint credential_key_id check (id ~ '^[A-Za-z0-9_-]{43}$'),
    issuer       text not null constraint credential_key_issuer check (char_length(issuer) between 1 and 2000),
    algorithm    text not null constraint credential_key_algorithm check (algorithm in ('RS256', 'EdDSA')),
    jwk          text not null constraint credential_key_jwk check (octet_length(jwk) <= 4096),
    method       text constraint credential_key_method check (octet_length(method) <= 4096),
    published_at timestamptz not null default clock_timestamp(),
    constraint credential_key_pk primary key (id, issuer)
);
comment on table credential_key is 'Public keys of the issuer of credentials: published before they sign, and for ever, for what they signed is verified for ever';
comment on column credential_key.id is 'Thumbprint (RFC 7638)';
comment on column credential_key.issuer is 'Address of the profile whose key it is';
comment on column credential_key.algorithm is 'RS256 signs tokens, EdDSA proofs of Data Integrity';
comment on column credential_key.jwk is 'The public key (RFC 7517), as it is published';
comment on column credential_key.method is 'The same as a verification method of the profile; null when it signs tokens alone';
comment on column credential_key.published_at is 'Since when';
alter table credential_key enable row level security;
alter table credential_key force row level security;

-- In which list a credential has its place: 65,536 numbers a list, so that half of it stays free and a free place is found at once.
create sequence credential_order minvalue 0 start 0;
comment on sequence credential_order is 'Numbers credentials: every 65,536 of them begin a list';

create table credential_list (
    id             uuid not null default gen_random_uuid() constraint credential_list_pk primary key,
    number         int not null constraint credential_list_one_number unique constraint credential_list_number check (number >= 1),
    version        int not null default 1 constraint credential_list_version check (version >= 1),
    signed_version int,
    with_proof     text,
    token          text,
    signed_at      timestamptz,
    attempts       int not null default 0 constraint credential_list_attempts check (attempts >= 0),
    due_at         timestamptz not null default clock_timestamp(),
    fault          text,
    created_at     timestamptz not null default clock_timestamp(),
    constraint credential_list_signed check (signed_version between 1 and version),
    constraint credential_list_whole check (num_nulls(signed_version, with_proof, token, signed_at) in (0, 4))
);
comment on table credential_list is 'Bitstring Status List: 131,072 places, one for each credential; the bit of an annulled certificate is set';
comment on column credential_list.id is 'In the address of the list; random';
comment on column credential_list.number is 'In the order in which they were begun';
comment on column credential_list.version is 'Goes up with every annulment in it';
comment on column credential_list.signed_version is 'The version that was signed last; while it is another one, the list is told to nobody';
comment on column credential_list.with_proof is 'The signed list, with a proof of Data Integrity';
comment on column credential_list.token is 'The same as a JSON Web Token';
comment on column credential_list.signed_at is 'When it was signed last';
comment on column credential_list.attempts is 'How often a worker took it up since it changed';
comment on column credential_list.due_at is 'When a worker may take it up';
comment on column credential_list.fault is 'Why the last attempt failed';
comment on column credential_list.created_at is 'When it was begun';
create index credential_list_due on credential_list (due_at) where signed_version is distinct from version;
alter table credential_list enable row level security;
alter table credential_list force row level security;

create table credential (
    certificate_id uuid not null constraint credential_pk primary key constraint credential_certificate references certificate,
    id             uuid not null default gen_random_uuid() constraint credential_one_id unique,
    subject_id     uuid not null default gen_random_uuid() constraint credential_one_subject unique,
    list_id        uuid not null constraint credential_list_of references credential_list,
    list_index     int not null constraint credential_list_index check (list_index between 0 and 131071),
    with_proof     text,
    token          text,
    signed_at      timestamptz,
    attempts       int not null default 0 constraint credential_attempts check (attempts >= 0),
    due_at         timestamptz not null default clock_timestamp(),
    fault          text,
    created_at     timestamptz not null default clock_timestamp(),
    constraint credential_one_place unique (list_id, list_index),
    constraint credential_whole check (num_nulls(with_proof, token, signed_at) in (0, 3)),
    constraint credential_fault check (signed_at is null or fault is null)
);
comment on table credential is 'The digital credential of a certificate: to be signed, then kept; never signed again';
comment on column credential.certificate_id is 'The certificate';
comment on column credential.id is 'Of the credential; random, for an identifier in order of time would tell when';
comment on column credential.subject_id is 'Of whom it speaks; random, and of nothing else';
comment on column credential.list_id is 'The list that tells whether it is worth anything';
comment on column credential.list_index is 'Its place there: drawn by lot, and never given to another';
comment on column credential.with_proof is 'The signed credential, with a proof of Data Integrity';
comment on column credential.token is 'The same as a JSON Web Token';
comment on column credential.signed_at is 'When it was signed';
comment on column credential.attempts is 'How often a worker took it up';
comment on column credential.due_at is 'When a worker may take it up: again, when the one that did is not heard of any more';
comment on column credential.fault is 'Why the last attempt failed';
comment on column credential.created_at is 'Since when it waits';
create index credential_due on credential (due_at) where signed_at is null;
create index credential_waiting on credential (created_at) where signed_at is null;
create index credential_failing on credential (created_at) where fault is not null;
alter table credential enable row level security;
alter table credential force row level security;

create index certificate_annulled on certificate (id) where status = 'ANNULLED';

-- Those that were issued before: the places of each list are drawn like those to come. (The owner's policies stand in always/.)
alter table credential_list no force row level security;
alter table credential no force row level security;
insert into credential_list (number)
select n from (select count(*)::int as count from certificate) as issued, generate_series(1, (issued.count + 65535) / 65536) as n;
do $$
declare
    issued record;
begin
    for issued in select c.id, nextval('credential_order') / 65536 + 1 as number from certificate c order by c.id loop
        loop
            insert into credential (certificate_id, list_id, list_index)
            select issued.id, l.id, ((get_byte(b.bytes, 0) << 16) | (get_byte(b.bytes, 1) << 8) | get_byte(b.bytes, 2)) & 131071
            from credential_list l cross join (select uuid_send(gen_random_uuid()) as bytes) b where l.number = issued.number
            on conflict (list_id, list_index) do nothing;
            exit when found;
        end loop;
    end loop;
end
$$;
update credential_list l set version = 2
where exists (select from credential k join certificate c on c.id = k.certificate_id where k.list_id = l.id and c.status = 'ANNULLED');
alter table credential_list force row level security;
alter table credential force row level security;
