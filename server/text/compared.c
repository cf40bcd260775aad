/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/compared.h"

#include "text/folded.h"

/* Folded behind one another: whose text is whose is known once the last one is there. */
static void fold_names(const struct written_names *names, struct buffer *folded,
                       struct civil_identity *ret_identity)
{
    const struct {
        struct slice written;
        struct identity_text *text;
    } all[] = {
        { names->birth_name, &ret_identity->birth_name },
        { names->first_names[0], &ret_identity->first_name },
        { names->first_names[1], &ret_identity->first_name_2 },
        { names->first_names[2], &ret_identity->first_name_3 },
        { names->birth_town, &ret_identity->birth_town },
    };
    enum { COUNT = sizeof all / sizeof all[0] };
    size_t ends[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        text_fold(all[i].written, folded);
        ends[i] = folded->size;
    }
    const char *at = buffer_as_slice(folded).at;
    for (unsigned i = 0; i < COUNT; i++) {
        const size_t begin = i ? ends[i - 1] : 0;
        *all[i].text = (struct identity_text){ at ? at + begin : NULL, ends[i] - begin };
    }
}

bool compared_make(struct compared *compared, const struct written_names *names,
                   const struct civil_identity *known)
{
    struct buffer *folded = &compared->folded, *words = &compared->words;
    compared->words = compared->folded = (struct buffer){ 0 };
    compared->identity = *known;
    fold_names(names, folded, &compared->identity);
    text_index_words(names->birth_name, words);
    text_index_words(names->usage_name, words);
    for (unsigned i = 0; i < COMPARED_FIRST_NAMES; i++)
        text_index_words(names->first_names[i], words);
    if (folded->has_failed || words->has_failed)
        return false;
    return identity_key(&compared->identity, compared->key) &&
           identity_parts(&compared->identity, compared->parts) &&
           identity_words(&compared->identity, compared->search_name);
}

void compared_release(struct compared *compared)
{
    buffer_release(&compared->words);
    buffer_release(&compared->folded);
}
