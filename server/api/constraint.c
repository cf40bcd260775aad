#include "api/constraint.h"

#include <string.h>

static const struct {
    const char *constraint;
    enum reason reason;
} map[] = {
    { "candidacy_one_live", REASON_CANDIDACY_ALREADY_OPEN },
    { "candidacy_one_certified", REASON_ALREADY_CERTIFIED },
    { "candidate_one_identity", REASON_DUPLICATE_CANDIDATE },
    { "sitting_evaluator_is_trainer", REASON_EVALUATOR_IS_TRAINER },
    { "path_module_trainer_is_evaluator", REASON_TRAINER_IS_EVALUATOR },
    { "agenda_item_one_live_agenda", REASON_FILE_ALREADY_ON_AGENDA },
    { "certificate_one_live", REASON_CERTIFICATE_EXISTS },
    { "certificate_one_per_candidacy", REASON_CERTIFICATE_EXISTS },
    { "idempotency_record_one_use", REASON_IDEMPOTENCY_IN_PROGRESS },
};

enum reason constraint_reason(const char *constraint)
{
    for (unsigned i = 0; i < sizeof map / sizeof map[0]; i++) {
        if (strcmp(constraint, map[i].constraint) == 0)
            return map[i].reason;
    }
    return REASON_NONE;
}
