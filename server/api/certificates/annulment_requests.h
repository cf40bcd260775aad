/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a request to annul a certificate, for the operations that answer with one.
 */
#ifndef ANNULMENT_REQUESTS_H
#define ANNULMENT_REQUESTS_H

#include "api/events.h"
#include "json/view.h"

extern const struct view annulment_request_view;
/* Of a request that was loaded by the operations of its events. */
extern const struct machine annulment_request_machine;

#endif
