/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a call: head, body, request, answer. */
#ifndef CALL_H
#define CALL_H

#include "client.h"

/* The request line is there; `target` is raw and copied. */
void call_open(struct client *client, const char *target);
/* MHD's access handler; its state is the client. */
enum MHD_Result call_handle(void *user, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload_data,
                            size_t *upload_data_size, void **state);
void call_answer_draining(struct client *client);

#endif
