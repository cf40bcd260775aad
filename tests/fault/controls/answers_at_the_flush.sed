# Answers when everything was written and nothing is committed.
# source: server/engine/write.c
/^static void on_flushed(struct segment \*segment)/,/^}/ {
    s/^}/    for (unsigned i = 0; i < batch->count; i++)\n        flight_answer(batch->flights[i]);\n    batch->count = 0;\n}/
}
