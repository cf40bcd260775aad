-- SPDX-License-Identifier: EUPL-1.2
-- Silence lapses (transfer_request_by_day).
select transfer_requests_lapse(x.days) from unnest($3::int[]) as x(days) where $1::text is not null
