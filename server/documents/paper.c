#include "documents/paper.h"

#include "documents/annulment_letter.h"
#include "documents/certificate_paper.h"

static enum status lay_out_certificate(struct arena *arena, const struct document *told,
                                       const struct livery *livery, struct slice mark,
                                       struct layout *ret_layout, const char **ret_missing)
{
    struct certificate_paper paper;
    if (!certificate_paper_read(told, &paper, ret_missing))
        return STATUS_FAILED;
    return certificate_paper_layout(arena, &paper, livery, mark, ret_layout);
}

static enum status lay_out_annulment(struct arena *arena, const struct document *told,
                                     const struct livery *livery, struct slice mark,
                                     struct layout *ret_layout, const char **ret_missing)
{
    struct certificate_paper paper;
    if (!certificate_paper_read(told, &paper, ret_missing))
        return STATUS_FAILED;
    *ret_missing = "/annulled_on";
    if (!date_is_set(paper.annulled_on))
        return STATUS_FAILED;
    return annulment_letter_layout(arena, &paper, livery, mark, ret_layout);
}

static const struct paper_kind {
    const char *name;
    enum status (*lay_out)(struct arena *arena, const struct document *told,
                           const struct livery *livery, struct slice mark,
                           struct layout *ret_layout, const char **ret_missing);
} kinds[] = {
    { "CERTIFICATE", lay_out_certificate },
    { "DUPLICATE", lay_out_certificate },
    { "ANNULMENT", lay_out_annulment },
};

enum status paper_lay_out(struct arena *arena, struct slice kind, const struct document *told,
                          const struct livery *livery, struct slice mark, struct layout *ret_layout,
                          const char **ret_missing)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (slice_is(kind, kinds[i].name))
            return kinds[i].lay_out(arena, told, livery, mark, ret_layout, ret_missing);
    }
    *ret_missing = "the kind of document";
    return STATUS_FAILED;
}
