-- SPDX-License-Identifier: EUPL-1.2
-- Between the statements of two tenants in a segment: who asks from here on.
select set_config('app.scope', coalesce($1::text, ''), true) as scope, set_config('app.scope_id', coalesce($2::uuid::text, ''), true) as scope_id,
       set_config('app.reach', '', true) as reach
