#include "engine/contract.h"

struct slice contract_json(void)
{
    return slice_of("{}");
}

struct slice contract_yaml(void)
{
    return slice_of("{}");
}

int contract_print(FILE *out)
{
    return fprintf(out, "{}\n") > 0 ? 0 : 1;
}
