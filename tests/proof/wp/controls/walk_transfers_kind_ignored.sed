# What only an offer has, a request has too.
# control: transfer_request.c transfer_request_transition_find assert_a_row
s/if (table\[i\]\.is_of\[now\.kind\] && /if (/
