-- Head of every segment: who asks from here to the end of the transaction. Answers the day or the instant that a sandbox pretends, nulls = the real one.
select pretended_day, pretended_seconds from scope_set($1::text, $2::uuid)
