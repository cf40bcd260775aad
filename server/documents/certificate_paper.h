/* The certificate (parchemin) as a sheet of paper (domain page, section 4): title, référentiel,
 * holder, decision, commission, number, day of issue, certifier, signatories, verification code. No
 * grade, no level. */
#ifndef CERTIFICATE_PAPER_H
#define CERTIFICATE_PAPER_H

#include "arena.h"
#include "documents/livery.h"
#include "json/document.h"

enum { PAPER_FIRST_NAMES = 3, PAPER_SIGNATORIES = 3 };

struct signatory {
    struct slice name, role;
};

/* Texts are borrowed from what it was read from; unset = not known, where that is said. */
struct certificate_paper {
    struct slice title, referential_code, referential_version, number, verification_code,
        commission_name;
    struct date decision_on, issued_on;
    struct {
        struct slice birth_name, usage_name /* unset = the same */, first_names[PAPER_FIRST_NAMES];
        int year, month, day;                              /* 0 = not known */
        struct slice commune_insee, commune, country, sex; /* unset = not known */
    } holder;
    struct signatory signatories[PAPER_SIGNATORIES];
    size_t signatory_count;
    int duplicate_ordinal; /* 0 = it is none */
    struct date duplicate_on;
    struct date annulled_on;   /* unset = it is not */
    struct slice annul_reason; /* FRAUD, ERROR */
};

/* From what GET /v1/certificates/{id} answers; `signatories` (name, role) beside it are those of
 * the minutes, `duplicate` (ordinal, issued_on) says that it is one. False: ret_missing is the
 * pointer of the member that is not there, or not of its kind. */
bool certificate_paper_read(const struct document *json, struct certificate_paper *ret_paper,
                            const char **ret_missing);

/* Everything that the layout points to is in the arena or borrowed from the two. A `mark` stands
 * across the sheet; an unset one does not. */
enum status certificate_paper_layout(struct arena *arena, const struct certificate_paper *paper,
                                     const struct livery *livery, struct slice mark,
                                     struct layout *ret_layout) NODISCARD;

#endif
