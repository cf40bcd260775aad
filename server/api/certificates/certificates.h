/* What clients read of a certificate, for the operations that answer with one. */
#ifndef CERTIFICATES_H
#define CERTIFICATES_H

#include "json/view.h"

extern const struct view certificate_view;
extern const struct view certificate_holder_view;

#endif
