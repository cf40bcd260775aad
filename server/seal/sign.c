/* SPDX-License-Identifier: EUPL-1.2 */
/* CMS (RFC 5652) with signing-certificate-v2 and without a time, which OpenSSL 3.0 always puts in:
 * PAdES baseline B wants it in the file alone. So its attribute is taken out and the others are
 * signed once more. */
#include "seal/seal.h"

#include "seal/seal_parts.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

enum { ATTRIBUTES_MAX = 8, ATTRIBUTE_SIZE = 1024, SIGNATURE_MAX = 2048 };

struct encoded {
    unsigned char at[ATTRIBUTE_SIZE];
    int size;
};

/* The order of a SET OF in DER: as bytes, the shorter first. */
static int compare_encoded(const void *a, const void *b)
{
    const struct encoded *x = a, *y = b;
    const int least = x->size < y->size ? x->size : y->size;
    const int order = memcmp(x->at, y->at, (size_t)least);
    return order ? order : x->size - y->size;
}

/* The attributes as they are signed: a SET OF, whatever its tag is in the message. */
static bool encode_attributes(const CMS_SignerInfo *signer, struct buffer *ret_set)
{
    struct encoded all[ATTRIBUTES_MAX] = { 0 };
    const int count = CMS_signed_get_attr_count(signer);
    size_t total = 0;
    if (count < 1 || count > ATTRIBUTES_MAX)
        return false;
    for (int i = 0; i < count; i++) {
        X509_ATTRIBUTE *attribute = CMS_signed_get_attr(signer, i);
        unsigned char *end = all[i].at;
        all[i].size = i2d_X509_ATTRIBUTE(attribute, NULL);
        if (all[i].size <= 0 || all[i].size > ATTRIBUTE_SIZE)
            return false;
        i2d_X509_ATTRIBUTE(attribute, &end);
        total += (size_t)all[i].size;
    }
    qsort(all, (size_t)count, sizeof *all, compare_encoded);
    /* 0x31 and the length: in one byte below 128, else behind the count of its bytes. */
    buffer_char(ret_set, 0x31);
    if (total >= 0x100)
        buffer_append(ret_set, (const char[]){ (char)0x82, (char)(total >> 8), (char)total }, 3);
    else if (total >= 0x80)
        buffer_append(ret_set, (const char[]){ (char)0x81, (char)total }, 2);
    else
        buffer_char(ret_set, (char)total);
    for (int i = 0; i < count; i++)
        buffer_append(ret_set, (const char *)all[i].at, (size_t)all[i].size);
    return !ret_set->has_failed;
}

static bool sign_again(const struct seal *seal, CMS_SignerInfo *signer)
{
    unsigned char signature[SIGNATURE_MAX];
    size_t size = sizeof signature;
    struct buffer set = { 0 };
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool is_signed =
        context && encode_attributes(signer, &set) &&
        EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, seal->key) == 1 &&
        EVP_DigestSign(context, signature, &size, (const unsigned char *)set.at, set.size) == 1 &&
        ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), signature, (int)size) == 1;
    EVP_MD_CTX_free(context);
    buffer_release(&set);
    return is_signed;
}

static bool without_time(const struct seal *seal, CMS_SignerInfo *signer)
{
    const int place = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
    if (place < 0)
        return true;
    X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, place));
    return sign_again(seal, signer);
}

static bool write_der(CMS_ContentInfo *cms, struct buffer *ret_der)
{
    unsigned char *der = NULL;
    const int size = i2d_CMS_ContentInfo(cms, &der);
    if (size > 0)
        buffer_append(ret_der, (const char *)der, (size_t)size);
    OPENSSL_free(der);
    return size > 0 && !ret_der->has_failed;
}

enum status seal_sign(const struct seal *seal, struct slice first, struct slice second,
                      struct buffer *ret_der)
{
    const unsigned flags = CMS_BINARY | CMS_DETACHED | CMS_PARTIAL;
    BIO *data = BIO_new(BIO_s_mem());
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, seal->chain, NULL, flags);
    CMS_SignerInfo *signer = NULL;
    if (cms)
        signer = CMS_add1_signer(cms, seal->certificate, seal->key, EVP_sha256(),
                                 CMS_BINARY | CMS_CADES | CMS_NOSMIMECAP);
    const bool is_done = data && signer &&
                         BIO_write(data, first.at, (int)first.size) == (int)first.size &&
                         BIO_write(data, second.at, (int)second.size) == (int)second.size &&
                         CMS_final(cms, data, NULL, CMS_BINARY | CMS_DETACHED) == 1 &&
                         without_time(seal, signer) && write_der(cms, ret_der);
    CMS_ContentInfo_free(cms);
    BIO_free(data);
    ERR_clear_error();
    return is_done ? STATUS_OK : STATUS_FAILED;
}
