#include "api/operation.h"

const char *const method_names[METHOD_COUNT] = {
    [METHOD_GET] = "GET",     [METHOD_POST] = "POST",     [METHOD_PUT] = "PUT",
    [METHOD_PATCH] = "PATCH", [METHOD_DELETE] = "DELETE",
};

enum permission operation_permission(const struct operation *operation)
{
    if (operation->roles == 0)
        return 0;
    if (operation->flags & OPERATION_KEYS)
        return PERMISSION_KEYS;
    return operation->flags & OPERATION_COMMAND ? PERMISSION_WRITE : PERMISSION_READ;
}
