/* SPDX-License-Identifier: EUPL-1.2 */
/* What fontconfig keeps until the process ends is found by offsets, which no leak checker follows.
 * Included once in the program of a test. */
#ifndef LEAKS_H
#define LEAKS_H

/* NOLINTBEGIN(bugprone-reserved-identifier): the name is the sanitizer's */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig.so\n";
}
/* NOLINTEND(bugprone-reserved-identifier) */

#endif
