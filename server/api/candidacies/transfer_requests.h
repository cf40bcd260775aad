/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for a transfer, for the operations that send, read and answer them. */
#ifndef TRANSFER_REQUESTS_H
#define TRANSFER_REQUESTS_H

#include "api/events.h"
#include "api/role.h"
#include "json/view.h"

#define TRANSFER_REQUEST_ROLES   (ROLE_COUNSELLOR | ROLE_REFERENT)
#define TRANSFER_REQUEST_READERS (TRANSFER_REQUEST_ROLES | ROLE_CERTIFIER | ROLE_AUDITOR)

extern const struct view transfer_request_view;
/* Of a request that was loaded by the operations of its events. */
extern const struct machine transfer_request_machine;

#endif
