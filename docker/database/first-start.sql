-- SPDX-License-Identifier: EUPL-1.2
-- Run once, by the superuser, when the data folder is empty. The migrator owns the database and makes the other roles; it is no
-- superuser.
create role clea_migrator login createrole;
alter database clea owner to clea_migrator;
-- For backups: all rows in spite of row-level security, which only a superuser may grant.
create role clea_backup login bypassrls in role pg_read_all_data;
