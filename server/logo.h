/* SPDX-License-Identifier: EUPL-1.2 */
/* The logo that the settings name, looked at before anybody draws it: by `check-config`, `doctor`
 * and clea-documents, which alone decodes it. */
#ifndef LOGO_H
#define LOGO_H

#include "config.h"

enum { LOGO_WHY_SIZE = 512 };

/* A file that is a PNG from its first byte to its last, no larger than the settings allow. False:
 * one line in ret_why. What its dots are is not looked at. */
bool logo_is_sound(const char *path, char ret_why[LOGO_WHY_SIZE]);
/* Of the settings: true and no line when none is named. */
bool logo_is_ready(const struct config *config, char ret_why[LOGO_WHY_SIZE]);

#endif
