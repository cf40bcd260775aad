-- SPDX-License-Identifier: EUPL-1.2
-- What is new in the index of the access log is entered.
select access_log_index() as page_count where $1::text is not null and $2::uuid is null
