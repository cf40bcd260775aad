-- SPDX-License-Identifier: EUPL-1.2
-- The sessions on whose agenda these files are, before their candidacies are locked: a session locks in that order.
select hold_agendas(file_ids => $3::uuid[])
