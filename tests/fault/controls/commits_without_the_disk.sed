# A commit that does not wait for the disk.
# source: server/db/pool.c
s/-c synchronous_commit=on/-c synchronous_commit=off/
