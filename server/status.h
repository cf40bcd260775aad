/* SPDX-License-Identifier: EUPL-1.2 */
/* The result of what can fail for reasons that are nobody's bad input: memory, database, peer. */
#ifndef STATUS_H
#define STATUS_H

#define NODISCARD __attribute__((warn_unused_result))

enum status {
    STATUS_OK = 0,
    STATUS_NO_MEMORY,
    STATUS_FAILED,
};

#endif
