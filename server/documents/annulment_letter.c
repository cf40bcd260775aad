/* SPDX-License-Identifier: EUPL-1.2 */
/* To whom held a certificate that was annulled (domain page, 9.3). Plain French. */
#include "documents/certificate_paper.h"
#include "documents/french.h"
#include "documents/sheaf.h"

/* Which certificate it is. */
static void write_certificate(struct sheaf *s, const struct certificate_paper *paper)
{
    sheaf_fact(s, "Certificat", french_text(s->arena, paper->title));
    sheaf_fact(s, "Numéro", paper->number);
    sheaf_fact(s, "Délivré le", french_date(s->arena, paper->issued_on));
    sheaf_fact(s, "Titulaire", holder_identity(s->arena, &paper->holder));
    sheaf_end_facts(s);
}

/* Why, and what may follow: of fraud only the certifier opens anything anew. */
static void write_reason(struct sheaf *s, const struct certificate_paper *paper)
{
    const bool is_fraud = slice_is(paper->annul_reason, "FRAUD");
    sheaf_paragraph(s, is_fraud ? SLICE("Le motif est une fraude.")
                                : SLICE("Le motif est une erreur."));
    sheaf_heading(s, SLICE("Ce que cela change"));
    sheaf_paragraph(s,
                    SLICE("Ce certificat n’est plus valable. Ne le présentez plus, ni l’original "
                          "ni une copie."));
    sheaf_paragraph(s,
                    SLICE("Toute personne qui le vérifie en ligne lit désormais qu’il est annulé. "
                          "Son numéro ne sera jamais donné à un autre certificat."));
    sheaf_heading(s, SLICE("La suite"));
    sheaf_paragraph(s, is_fraud
                           ? SLICE("Une nouvelle candidature ne peut être ouverte que par nous. Si "
                                   "vous souhaitez la demander, écrivez-nous.")
                           : SLICE("Vous pouvez demander une nouvelle candidature. Adressez-vous à "
                                   "l’organisme qui vous a suivi\u00a0: il vous dira comment "
                                   "faire."));
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct certificate_paper *paper = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    *ret_missing = "/annulled_on";
    if (!date_is_set(paper->annulled_on))
        return STATUS_FAILED;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Annulation d’un certificat"), SLICE_UNSET);
    sheaf_paragraph(&s, FRENCH_SAY(arena, "%,", holder_title(&paper->holder)));
    sheaf_paragraph(&s, FRENCH_SAY(arena,
                                   "Votre certificat a été annulé le %. Voici ce certificat\u00a0:",
                                   french_date(arena, paper->annulled_on)));
    write_certificate(&s, paper);
    write_reason(&s, paper);
    sheaf_signature(&s, french_text(arena, desk->livery->signatory),
                    french_text(arena, desk->livery->signatory_role));
    const struct sheaf_about about = {
        .title = SLICE("Annulation d’un certificat"),
        .reference = FRENCH_SAY(arena, "Annulation du certificat %", paper->number),
        .recipient = holder_envelope(arena, &paper->holder),
        .made_on = paper->annulled_on,
    };
    return slice_is_set(about.recipient) ? sheaf_layout(&s, &about, desk->mark, ret_layout)
                                         : STATUS_NO_MEMORY;
}

const struct paper_kind annulment_kind = { "ANNULMENT", &certificate_shape, lay_out };
