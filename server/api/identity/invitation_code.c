/* The codes of invitations: drawn, and read again as somebody typed them. */
#include "api/identity/invitations.h"

#include <sodium.h>
#include <string.h>

/* 128 bits, in letters and digits that are read aloud without a mistake (Crockford). */
enum { CODE_SIZE = 26 };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct slice invitation_code_draw(struct exchange *x)
{
    char *text = exchange_alloc(x, CODE_SIZE + 1);
    for (unsigned i = 0; text && i < CODE_SIZE; i++)
        text[i] = digits[randombytes_uniform(32)];
    x->secret = (struct slice){ text, text ? CODE_SIZE : 0 };
    return x->secret;
}

/* As it is meant, however it was typed: no blanks or dashes, capitals, O for 0, I and L for 1. */
static size_t clean(struct slice typed, char ret_code[CODE_SIZE])
{
    size_t size = 0;
    for (size_t i = 0; i < typed.size; i++) {
        char c = typed.at[i];
        if (c == ' ' || c == '-')
            continue;
        c = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        if (size == CODE_SIZE || !strchr(digits, c))
            return 0;
        ret_code[size++] = c;
    }
    return size;
}

bool invitation_code_digest(struct slice typed, unsigned char ret_digest[INVITATION_DIGEST_SIZE])
{
    char code[CODE_SIZE];
    if (clean(typed, code) != CODE_SIZE)
        return false;
    crypto_hash_sha256(ret_digest, (const unsigned char *)code, CODE_SIZE);
    return true;
}
