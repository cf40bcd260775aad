# A guard that holds refuses.
# control: candidacy_decide.c ask_guard ensures_its_reason_when_unmet
s/if (!guard_holds(guard, now/if (guard_holds(guard, now/
