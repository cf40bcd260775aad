#include "documents/annulment_letter.h"

#include "documents/french.h"
#include "documents/holder_text.h"
#include "documents/letter.h"

enum { PARTS = 12 };

/* The texts of a letter while it is written. */
struct writing {
    struct arena *arena;
    struct letter_part *parts;
    size_t count;
};

static void say(struct writing *w, enum letter_part_kind kind, struct slice label,
                struct slice text)
{
    w->parts[w->count++] = (struct letter_part){ kind, text, label };
}

static void paragraph(struct writing *w, struct slice text)
{
    say(w, LETTER_PARAGRAPH, SLICE_UNSET, text);
}

static struct slice greeting_of(const struct writing *w, const struct certificate_paper *paper)
{
    const struct slice title = holder_title(paper);
    return arena_print(w->arena, "%.*s,", (int)title.size, title.at);
}

/* Which certificate it is. */
static void write_certificate(struct writing *w, const struct certificate_paper *paper)
{
    const struct slice name = holder_name(w->arena, paper), birth = holder_birth(w->arena, paper);
    say(w, LETTER_FACT, SLICE("CERTIFICAT"), paper->title);
    say(w, LETTER_FACT, SLICE("NUMÉRO"), paper->number);
    say(w, LETTER_FACT, SLICE("DÉLIVRÉ LE"), french_date(w->arena, paper->issued_on));
    say(w, LETTER_FACT, SLICE("TITULAIRE"),
        birth.size ? arena_print(w->arena, "%.*s, %.*s", (int)name.size, name.at, (int)birth.size,
                                 birth.at)
                   : name);
}

/* Why, and what may follow: of fraud only the certifier opens anything anew. */
static void write_reason(struct writing *w, const struct certificate_paper *paper)
{
    const bool is_fraud = slice_is(paper->annul_reason, "FRAUD");
    paragraph(w, is_fraud ? SLICE("Le motif est une fraude.") : SLICE("Le motif est une erreur."));
    say(w, LETTER_HEADING, SLICE_UNSET, SLICE("Ce que cela change"));
    paragraph(
        w,
        SLICE(
            "Ce certificat n’est plus valable. Ne le présentez plus, ni l’original ni une copie."));
    paragraph(w, SLICE("Toute personne qui le vérifie en ligne lit désormais qu’il est annulé. Son "
                       "numéro ne sera jamais donné à un autre certificat."));
    say(w, LETTER_HEADING, SLICE_UNSET, SLICE("La suite"));
    paragraph(w, is_fraud
                     ? SLICE("Une nouvelle candidature ne peut être ouverte que par nous. Si vous "
                             "souhaitez la demander, écrivez-nous.")
                     : SLICE("Vous pouvez demander une nouvelle candidature. Adressez-vous à "
                             "l’organisme qui vous a suivi\u00a0: il vous dira comment faire."));
}

enum status annulment_letter_layout(struct arena *arena, const struct certificate_paper *paper,
                                    const struct livery *livery, struct slice mark,
                                    struct layout *ret_layout)
{
    struct writing w = { arena, arena_alloc(arena, PARTS * sizeof(struct letter_part)), 0 };
    if (!w.parts)
        return STATUS_NO_MEMORY;
    const struct slice day = french_date(arena, paper->annulled_on);
    paragraph(&w, arena_print(arena,
                              "Votre certificat a été annulé le %.*s. Voici ce certificat\u00a0:",
                              (int)day.size, day.at));
    write_certificate(&w, paper);
    write_reason(&w, paper);
    say(&w, LETTER_END, SLICE_UNSET, SLICE_UNSET);
    const struct letter letter = {
        .title = SLICE("Annulation d’un certificat"),
        .recipient = holder_name(arena, paper),
        .greeting = greeting_of(&w, paper),
        .reference = arena_print(arena, "Annulation du certificat %.*s", (int)paper->number.size,
                                 paper->number.at),
        .written_on = paper->annulled_on,
        .parts = w.parts,
        .signatory = livery->signatory,
        .signatory_role = livery->signatory_role,
    };
    if (!slice_is_set(letter.recipient) || !slice_is_set(letter.greeting) ||
        !slice_is_set(letter.reference))
        return STATUS_NO_MEMORY;
    return letter_layout(arena, &letter, livery, mark, ret_layout);
}
