/* SPDX-License-Identifier: EUPL-1.2 */
#include "contract/matrix.h"

#include "api/access.h"
#include "api/giving.h"
#include "api/words.h"

#include <ctype.h>
#include <stdlib.h>

static const char *const kind_titles[] = {
    [KIND_SERVICE] = "About nobody: the service and the rules",
    [KIND_CANDIDACY] = "Candidacies and what hangs on them",
    [KIND_ACCESS_LOG] = "Who was shown what of a candidacy",
    [KIND_NOTIFICATION] = "Notifications of decisions",
    [KIND_EVIDENCE] = "Evidence beside a candidacy",
    [KIND_HANDOVER] = "Handing certificates over",
    [KIND_STAND_IN] = "Who signs in the place of a chair",
    [KIND_OVERRIDE] = "Commissions named by the certifier",
    [KIND_CANDIDATE] = "Candidates",
    [KIND_APPOINTMENT] = "Appointments",
    [KIND_TRANSFER_REQUEST] = "Transfer requests",
    [KIND_LINK_REQUEST] = "Requests for links",
    [KIND_SESSION] = "Sessions of commissions",
    [KIND_COMMISSION] = "Commissions",
    [KIND_MEMBER] = "Mandates and plans of commissions",
    [KIND_AFFILIATION] = "Functions in organisms",
    [KIND_IDENTITY] = "Keys, staff functions, invitations, logins",
    [KIND_PERSON] = "People",
    [KIND_REGISTRY] = "Networks, organisms, habilitations",
};
_Static_assert(sizeof kind_titles / sizeof kind_titles[0] == KIND_COUNT, "a title for each kind");

/* From when until when each relation holds. */
static const struct {
    const char *text;
} relation_terms[RELATION_BITS] = {
    { "without any: the role is enough" },
    { "of the caller's organism, network or commission: of a candidacy from its opening or its "
      "transfer there until it is transferred away" },
    { "of the caller's organism until a transfer, from that day on and without end: as it was that "
      "day" },
    { "of the caller's organism, a candidate whom the caller trains: from the acceptance of a path "
      "with a module of the "
      "caller's until that path ends, training ends or the file leaves the organism; proposed, "
      "declined, interrupted, closed, transferred: nothing" },
    { "of an organism of the caller's network: while it is a member" },
    { "sent to the caller's commission: from its submission on" },
    { "on the agenda of a session that the caller sits in: in the chair or recorded as there, "
      "without end; by mandate alone while the session is convened or open" },
    { "the caller's own" },
    { "everybody's" },
    { "of a candidate whom the caller pays for: while a funding names the caller and the candidate "
      "consents" },
    { "of another organism, a candidate whom the caller trains for the caller's own: from the "
      "acceptance of a path that names both in a module until that path ends, training ends or the "
      "caller is a trainer there no more; the candidacy, that path, the modules of the caller's "
      "organism and their attendance, to be read and recorded, and nothing else" },
};

static void print_lower(FILE *out, const char *name)
{
    for (const char *at = name; *at; at++)
        fputc(*at == '_' ? ' ' : tolower((unsigned char)*at), out);
}

static void print_relations(FILE *out, unsigned relations)
{
    const char *between = "";
    if (relations == RELATION_NOBODY)
        fputs("–", out);
    for (unsigned bit = 0; bit < RELATION_BITS; bit++) {
        if (!(relations & 1u << bit))
            continue;
        fputs(between, out);
        print_lower(out, relation_names[bit]);
        between = ", ";
    }
}

static void print_operation(FILE *out, const struct operation *operation)
{
    fprintf(out, "| `%s %s` |", method_names[operation->method], operation->path);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        fputc(' ', out);
        print_relations(out, access_relations(operation, bit));
        fputs(" |", out);
    }
    fputc('\n', out);
}

static void print_kind(FILE *out, enum object_kind kind)
{
    fprintf(out, "\n## %s\n\n| |", kind_titles[kind]);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        fputc(' ', out);
        print_lower(out, role_names[bit]);
        fputs(" |", out);
    }
    fputs("\n|---|", out);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++)
        fputs("---|", out);
    fputc('\n', out);
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            enum object_kind of;
            if (o->roles && access_kind(o, &of) && of == kind)
                print_operation(out, o);
        }
    }
}

static void print_givers(FILE *out, unsigned givers)
{
    const char *between = "";
    if (!givers)
        fputs("–", out);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        if (!(givers >> bit & 1))
            continue;
        fputs(between, out);
        print_lower(out, role_names[bit]);
        between = ", ";
    }
}

static void print_giving(FILE *out)
{
    fputs(
        "\n## Who may give what to whom\n\nFrom `giving.def`. In the giver's own organism, network "
        "or commission (functions in organisms: of the giver's network too, until the first "
        "referent there), the certifier in "
        "all of them. A function of people who are not the giver's own is always asked for.\n\n"
        "| | function | function, always asked for | key | login |\n|---|---|---|---|---|\n",
        out);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        if (!giving_scope(bit))
            continue;
        fputs("| ", out);
        print_lower(out, role_names[bit]);
        for (enum giving what = 0; what < GIVING_COUNT; what++) {
            fputs(" | ", out);
            print_givers(out, giving_givers(what, bit));
        }
        fputs(" |\n", out);
    }
}

int matrix_print(FILE *out)
{
    fputs("# Who may ask for what\n\nPrinted by `clea-server access` from the tables of operations "
          "and "
          "`access.def`.\n\nA cell says in which relation to the object a caller of that role may "
          "ask. "
          "\u2013 is refused. What a role may ask for and has no relation to is not found (404), "
          "as if it "
          "did not exist. Operations without a key are not listed.\n\n"
          "| Relation | Holds |\n|---|---|\n",
          out);
    for (unsigned bit = 0; bit < RELATION_BITS; bit++) {
        fputs("| *", out);
        print_lower(out, relation_names[bit]);
        fprintf(out, "* | %s |\n", relation_terms[bit].text);
    }
    fputs("\n| Role | In French |\n|---|---|\n", out);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        fputs("| ", out);
        print_lower(out, role_names[bit]);
        fprintf(out, " | %s |\n", role_words.labels[bit].fr);
    }
    for (enum object_kind kind = 0; kind < KIND_COUNT; kind++)
        print_kind(out, kind);
    print_giving(out);
    return ferror(out) ? EXIT_FAILURE : EXIT_SUCCESS;
}
