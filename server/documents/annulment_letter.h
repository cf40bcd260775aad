/* To whom held a certificate that was annulled (domain page, 9.3). */
#ifndef ANNULMENT_LETTER_H
#define ANNULMENT_LETTER_H

#include "documents/certificate_paper.h"

/* Of a certificate with its day of annulment. */
enum status annulment_letter_layout(struct arena *arena, const struct certificate_paper *paper,
                                    const struct livery *livery, struct slice mark,
                                    struct layout *ret_layout) NODISCARD;

#endif
