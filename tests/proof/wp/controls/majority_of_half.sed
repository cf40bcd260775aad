# Half of the voters are no majority (decision 13).
# control: session.c tally_verdict ensures_certified
s/if (2 \* tally->votes\[VOTE_FOR\] > voters)/if (2 * tally->votes[VOTE_FOR] >= voters)/
