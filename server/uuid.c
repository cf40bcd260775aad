/* SPDX-License-Identifier: EUPL-1.2 */
#include "uuid.h"

#include <sodium.h>
#include <stdint.h>
#include <time.h>

struct id uuid_v7_new(void)
{
    /* The counter keeps ids of one millisecond in order; when it is used up, time is borrowed from
     * the future. */
    static _Thread_local uint64_t last_ms;
    static _Thread_local unsigned counter;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    struct id id;
    randombytes_buf(id.bytes, sizeof id.bytes);
    if (ms > last_ms) {
        last_ms = ms;
        counter = ((unsigned)(id.bytes[6] & 0x07) << 8) | id.bytes[7];
    } else if (++counter > 0xFFF) {
        last_ms++;
        counter = 0;
    }
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (unsigned char)(last_ms >> (8 * (5 - i)));
    id.bytes[6] = (unsigned char)(0x70 | (counter >> 8));
    id.bytes[7] = (unsigned char)counter;
    id.bytes[8] = (unsigned char)(0x80 | (id.bytes[8] & 0x3F));
    return id;
}
