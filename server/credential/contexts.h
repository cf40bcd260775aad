/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON-LD contexts that say what the words of our credentials mean. One set for all of them:
 * terms.def is theirs. */
#ifndef CONTEXTS_H
#define CONTEXTS_H

#define CREDENTIAL_CONTEXTS                                                                        \
    "[\"https://www.w3.org/ns/credentials/v2\","                                                   \
    "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\","                              \
    "\"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json\"]"

#endif
