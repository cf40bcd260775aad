/* SPDX-License-Identifier: EUPL-1.2 */
#include "process.h"

struct process process;
