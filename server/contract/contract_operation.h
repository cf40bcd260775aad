/* SPDX-License-Identifier: EUPL-1.2 */
/* The operations of the contract: paths, and what they share under components. */
#ifndef CONTRACT_OPERATION_H
#define CONTRACT_OPERATION_H

#include "json/writer.h"

void contract_write_paths(struct writer *writer);
void contract_write_parameters(struct writer *writer); /* members of components.parameters */
void contract_write_headers(struct writer *writer);    /* components.headers   */
void contract_write_responses(struct writer *writer);  /* components.responses */

#endif
