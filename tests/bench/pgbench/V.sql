-- SPDX-License-Identifier: EUPL-1.2
\set n random(1, :count)
begin;
select code as code from bench.code where n = :n \gset
select set_config('app.scope', 'PUBLIC', true), set_config('app.scope_id', '', true);
select * from verify_certificates(array[:code]);
commit;
