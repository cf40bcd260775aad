/* SPDX-License-Identifier: EUPL-1.2 */
/* What the calendar of the domain says, for another implementation to read.
 *   print days FROM TO        every day from FROM up to TO: itself, five years later, three months
 * later print instants            reads seconds since 1970, prints the civil date in Paris */
#include "time_zone.h"
#include "candidacy.h"
#include "policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print(struct date date, char end)
{
    char text[DATE_TEXT_SIZE];
    date_print(date, text);
    printf("%s%c", text, end);
}

static int days(const char *from, const char *to)
{
    struct date day, last;
    if (!date_parse(from, strlen(from), &day) || !date_parse(to, strlen(to), &last))
        return 2;
    for (; !date_is_after(day, last); day = date_add_days(day, 1)) {
        print(day, ' ');
        print(candidacy_deadline(day, &POLICY_DEFAULT), ' ');
        print(date_add_months(day, 3), '\n');
    }
    return 0;
}

int main(int count, char **words)
{
    if (count == 4 && strcmp(words[1], "days") == 0)
        return days(words[2], words[3]);
    long long seconds;
    while (scanf("%lld", &seconds) == 1)
        print(date_in_paris(seconds), '\n');
    return 0;
}
