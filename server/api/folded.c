/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/folded.h"

#include "text/folded.h"

static void bind(struct params *params, const char *name, struct slice text, size_t skipped,
                 void (*fold)(struct slice, struct buffer *))
{
    struct buffer folded = { 0 };
    if (!slice_is_set(text)) {
        params_null(params, name);
        return;
    }
    fold(text, &folded);
    struct slice words = buffer_as_slice(&folded);
    if (words.size > 0)
        words = (struct slice){ words.at + skipped, words.size - skipped };
    /* Without memory: a text that is not sent (params.h). */
    params_text(params, name, folded.has_failed ? SLICE("\0") : words);
    buffer_release(&folded);
}

void params_folded(struct params *params, const char *name, struct slice text)
{
    bind(params, name, text, 0, text_fold);
}

void params_folded_words(struct params *params, const char *name, struct slice text)
{
    bind(params, name, text, 1, text_fold_words);
}
