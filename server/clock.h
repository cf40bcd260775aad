/* SPDX-License-Identifier: EUPL-1.2 */
/* The process's two clocks. Legal dates never come from here directly: see scope_set in the
 * database. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline int64_t clock_monotonic_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

static inline int64_t clock_unix_ms(void)
{
    return clock_ms(CLOCK_REALTIME);
}

#endif
