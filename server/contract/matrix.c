#include "contract/matrix.h"

#include "api/access.h"

static void print_relations(FILE *out, unsigned relations)
{
    const char *between = "";
    if (relations == RELATIONS_ANY) {
        fprintf(out, " any |");
        return;
    }
    fprintf(out, relations ? " " : " -");
    for (unsigned i = 0; relation_names[i]; i++) {
        if (!(relations & 1u << i))
            continue;
        fprintf(out, "%s%s", between, relation_names[i]);
        between = ", ";
    }
    fprintf(out, " |");
}

static void print_head(FILE *out)
{
    fprintf(
        out,
        "# Who may ask what\n\nFor each operation and role, in which relation to the thing that "
        "is asked for the caller must stand. `-` denies: 403. Another relation than those that "
        "stand here is answered as if the thing did not exist: 404, and no line in a list. "
        "`any` is a register that everybody with a key reads.\n\n| Relation | The thing is "
        "|\n|---|---|\n");
    for (unsigned i = 0; relation_names[i]; i++)
        fprintf(out, "| %s | %s |\n", relation_names[i], relation_docs[i]);
    fprintf(out, "\n| Operation |");
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        fprintf(out, " %s |", role_names[role]);
    fprintf(out, "\n|---|");
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        fprintf(out, "---|");
    fprintf(out, "\n");
}

int matrix_print(FILE *out)
{
    print_head(out);
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (!o->roles)
                continue;
            fprintf(out, "| `%s` |", o->id);
            for (unsigned role = 0; role < ROLE_COUNT; role++)
                print_relations(out, access_relations(o, (enum role_bit)role));
            fprintf(out, "\n");
        }
    }
    return ferror(out) ? 1 : 0;
}
