-- Head of every segment: who asks from here to the end of the transaction. Answers the sandbox day, null = the real day.
select scope_set($1::text, $2::uuid) as simulated_day
