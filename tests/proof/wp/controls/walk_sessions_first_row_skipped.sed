# The walk over the sessions begins at the second row.
# control: session_machine.c session_transition_find loop_invariant_not_before
/^const struct session_transition \*session_transition_find/,/^}/s/for (size_t i = 0; i < TABLE_SIZE; i++)/for (size_t i = 1; i < TABLE_SIZE; i++)/
