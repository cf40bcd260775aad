-- SPDX-License-Identifier: EUPL-1.2
-- Behind the scope of a dry run: what is written from here on is taken back, and draws no number (next_reference).
select set_config('clea.is_dry_run', 'true', true) where $1::text is not null
