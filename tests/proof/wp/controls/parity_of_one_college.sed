# More employers than employees is no parity (A20).
# control: session.c tally_has_parity ensures_equal_when_quorate
s/tally->voters\[COLLEGE_EMPLOYER\] == tally->voters\[COLLEGE_EMPLOYEE\];/tally->voters[COLLEGE_EMPLOYER] >= tally->voters[COLLEGE_EMPLOYEE];/
