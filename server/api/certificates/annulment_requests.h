/* What clients read of a request to annul a certificate, for the operations that answer with one.
 */
#ifndef ANNULMENT_REQUESTS_H
#define ANNULMENT_REQUESTS_H

#include "json/view.h"

extern const struct view annulment_request_view;

#endif
