/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/livery.h"

#include "hex.h"

/* "#1f3a5f": a setting that is read is one (CONFIG_COLOR). */
static struct color color_of(const char *text)
{
    double part[3];
    for (int i = 0; i < 3; i++)
        part[i] =
            (hex_digit_value(text[1 + 2 * i]) * 16 + hex_digit_value(text[2 + 2 * i])) / 255.0;
    return (struct color){ part[0], part[1], part[2] };
}

struct livery livery_of(const struct config *config)
{
    return (struct livery){
        .certifier = slice_of(config->certifier_name),
        .address = slice_of(config->documents.postal_address),
        .foot = slice_of(config->documents.foot),
        .signatory = slice_of(config->documents.signatory),
        .signatory_role = slice_of(config->documents.signatory_role),
        .verification_address = slice_of(config->documents.verification_address),
        .accent = color_of(config->documents.color),
    };
}

bool livery_logo(const struct config *config, struct picture **ret_logo,
                 char ret_why[PICTURE_WHY_SIZE])
{
    const char *path = config->documents.logo_file;
    *ret_logo = *path ? picture_open(path, ret_why) : NULL;
    return !*path || *ret_logo;
}
