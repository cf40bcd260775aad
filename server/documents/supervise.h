/* A process that works, and one that starts it again when a fault has ended it: the libraries that
 * draw read what people wrote, and none of their faults is the end of the work. */
#ifndef SUPERVISE_H
#define SUPERVISE_H

#include <stdbool.h>

/* Runs work() in a process of its own, and again, a second later, whenever a signal has killed
 * that. Ends with its exit code, or when told to end (SIGTERM, SIGINT), which it passes on. When
 * this process dies, the other one dies too. */
int supervise(int (*work)(void *context), void *context);
/* For the work: whether it is to end soon. */
bool supervise_is_ending(void);

#endif
