/* What fontconfig keeps until the process ends is found by offsets, which no leak checker follows.
 * Included once in the program of a test. */
#ifndef LEAKS_H
#define LEAKS_H

const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig.so\n";
}

#endif
