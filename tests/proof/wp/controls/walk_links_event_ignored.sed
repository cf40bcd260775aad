# A row is found by its event alone: what is answered moves again.
# control: link_request.c link_request_transition_find ensures_the_first_row
s/if (table\[i\]\.from == from && table\[i\]\.event == event)/if (table[i].event == event)/
