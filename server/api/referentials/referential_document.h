/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON document of a référentiel version: the shape in which the certifier sends a draft and in
 * which the known versions travel inside the binary. Read by one table of fields, checked by the
 * domain library, and turned into what the database keeps: the scoring shape, the tree of titles
 * and provenance, the counts. */
#ifndef REFERENTIAL_DOCUMENT_H
#define REFERENTIAL_DOCUMENT_H

#include "json/field.h"
#include "json/view.h"
#include "referential.h"

struct referential_counts {
    struct given given;
    int64_t domains, subdomains, criteria;
};

/* As read by referential_draft_fields. */
struct referential_draft {
    struct given given;
    struct slice code, version, title, status;
    struct date valid_from, valid_to;
    struct referential_counts declared_counts, listed_counts;
    struct slice notes, sources;
    struct field_list domains;
};

extern const struct fields referential_draft_fields;
/* A stored tree read again; label, title and dates are columns and not part of the tree. */
extern const struct fields referential_tree_fields;
/* The shape of the domains in a reply: those of the draft, every member present. */
extern const struct view referential_domain_view;
extern const struct view referential_counts_view;

/* An incompleteness: a draft may have it, an active version may not (decision 11). */
struct referential_gap {
    enum reason reason; /* SUBDOMAIN_WITHOUT_CRITERIA, THRESHOLD_MISSING, THRESHOLD_AMBIGUOUS */
    struct slice pointer;
    const char *code; /* of the sub-domain */
};

struct referential_document {
    /* Text form of what can be scored. A sub-domain that has a gap is left out, and so is a domain
     * that has sub-domains but none without a gap: nothing is invented in its place. */
    struct slice shape;
    struct slice tree;          /* JSON: status, notes, sources, domains */
    struct slice listed_counts; /* JSON: what is really listed */
    struct slice declared_counts;
    struct referential_gap gaps[REFERENTIAL_MAX_FAULTS];
    unsigned gap_count;
};

/* From a draft that was read without violations. Faults of its content (a code twice, an unknown
 * mandatory criterion, a count that contradicts the list) become violations with their pointer;
 * ret_document is whole when none was added. Of a threshold given both ways the percentage is the
 * rule; the count stays in the tree as provenance, and is a gap when it says something else. */
NODISCARD enum status referential_document_build(const struct referential_draft *draft,
                                                 struct arena *arena, struct violations *violations,
                                                 struct referential_document *ret_document);

#endif
