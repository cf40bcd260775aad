/* SPDX-License-Identifier: EUPL-1.2 */
/* The decision of the commission, to the candidate: favourable, unfavourable with its reasons and
 * how to appeal, or deferred (domain page, section 4). Plain French: one idea a sentence, what
 * happens next, no term unexplained. */
#include "documents/french.h"
#include "documents/holder_text.h"
#include "documents/paper_kind.h"
#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct decision_told {
    struct certification certification;
    struct slice candidacy_reference, session_reference;
    struct holder candidate;
    struct organism organism;
    struct commission commission;
    struct {
        struct slice outcome, reasons, request_text;
        struct told_list domain_codes; /* struct slice */
        struct date answer_by_date, decided_on, effective_on;
    } decision;
    struct date deadline_date, rectified_on;
    struct told_list domains; /* struct domain */
};

#define AT(field)       offsetof(struct decision_told, field)
#define DECISION(field) (AT(decision.field) - AT(decision))

static const struct told_member of_decision[] = {
    { "outcome", TOLD_TEXT, true, DECISION(outcome) },
    { "decided_on", TOLD_DAY, true, DECISION(decided_on) },
    { "effective_on", TOLD_DAY, true, DECISION(effective_on) },
    { "reasons", TOLD_TEXT, false, DECISION(reasons) },
    { "domain_codes", TOLD_TEXTS, false, DECISION(domain_codes) },
    { "request_text", TOLD_TEXT, false, DECISION(request_text) },
    { "answer_by_date", TOLD_DAY, false, DECISION(answer_by_date) },
};
static const struct told_shape decision_shape = { of_decision, TOLD_COUNT(of_decision), 0 };

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct decision_told),
    { "candidacy_reference", TOLD_TEXT, true, AT(candidacy_reference) },
    { "candidate", TOLD_OBJECT, true, AT(candidate), &holder_shape },
    { "organism", TOLD_OBJECT, true, AT(organism), &organism_shape },
    { "commission", TOLD_OBJECT, true, AT(commission), &commission_shape },
    { "session_reference", TOLD_TEXT, true, AT(session_reference) },
    { "decision", TOLD_OBJECT, true, AT(decision), &decision_shape },
    { "deadline_date", TOLD_DAY, false, AT(deadline_date) },
    { "rectified_on", TOLD_DAY, false, AT(rectified_on) },
    { "domains", TOLD_LIST, true, AT(domains), &domain_shape },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct decision_told);

/* --- what every letter says --- */

/* What the commission wrote, whatever its length and its full stops. */
static void write_quoted(struct sheaf *s, struct slice text)
{
    sheaf_quote(s, FRENCH_SAY(s->arena, "«\u00a0%\u00a0»", french_words(s->arena, text)));
}

static void write_contact(struct sheaf *s, const struct decision_told *told)
{
    sheaf_paragraph(s, FRENCH_SAY(s->arena, "Une question\u00a0? Adressez-vous à %.",
                                  told_organism(s->arena, &told->organism)));
}

static void write_examined(struct sheaf *s, const struct decision_told *told)
{
    struct arena *arena = s->arena;
    sheaf_paragraph(s, FRENCH_SAY(arena, "%,", holder_title(&told->candidate)));
    sheaf_paragraph(s, FRENCH_SAY(arena,
                                  "Une commission a examiné votre dossier le %. Elle réunit des "
                                  "représentants des employeurs et des salariés.",
                                  french_date(arena, told->decision.decided_on)));
    if (date_is_set(told->rectified_on))
        sheaf_paragraph(s, FRENCH_SAY(arena,
                                      "La commission a corrigé le texte de sa décision le %. Cette "
                                      "lettre remplace celle que vous avez pu recevoir avant.",
                                      french_date(arena, told->rectified_on)));
}

static void write_facts(struct sheaf *s, const struct decision_told *told)
{
    struct arena *arena = s->arena;
    sheaf_fact(s, "Votre dossier", told->candidacy_reference);
    sheaf_fact(s, "Certification", french_text(arena, told->certification.title));
    sheaf_fact(s, "Commission",
               FRENCH_SAY(arena, "%, séance\u00a0%", french_words(arena, told->commission.name),
                          told->session_reference));
    sheaf_end_facts(s);
}

/* --- the three of them --- */

static void write_favourable(struct sheaf *s, const struct decision_told *told)
{
    sheaf_paragraph(s, SLICE("La décision est favorable\u00a0: le certificat vous est accordé. "
                             "Félicitations\u00a0!"));
    write_facts(s, told);
    sheaf_heading(s, SLICE("La suite"));
    sheaf_paragraph(s, SLICE("Votre certificat va être établi. Il vous sera ensuite remis. Vous "
                             "n’avez rien à faire."));
    sheaf_paragraph(s, SLICE("Le certificat porte un numéro et un code. Avec ce code, chacun peut "
                             "vérifier en ligne que le certificat est authentique."));
    sheaf_paragraph(s,
                    SLICE("Gardez bien votre certificat. En cas de perte, un duplicata peut être "
                          "demandé. C’est une copie officielle, qui porte le même numéro."));
    write_contact(s, told);
}

static void write_domains(struct sheaf *s, const struct decision_told *told)
{
    const struct slice *codes = told->decision.domain_codes.items;
    const size_t count = told->decision.domain_codes.count;
    if (count == 0)
        return;
    sheaf_lead(s, count == 1 ? SLICE("Un domaine est à reprendre\u00a0:")
                             : SLICE("Ces domaines sont à reprendre\u00a0:"));
    for (size_t i = 0; i < count; i++) {
        const struct domain domain = told_domain_of(&told->domains, codes[i]);
        sheaf_item(s, told_domain(s->arena, &domain));
    }
    if (date_is_set(told->deadline_date))
        sheaf_paragraph(s, FRENCH_SAY(s->arena,
                                      "Ce que vous avez validé dans les autres domaines reste "
                                      "acquis jusqu’au % inclus.",
                                      french_date(s->arena, told->deadline_date)));
}

/* Two months from the day on which the candidate is told (domain page, 3.4); the appeal is examined
 * by others (feature C20). */
static void write_appeal(struct sheaf *s, const struct decision_told *told)
{
    struct arena *arena = s->arena;
    const struct livery *livery = s->livery;
    const struct slice certifier = french_text(arena, livery->certifier);
    const struct slice where =
        livery->address.size
            ? FRENCH_SAY(arena, "%, %", certifier, french_text(arena, livery->address))
            : certifier;
    sheaf_heading(s, SLICE("Si vous n’êtes pas d’accord"));
    sheaf_paragraph(s, SLICE("Vous pouvez demander que la décision soit revue. Cela s’appelle un "
                             "recours."));
    sheaf_paragraph(s, SLICE("Vous avez deux mois pour le faire. Ces deux mois commencent le jour "
                             "où vous recevez cette décision."));
    sheaf_paragraph(s, FRENCH_SAY(arena,
                                  "Écrivez une lettre à %. Dites pourquoi vous n’êtes pas "
                                  "d’accord. Rappelez la référence de votre dossier\u00a0: %.",
                                  where, told->candidacy_reference));
    sheaf_paragraph(s, SLICE("Votre recours sera étudié, et une réponse vous sera donnée. Si le "
                             "dossier est réexaminé, il le sera par d’autres membres."));
}

static void write_reasons(struct sheaf *s, struct slice reasons)
{
    sheaf_heading(s, SLICE("Pourquoi"));
    sheaf_lead(s, SLICE("La commission donne ce motif\u00a0:"));
    write_quoted(s, reasons);
}

static void write_unfavourable(struct sheaf *s, const struct decision_told *told)
{
    sheaf_paragraph(s, SLICE("La décision n’est pas favorable\u00a0: le certificat ne vous est pas "
                             "accordé."));
    write_facts(s, told);
    write_reasons(s, told->decision.reasons);
    sheaf_heading(s, SLICE("La suite"));
    write_domains(s, told);
    sheaf_paragraph(s, SLICE("Une nouvelle formation peut vous être proposée. Vous pourrez ensuite "
                             "passer une nouvelle évaluation."));
    write_contact(s, told);
    write_appeal(s, told);
}

static void write_deferred(struct sheaf *s, const struct decision_told *told)
{
    struct arena *arena = s->arena;
    sheaf_paragraph(s,
                    SLICE("La commission n’a pas encore décidé. Il lui manque une information."));
    write_facts(s, told);
    if (told->decision.reasons.size)
        write_reasons(s, told->decision.reasons);
    sheaf_heading(s, SLICE("Ce qui est demandé"));
    write_quoted(s, told->decision.request_text);
    sheaf_heading(s, SLICE("La suite"));
    sheaf_paragraph(s, FRENCH_SAY(arena,
                                  "La réponse doit être donnée au plus tard le %. C’est votre "
                                  "organisme qui l’envoie. Voyez avec lui ce qu’il faut fournir.",
                                  french_date(arena, told->decision.answer_by_date)));
    sheaf_paragraph(s,
                    SLICE("La commission examinera ensuite votre dossier à une prochaine séance. "
                          "Vos résultats ne changent pas."));
    write_contact(s, told);
}

/* What a decision of each outcome has to say beside its outcome: what recordDecision() demands, and
 * no more. */
static const struct letter_kind {
    const char *outcome, *subtitle;
    void (*write)(struct sheaf *s, const struct decision_told *told);
    bool has_reasons, has_request;
} letters[] = {
    { "CERTIFIED", "Votre certificat vous est accordé", write_favourable, false, false },
    { "REFUSED", "Votre certificat ne vous est pas accordé", write_unfavourable, true, false },
    { "DEFERRED", "La décision est reportée", write_deferred, false, true },
};

static const struct letter_kind *letter_of(const struct decision_told *told,
                                           const char **ret_missing)
{
    const struct letter_kind *letter = NULL;
    for (size_t i = 0; i < TOLD_COUNT(letters); i++)
        letter = slice_is(told->decision.outcome, letters[i].outcome) ? &letters[i] : letter;
    *ret_missing = !letter                                               ? "/decision/outcome"
                   : letter->has_reasons && !told->decision.reasons.size ? "/decision/reasons"
                   : letter->has_request && !told->decision.request_text.size
                       ? "/decision/request_text"
                   : letter->has_request && !date_is_set(told->decision.answer_by_date)
                       ? "/decision/answer_by_date"
                       : NULL;
    return *ret_missing ? NULL : letter;
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct decision_told *told = read;
    struct arena *arena = desk->arena;
    const struct livery *livery = desk->livery;
    const struct letter_kind *letter = letter_of(told, ret_missing);
    struct sheaf s;
    if (!letter)
        return STATUS_FAILED;
    sheaf_begin(&s, arena, livery);
    sheaf_title(&s, SLICE("Décision de la commission"), slice_of(letter->subtitle));
    write_examined(&s, told);
    letter->write(&s, told);
    sheaf_signature(&s, french_text(arena, livery->signatory),
                    french_text(arena, livery->signatory_role));
    const struct sheaf_about about = {
        .title = SLICE("Décision de la commission"),
        .reference =
            FRENCH_SAY(arena, "Décision de la commission, dossier %", told->candidacy_reference),
        .recipient = holder_envelope(arena, &told->candidate),
        .made_on =
            date_is_set(told->rectified_on) ? told->rectified_on : told->decision.effective_on,
    };
    return slice_is_set(about.recipient) ? sheaf_layout(&s, &about, desk->mark, ret_layout)
                                         : STATUS_NO_MEMORY;
}

const struct paper_kind decision_kind = { "DECISION", &shape, lay_out };
