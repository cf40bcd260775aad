/* SPDX-License-Identifier: EUPL-1.2 */
/* Latencies in microseconds: exact below 128, within 1 % above. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

enum { HISTOGRAM_FINE = 128, HISTOGRAM_OCTAVES = 30 };

struct histogram {
    uint64_t counts[HISTOGRAM_OCTAVES * HISTOGRAM_FINE];
    uint64_t total;
    uint64_t max_us;
    double sum_us;
};

void histogram_add(struct histogram *histogram, uint64_t us);
void histogram_merge(struct histogram *histogram, const struct histogram *other);
/* share: 0.5 = the median. */
uint64_t histogram_at(const struct histogram *histogram, double share);

#endif
