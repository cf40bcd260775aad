/* The registry of reasons, made of reason.def. */
#include "reason.h"

#include <string.h>

static const struct reason_info infos[REASON_COUNT] = {
#define REASON(code, status, title_fr, title_en, detail_fr, detail_en)                             \
    [REASON_##code] = { #code, status, title_fr, title_en, detail_fr, detail_en },
#include "reason.def"
#undef REASON
};

const struct reason_info *reason_info(enum reason reason)
{
    const bool is_known = (int)reason > REASON_NONE && (int)reason < REASON_COUNT;
    return &infos[is_known ? reason : REASON_INTERNAL];
}

enum reason reason_from_code(const char *code, size_t size)
{
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++)
        if (strlen(infos[i].code) == size && memcmp(infos[i].code, code, size) == 0)
            return (enum reason)i;
    return REASON_NONE;
}

void reason_print_kebab(enum reason reason, char ret_text[REASON_CODE_SIZE])
{
    const char *code = reason_info(reason)->code;
    size_t i = 0;
    for (; code[i] != '\0' && i + 1 < REASON_CODE_SIZE; i++)
        ret_text[i] = code[i] == '_' ? '-'
                                     : (char)(code[i] >= 'A' && code[i] <= 'Z' ? code[i] - 'A' + 'a'
                                                                               : code[i]);
    ret_text[i] = '\0';
}
