#include "api/folded.h"

#include "identity.h"

#include <assert.h>

void params_folded(struct params *params, const char *name, struct slice text)
{
    enum { CHARACTERS = 200, BYTES_OF_ONE = 4 };
    char folded[2 * CHARACTERS * BYTES_OF_ONE + 1];
    if (!slice_is_set(text)) {
        params_null(params, name);
        return;
    }
    bool fits = name_fold((struct identity_text){ text.at, text.size }, sizeof folded, folded);
    assert(fits);
    params_text(params, name, fits ? slice_of(folded) : (struct slice){ 0 });
}
