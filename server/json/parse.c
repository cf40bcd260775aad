#include "json/parse.h"

/* jansson 2.14 recurses up to 2048 levels, a limit that cannot be set, so brackets are counted
 * first (platform-facts.md 3). Broken text may be counted wrong: it is refused either way. */
static bool is_too_deep(struct slice text)
{
    unsigned depth = 0;
    bool is_in_string = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (is_in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                is_in_string = false;
        } else if (c == '"') {
            is_in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > PARSE_DEPTH_MAX)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

enum reason parse_text(struct slice text, json_t **ret_root, enum status *ret_status)
{
    *ret_status = STATUS_OK;
    if (is_too_deep(text))
        return REASON_NESTING_TOO_DEEP;
    json_error_t error;
    json_t *root = json_loadb(text.at ? text.at : "", text.size,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (root) {
        *ret_root = root;
        return REASON_NONE;
    }
    switch (json_error_code(&error)) {
    case json_error_out_of_memory:
        *ret_status = STATUS_NO_MEMORY;
        return REASON_NONE;
    case json_error_invalid_utf8:
        return REASON_INVALID_UTF8;
    case json_error_duplicate_key:
        return REASON_DUPLICATE_MEMBER;
    case json_error_stack_overflow:
        return REASON_NESTING_TOO_DEEP;
    default:
        return REASON_MALFORMED_JSON;
    }
}
