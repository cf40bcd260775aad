/* SPDX-License-Identifier: EUPL-1.2 */
/* The world and the command that a broken guard is asked about: those of the test that includes
 * this. */
#ifndef BROKEN_WORLD_H
#define BROKEN_WORLD_H

#include "fixture.h"

static struct world w;
static struct decision decision;

#endif
