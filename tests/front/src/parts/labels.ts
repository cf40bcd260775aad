// SPDX-License-Identifier: EUPL-1.2
// How members of the contract are called on the screen. The type has every member that an act, a record or a hand-over takes: one that the
// contract gets later is missing here, and the build says so.
import type { components } from "#contract/contract";

type Schemas = components["schemas"];
type MembersOf<T> = T extends unknown ? keyof T : never;
type DataOf<T> = T extends { data?: infer Data } ? MembersOf<NonNullable<Data>> : never;
export type Member = DataOf<Schemas["CandidacyEventBody"]> | keyof Schemas["NewCandidate"] | keyof Schemas["CandidateChange"]
    | keyof Schemas["NewHandover"] | keyof Schemas["ModuleInput"] | keyof Schemas["ResultInput"];

export const LABELS: Record<Member, string> = {
    address_line_1: "Adresse", address_line_2: "Complément d’adresse", answer: "Réponse à la commission", attendance_id: "Assiduité à corriger",
    attended_minutes: "Heures suivies", birth_commune_insee: "Commune de naissance (code Insee)", birth_commune_label: "Commune de naissance",
    birth_country_code: "Pays de naissance (code Insee)", birth_country_label: "Pays de naissance", birth_day: "Jour de naissance",
    birth_month: "Mois de naissance", birth_name: "Nom de naissance", birth_postal_code: "Code postal de naissance", birth_year: "Année de naissance",
    branch_idcc: "Branche (IDCC)", channel: "Mode de remise", city: "Ville", commission_id: "Commission", consent_on: "Date de l’accord du candidat",
    correction_reason: "Motif de la correction", corrects_id: "Remise corrigée", counsellor_id: "Conseiller",
    criterion_code: "Critère", domain_code: "Domaine",
    domain_codes: "Domaines à évaluer (aucun coché : tous ceux qui restent)", email: "Adresse électronique",
    employer_siret: "SIRET de l’employeur", employment_status: "Situation professionnelle",
    ends_at: "Fin", evaluation_id: "Évaluation", evaluator_id: "Évaluateur", first_name_1: "Premier prénom", first_name_2: "Deuxième prénom",
    first_name_3: "Troisième prénom", given_on: "Date de la restitution", handed_on: "Remis le",
    has_consent: "Le candidat consent à l’ouverture de son dossier",
    held_on: "Date de la séance, si c’est un autre jour", is_distinct: "Je confirme : ce n’est pas ce qui est déjà enregistré",
    method_id: "Méthode d’évaluation", modality: "Modalité",
    module_id: "Module", modules: "Modules", note: "Note", opened_on: "Date du premier contact", overrun_reason: "Raison du dépassement",
    person_id: "Personne",
    phone: "Téléphone", place: "Lieu", planned_end_date: "Fin prévue", planned_minutes: "Durée prévue, en heures", planned_start_date: "Début prévu",
    postal_code: "Code postal", proof: "Preuve de l’accord", reason: "Motif", region: "Région", requested_on: "Date de la demande",
    results: "Résultats",
    sex: "Sexe à l’état civil", site_id: "Site", sitting_id: "Séance", starts_at: "Début", status: "Résultat", synthesis: "Synthèse",
    time_zone: "Fuseau horaire", title: "Intitulé", to_org_id: "Organisme qui reçoit", tracking_number: "Numéro de suivi",
    trainer_id: "Formateur", training_org_id: "Organisme de formation", usage_name: "Nom d’usage", written_proof_on: "Date de l’écrit du candidat",
};

/** What it means that nothing is chosen, where that means something. */
const WITHOUT: Partial<Record<Member, string>> = { counsellor_id: "Vous-même", evaluator_id: "Vous-même" };

export const withoutOf = (name: string): string => WITHOUT[name as Member] ?? "—";
export const labelOf = (name: string): string => LABELS[name as Member] ?? name;
