# The first guard of a row is not asked.
# control: candidacy_decide.c ask_guards loop_invariant_every_failing_guard
s/for (int i = 0; transition->guards/for (int i = 1; transition->guards/
