/* SPDX-License-Identifier: EUPL-1.2 */
/* Identifiers in order of time: UUIDv7 (RFC 9562) with a 12-bit counter, good for B-trees and
 * cursors. The time of creation can be read in them: never a secret. */
#ifndef UUID_H
#define UUID_H

#include "id.h"

struct id uuid_v7_new(void); /* strictly increasing within a thread */

#endif
