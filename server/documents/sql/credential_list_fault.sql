-- SPDX-License-Identifier: EUPL-1.2
-- Why a list could not be signed: it comes again.
update credential_list l set fault = x.fault
from unnest($1::uuid[], $2::text[]) as x(id, fault)
where l.id = x.id and l.signed_version is distinct from l.version
