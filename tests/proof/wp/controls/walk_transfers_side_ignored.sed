# Whoever stands on whichever side may answer.
# control: transfer_request.c transfer_request_transition_find assert_a_row
s/table\[i\]\.from == now\.state && table\[i\]\.party == party &&/table[i].from == now.state \&\&/
