#include "text/compared.h"

#include "text/folded.h"

bool compared_make(struct compared *compared, const struct written_names *names,
                   const struct civil_identity *known)
{
    struct buffer *folded = &compared->folded, *words = &compared->words;
    compared->words = compared->folded = (struct buffer){ 0 };
    text_fold(names->birth_name, folded);
    const size_t birth_size = folded->size;
    text_fold(names->first_names[0], folded);
    text_index_words(names->birth_name, words);
    text_index_words(names->usage_name, words);
    for (unsigned i = 0; i < COMPARED_FIRST_NAMES; i++)
        text_index_words(names->first_names[i], words);
    if (folded->has_failed || words->has_failed)
        return false;
    const char *at = buffer_as_slice(folded).at;
    compared->identity = *known;
    compared->identity.birth_name = (struct identity_text){ at, birth_size };
    compared->identity.first_name =
        (struct identity_text){ at + birth_size, folded->size - birth_size };
    compared->is_complete = identity_is_complete(&compared->identity);
    return identity_parts(&compared->identity, compared->parts) &&
           identity_words(&compared->identity, compared->search_name);
}

void compared_release(struct compared *compared)
{
    buffer_release(&compared->words);
    buffer_release(&compared->folded);
}
