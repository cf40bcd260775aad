/* SPDX-License-Identifier: EUPL-1.2 */
#include "histogram.h"

/* The first octave holds every value below HISTOGRAM_FINE; each one after it twice the range in as
 * many places. */
static unsigned place_of(uint64_t us)
{
    unsigned octave = 0;
    while (us >> octave >= HISTOGRAM_FINE)
        octave++;
    if (octave >= HISTOGRAM_OCTAVES)
        return HISTOGRAM_OCTAVES * HISTOGRAM_FINE - 1;
    return octave * HISTOGRAM_FINE + (unsigned)(us >> octave);
}

static uint64_t value_of(unsigned place)
{
    return (uint64_t)(place % HISTOGRAM_FINE) << (place / HISTOGRAM_FINE);
}

void histogram_add(struct histogram *histogram, uint64_t us)
{
    histogram->counts[place_of(us)]++;
    histogram->total++;
    histogram->sum_us += (double)us;
    if (us > histogram->max_us)
        histogram->max_us = us;
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
    for (unsigned i = 0; i < HISTOGRAM_OCTAVES * HISTOGRAM_FINE; i++)
        histogram->counts[i] += other->counts[i];
    histogram->total += other->total;
    histogram->sum_us += other->sum_us;
    if (other->max_us > histogram->max_us)
        histogram->max_us = other->max_us;
}

uint64_t histogram_at(const struct histogram *histogram, double share)
{
    uint64_t wanted = (uint64_t)(share * (double)histogram->total), seen = 0;
    for (unsigned i = 0; i < HISTOGRAM_OCTAVES * HISTOGRAM_FINE; i++) {
        seen += histogram->counts[i];
        if (seen > wanted)
            return value_of(i);
    }
    return histogram->max_us;
}
