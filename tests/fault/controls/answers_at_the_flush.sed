# Answers when everything was written and nothing is committed.
# source: server/engine/write.c
/^static void on_flushed(struct segment \*segment)/,/^}/ {
    s/^}/    for (unsigned i = 0; i < batch->count; i++) {\n        if (!is_refused(batch->flights[i]))\n            flight_end(batch->flights[i], OUTCOME_REPLY);\n        flight_wake(batch->flights[i], STEP_ANSWER, "too early");\n    }\n    batch->count = 0;\n}/
}
