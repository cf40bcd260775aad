# A row is found by its state alone.
# control: candidacy_machine.c transition_find ensures_the_first_row
s/if (table\[i\]\.from == from \&\& table\[i\]\.event == event)/if (table[i].from == from)/
