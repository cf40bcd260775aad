/* SPDX-License-Identifier: EUPL-1.2 */
/* How it goes, told to the service manager that started us (sd_notify(3)): a datagram to the socket
 * that NOTIFY_SOCKET names, whose protocol is stable and written down for programs that do it
 * themselves. Without a manager nobody is told. */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <stdint.h>

/* Lines NAME=value: "READY=1\nSTATUS=…". From any thread; waits two seconds at most, where the
 * manager is slow to hear. */
void notify(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* READY=1 is owed once it has reloaded. The manager wants to know since when (RELOADING=1). */
void notify_reloading(void);
/* How often it waits for WATCHDOG=1 from this process, in milliseconds; 0 = never. Whoever says it
 * three times as often may miss one. */
int64_t notify_watchdog_ms(void);

#endif
