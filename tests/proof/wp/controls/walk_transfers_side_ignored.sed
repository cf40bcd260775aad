# Whoever stands on whichever side may answer.
# control: transfer_request.c transfer_request_transition_find ensures_the_first_row
s/table\[i\]\.from == now\.state && table\[i\]\.party == party &&/table[i].from == now.state \&\&/
