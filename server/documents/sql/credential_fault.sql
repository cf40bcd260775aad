-- SPDX-License-Identifier: EUPL-1.2
-- Why a credential could not be signed: it comes again.
update credential k set fault = x.fault
from unnest($1::uuid[], $2::text[]) as x(id, fault)
where k.certificate_id = x.id and k.signed_at is null
