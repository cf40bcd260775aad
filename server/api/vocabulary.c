#include "api/vocabulary.h"

#define END                                                                                        \
    {                                                                                              \
        0, 0, 0                                                                                    \
    }

static const struct term candidacy_states[] = {
    { "CONTACT", "Contact pris", "Contact made" },
    { "INFORMED", "Informé", "Informed" },
    { "PRIOR_IN_PROGRESS", "Évaluation préalable en cours", "Prior evaluation in progress" },
    { "PRIOR_COMPLETED", "Évaluation préalable terminée", "Prior evaluation completed" },
    { "PARTIAL", "Acquis partiels", "Partly validated" },
    { "PATH_PROPOSED", "Parcours proposé", "Path proposed" },
    { "IN_TRAINING", "En formation", "In training" },
    { "FINAL_READY", "Prêt pour l'évaluation finale", "Ready for the final evaluation" },
    { "FINAL_IN_PROGRESS", "Évaluation finale en cours", "Final evaluation in progress" },
    { "FINAL_COMPLETED", "Évaluation finale terminée", "Final evaluation completed" },
    { "JURY_READY", "Prêt pour le jury", "Ready for the jury" },
    { "SUBMITTED", "Dossier transmis", "File submitted" },
    { "ON_AGENDA", "À l'ordre du jour", "On an agenda" },
    { "DEFERRED", "Ajourné", "Deferred" },
    { "CERTIFIED", "Certifié", "Certified" },
    { "EXPIRED", "Délai de cinq ans dépassé", "Five years passed" },
    { "WITHDRAWN", "Désistement", "Withdrawn" },
    { "ABANDONED", "Abandon", "Abandoned" },
    { "CANCELLED", "Annulé", "Cancelled" },
    END,
};

static const struct term candidacy_events[] = {
    { "OPEN_CONTACT", "Prise de contact", "Open the contact" },
    { "RECORD_INFORMATION", "Information-conseil", "Record the information given" },
    { "START_PRIOR", "Début de l'évaluation préalable", "Start the prior evaluation" },
    { "ADD_SITTING", "Séance d'évaluation", "Add a sitting" },
    { "RECORD_RESULTS", "Saisie de résultats", "Record results" },
    { "COMPLETE_PRIOR", "Fin de l'évaluation préalable", "Complete the prior evaluation" },
    { "RECORD_RESTITUTION", "Restitution des résultats", "Record the restitution" },
    { "PROPOSE_PATH", "Proposition de parcours", "Propose a path" },
    { "ACCEPT_PATH", "Acceptation du parcours", "Accept the path" },
    { "DECLINE_PATH", "Refus du parcours", "Decline the path" },
    { "RECORD_ATTENDANCE", "Assiduité", "Record attendance" },
    { "CLOSE_MODULE", "Clôture d'un module", "Close a module" },
    { "CHANGE_TRAINER", "Changement de formateur", "Change the trainer" },
    { "CLOSE_PATH", "Clôture du parcours", "Close the path" },
    { "START_FINAL", "Début de l'évaluation finale", "Start the final evaluation" },
    { "COMPLETE_FINAL", "Fin de l'évaluation finale", "Complete the final evaluation" },
    { "SUBMIT_FILE", "Transmission du dossier", "Submit the file" },
    { "PUT_ON_AGENDA", "Inscription à l'ordre du jour", "Put on an agenda" },
    { "REMOVE_FROM_AGENDA", "Retrait de l'ordre du jour", "Remove from the agenda" },
    { "CERTIFY", "Décision favorable", "Certify" },
    { "DEFER", "Ajournement", "Defer" },
    { "REFUSE", "Décision défavorable", "Refuse" },
    { "ANSWER_COMPLEMENT", "Réponse au complément demandé", "Answer the request for information" },
    { "INTERRUPT_PATH", "Interruption du parcours", "Interrupt the path" },
    { "RECALL_FILE", "Rappel du dossier", "Recall the file" },
    { "EXPIRE", "Expiration des cinq ans", "Expire" },
    { "WITHDRAW", "Désistement", "Withdraw" },
    { "ABANDON", "Abandon", "Abandon" },
    { "RESUME", "Reprise", "Resume" },
    { "CANCEL", "Annulation", "Cancel" },
    { "TRANSFER", "Transfert vers un autre organisme", "Transfer to another organism" },
    { "ANNUL_EVALUATION", "Annulation d'une évaluation", "Annul an evaluation" },
    { "ANNUL_CERTIFICATE", "Annulation du certificat", "Annul the certificate" },
    { "REEXAMINE", "Nouvel examen après recours", "Examine again after an appeal" },
    END,
};

static const struct term evaluation_kinds[] = {
    { "PRIOR", "Évaluation préalable", "Prior evaluation" },
    { "FINAL", "Évaluation finale", "Final evaluation" },
    END,
};

static const struct term results[] = {
    { "VALIDATED", "Validé", "Validated" },
    { "NOT_VALIDATED", "Non validé", "Not validated" },
    { "NOT_EVALUATED", "Non évalué", "Not evaluated" },
    END,
};

static const struct term modalities[] = {
    { "ON_SITE", "Sur place", "On site" },
    { "REMOTE", "À distance", "Remote" },
    { "MIXED", "Mixte", "Mixed" },
    END,
};

static const struct term path_statuses[] = {
    { "PROPOSED", "Proposé", "Proposed" },          { "ACCEPTED", "Accepté", "Accepted" },
    { "DECLINED", "Décliné", "Declined" },          { "CLOSED", "Clos", "Closed" },
    { "INTERRUPTED", "Interrompu", "Interrupted" }, END,
};

static const struct term module_statuses[] = {
    { "OPEN", "Ouvert", "Open" },
    { "DONE", "Suivi", "Done" },
    { "WAIVED", "Dispensé", "Waived" },
    END,
};

static const struct term file_statuses[] = {
    { "SUBMITTED", "Transmis", "Submitted" }, { "ON_AGENDA", "À l'ordre du jour", "On an agenda" },
    { "DEFERRED", "Ajourné", "Deferred" },    { "DECIDED", "Décidé", "Decided" },
    { "WITHDRAWN", "Retiré", "Withdrawn" },   END,
};

static const struct term session_states[] = {
    { "PLANNED", "Prévue", "Planned" },
    { "CONVENED", "Convoquée", "Convened" },
    { "OPEN", "Ouverte", "Open" },
    { "CLOSED", "Close", "Closed" },
    { "SIGNED", "Signée", "Signed" },
    { "CANCELLED", "Annulée", "Cancelled" },
    END,
};

static const struct term session_events[] = {
    { "CONVENE", "Convoquer", "Convene" },
    { "OPEN", "Ouvrir", "Open" },
    { "CLOSE", "Clore", "Close" },
    { "SIGN", "Signer le procès-verbal", "Sign the minutes" },
    { "CANCEL", "Annuler", "Cancel" },
    END,
};

static const struct term colleges[] = {
    { "EMPLOYER", "Collège des employeurs", "Employers' college" },
    { "EMPLOYEE", "Collège des salariés", "Employees' college" },
    END,
};

static const struct term presences[] = {
    { "PRESENT", "Présent", "Present" },
    { "REMOTE", "À distance", "Remote" },
    { "ABSENT", "Absent", "Absent" },
    END,
};

static const struct term votes[] = {
    { "FOR", "Pour", "For" },
    { "AGAINST", "Contre", "Against" },
    { "ABSTAIN", "Abstention", "Abstention" },
    END,
};

static const struct term decision_outcomes[] = {
    { "CERTIFIED", "Certifié", "Certified" },
    { "REFUSED", "Refusé", "Refused" },
    { "DEFERRED", "Ajourné", "Deferred" },
    { "NOT_EXAMINED", "Non examiné", "Not examined" },
    END,
};

static const struct term commission_kinds[] = {
    { "REGIONAL", "Régionale", "Regional" },
    { "BRANCH", "De branche", "Of a branch" },
    END,
};

static const struct term certificate_states[] = {
    { "ISSUED", "Délivré", "Issued" },
    { "ANNULLED", "Annulé", "Annulled" },
    END,
};

static const struct term annul_reasons[] = {
    { "ERROR", "Erreur", "Error" },
    { "FRAUD", "Fraude", "Fraud" },
    END,
};

static const struct term appeal_events[] = {
    { "DECLARE_ADMISSIBLE", "Recevabilité", "Declare admissible" },
    { "UPHOLD", "Décision confirmée", "Uphold the decision" },
    { "REEXAMINE", "Nouvel examen", "Examine again" },
    { "REJECT", "Rejet du recours", "Reject the appeal" },
    END,
};

static const struct term appeal_states[] = {
    { "FILED", "Déposé", "Filed" },
    { "ADMISSIBLE", "Recevable", "Admissible" },
    { "UPHELD", "Décision confirmée", "Decision upheld" },
    { "REEXAMINE", "Nouvel examen", "Examined again" },
    { "REJECTED", "Rejeté", "Rejected" },
    END,
};

static const struct term roles[] = {
    { "COUNSELLOR", "Conseiller", "Counsellor" },
    { "EVALUATOR", "Évaluateur", "Evaluator" },
    { "TRAINER", "Formateur", "Trainer" },
    { "REFERENT", "Référent CléA", "Referent of the organism" },
    { "NETWORK_MANAGER", "Responsable de réseau", "Network manager" },
    { "SECRETARY", "Secrétariat de commission", "Commission secretary" },
    { "JUROR", "Juré", "Juror" },
    { "CHAIR", "Président ou vice-président de séance", "Chair or vice-chair of a session" },
    { "CERTIFIER", "Certificateur", "Certifier" },
    { "CANDIDATE", "Candidat", "Candidate" },
    { "FUNDER", "Financeur", "Funder" },
    { "AUDITOR", "Auditeur", "Auditor" },
    { "ADMINISTRATOR", "Exploitant", "Operator" },
    END,
};

static const struct term scopes[] = {
    { "ORGANISM", "Organisme", "Organism" },
    { "NETWORK", "Réseau", "Network" },
    { "COMMISSION", "Commission", "Commission" },
    { "CANDIDATE", "Candidat", "Candidate" },
    { "CERTIFIER", "Certificateur", "Certifier" },
    { "AUDITOR", "Auditeur", "Auditor" },
    { "SYSTEM", "Système", "System" },
    END,
};

static const struct term affiliation_roles[] = {
    { "COUNSELLOR", "Conseiller", "Counsellor" }, { "EVALUATOR", "Évaluateur", "Evaluator" },
    { "TRAINER", "Formateur", "Trainer" },        { "REFERENT", "Référent CléA", "Referent" },
    { "EMPLOYEE", "Salarié", "Employee" },        END,
};

static const struct term activities[] = {
    { "EVALUATION", "Évaluer", "Evaluation" },
    { "TRAINING", "Former", "Training" },
    END,
};

static const struct term habilitation_states[] = {
    { "REQUESTED", "Demandée", "Requested" },  { "GRANTED", "Accordée", "Granted" },
    { "SUSPENDED", "Suspendue", "Suspended" }, { "WITHDRAWN", "Retirée", "Withdrawn" },
    { "ENDED", "Terminée", "Ended" },          END,
};

static const struct term habilitation_events[] = {
    { "GRANT", "Accorder", "Grant" },
    { "SUSPEND", "Suspendre", "Suspend" },
    { "LIFT", "Lever la suspension", "Lift the suspension" },
    { "RENEW", "Prolonger", "Renew" },
    { "WITHDRAW", "Retirer", "Withdraw" },
    { "END", "Mettre fin", "End" },
    END,
};

static const struct term organism_statuses[] = {
    { "ACTIVE", "Actif", "Active" },
    { "SUSPENDED", "Suspendu", "Suspended" },
    { "CLOSED", "Fermé", "Closed" },
    END,
};

static const struct term referential_statuses[] = {
    { "DRAFT", "Projet", "Draft" },
    { "ACTIVE", "En vigueur", "Active" },
    { "RETIRED", "Retiré", "Retired" },
    END,
};

static const struct term candidate_statuses[] = {
    { "ACTIVE", "Active", "Active" },
    { "MERGED", "Fusionnée", "Merged" },
    { "ANONYMISED", "Anonymisée", "Anonymised" },
    END,
};

static const struct term employment_statuses[] = {
    { "JOB_SEEKER", "Demandeur d'emploi", "Job seeker" },
    { "EMPLOYEE", "Salarié", "Employee" },
    { "SELF_EMPLOYED", "Indépendant", "Self-employed" },
    { "OTHER", "Autre situation", "Other" },
    END,
};

static const struct term appointment_kinds[] = {
    { "INFORMATION", "Information-conseil", "Information" },
    { "RESTITUTION", "Restitution", "Restitution" },
    { "OTHER", "Autre rendez-vous", "Other" },
    END,
};

static const struct term appointment_states[] = {
    { "PLANNED", "Prévu", "Planned" },
    { "DONE", "A eu lieu", "Done" },
    { "MISSED", "Manqué", "Missed" },
    { "CANCELLED", "Annulé", "Cancelled" },
    END,
};

static const struct term appointment_events[] = {
    { "DONE", "A eu lieu", "Took place" },
    { "MISSED", "Manqué par le candidat", "Missed by the candidate" },
    { "CANCEL", "Annuler", "Cancel" },
    { "RESCHEDULE", "Déplacer", "Reschedule" },
    END,
};

static const struct term deadline_forecasts[] = {
    { "PASSED", "Échéance passée", "Passed" },
    { "WITHIN_1_MONTH", "À un mois", "Within one month" },
    { "WITHIN_3_MONTHS", "À trois mois", "Within three months" },
    { "WITHIN_6_MONTHS", "À six mois", "Within six months" },
    { "LATER", "Au-delà", "Later" },
    END,
};

static const struct term funder_types[] = {
    { "CPF", "Compte personnel de formation", "Personal training account (CPF)" },
    { "OPCO", "Opérateur de compétences", "Skills operator (OPCO)" },
    { "FRANCE_TRAVAIL", "France Travail", "France Travail" },
    { "REGION", "Région", "Region" },
    { "EMPLOYER", "Employeur", "Employer" },
    { "TRANSITIONS_PRO", "Transitions Pro", "Transitions Pro" },
    { "AGEFIPH", "Agefiph", "Agefiph" },
    { "SELF", "Le candidat", "The candidate" },
    { "OTHER", "Autre financeur", "Other" },
    END,
};

static const struct term funding_steps[] = {
    { "PRIOR", "Évaluation préalable", "Prior evaluation" },
    { "MODULE", "Module de formation", "Training module" },
    { "FINAL", "Évaluation finale", "Final evaluation" },
    END,
};

static const struct term transfer_parties[] = {
    { "SENT", "Envoyée", "Sent" },
    { "RECEIVED", "Reçue", "Received" },
    END,
};

static const struct term transfer_request_events[] = {
    { "DECLINE", "Refus du transfert", "Decline the transfer" },
    { "RETRACT", "Retrait de la demande", "Take the request back" },
    END,
};

static const struct term transfer_request_states[] = {
    { "PENDING", "En attente", "Pending" }, { "ACCEPTED", "Dossier transféré", "File transferred" },
    { "DECLINED", "Refusée", "Declined" },  { "RETRACTED", "Retirée", "Retracted" },
    { "LAPSED", "Sans objet", "Lapsed" },   END,
};

const struct vocabulary vocabularies[] = {
    { "activities", "Activités habilitées", "Habilitated activities", activities },
    { "affiliation-roles", "Fonctions dans un organisme", "Functions in an organism",
      affiliation_roles },
    { "annul-reasons", "Motifs d'annulation", "Reasons to annul", annul_reasons },
    { "appeal-events", "Événements d'un recours", "Events of an appeal", appeal_events },
    { "appeal-states", "États d'un recours", "States of an appeal", appeal_states },
    { "appointment-events", "Événements d'un rendez-vous", "Events of an appointment",
      appointment_events },
    { "appointment-kinds", "Types de rendez-vous", "Kinds of appointment", appointment_kinds },
    { "appointment-states", "États d'un rendez-vous", "States of an appointment",
      appointment_states },
    { "candidacy-events", "Événements d'un dossier", "Events of a candidacy", candidacy_events },
    { "candidacy-states", "États d'un dossier", "States of a candidacy", candidacy_states },
    { "candidate-statuses", "Statuts d'une fiche de candidat", "Statuses of a candidate",
      candidate_statuses },
    { "certificate-states", "États d'un certificat", "States of a certificate",
      certificate_states },
    { "colleges", "Collèges", "Colleges", colleges },
    { "commission-kinds", "Types de commission", "Kinds of commission", commission_kinds },
    { "deadline-forecasts", "Échéances à venir", "Forecast of a deadline", deadline_forecasts },
    { "decision-outcomes", "Décisions de la commission", "Decisions of the commission",
      decision_outcomes },
    { "employment-statuses", "Situations professionnelles", "Employment situations",
      employment_statuses },
    { "evaluation-kinds", "Types d'évaluation", "Kinds of evaluation", evaluation_kinds },
    { "file-statuses", "Statuts d'un dossier transmis", "Statuses of a file", file_statuses },
    { "funder-types", "Types de financeur", "Kinds of funder", funder_types },
    { "funding-steps", "Étapes financées", "Steps that are paid for", funding_steps },
    { "habilitation-events", "Événements d'une habilitation", "Events of a habilitation",
      habilitation_events },
    { "habilitation-states", "États d'une habilitation", "States of a habilitation",
      habilitation_states },
    { "modalities", "Modalités", "Modalities", modalities },
    { "module-statuses", "Statuts d'un module", "Statuses of a module", module_statuses },
    { "organism-statuses", "Statuts d'un organisme ou d'un réseau",
      "Statuses of an organism or a network", organism_statuses },
    { "path-statuses", "Statuts d'un parcours", "Statuses of a path", path_statuses },
    { "presences", "Présences", "Presences", presences },
    { "referential-statuses", "Statuts d'une version de référentiel",
      "Statuses of a référentiel version", referential_statuses },
    { "results", "Résultats", "Results", results },
    { "roles", "Rôles", "Roles", roles },
    { "scopes", "Périmètres", "Scopes", scopes },
    { "session-events", "Événements d'une séance", "Events of a session", session_events },
    { "session-states", "États d'une séance", "States of a session", session_states },
    { "transfer-parties", "Côtés d'une demande de transfert", "Sides of a transfer request",
      transfer_parties },
    { "transfer-request-events", "Événements d'une demande de transfert",
      "Events of a transfer request", transfer_request_events },
    { "transfer-request-states", "États d'une demande de transfert", "States of a transfer request",
      transfer_request_states },
    { "votes", "Votes", "Votes", votes },
    { 0, 0, 0, 0 },
};

const char *vocabulary_label(const char *vocabulary, struct slice code, bool is_english)
{
    for (const struct vocabulary *v = vocabularies; v->name; v++) {
        if (strcmp(v->name, vocabulary) != 0)
            continue;
        for (const struct term *term = v->terms; term->code; term++) {
            if (slice_is(code, term->code))
                return is_english ? term->label_en : term->label_fr;
        }
    }
    return NULL;
}
