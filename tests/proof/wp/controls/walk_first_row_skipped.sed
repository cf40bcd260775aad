# The walk over the table begins at its second row.
# control: candidacy_machine.c transition_find loop_invariant_not_before
s/for (size_t i = 0; i < TABLE_SIZE; i++)/for (size_t i = 1; i < TABLE_SIZE; i++)/
