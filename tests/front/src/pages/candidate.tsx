// SPDX-License-Identifier: EUPL-1.2
// One candidate: recorded, corrected, compared with whoever may be the same person, and the candidacies.
import { useState } from "preact/hooks";
import { api, must, Refused, type Schemas } from "../api/client";
import { versionOf } from "../api/send";
import { type Command, useAsked, useCommand } from "../parts/hooks";
import { Form, FORMS, type Lookup, type Option } from "../parts/form";
import { Badge, Button, Empty, Facts, Failure, Section, Shown, Title } from "../parts/ui";
import { day, fullName } from "../text";
import { word } from "../words";
import { go } from "../router";

type Candidate = Schemas["Candidate"];

const GROUPS = [
    ["État civil", ["birth_name", "first_name_1", "usage_name", "first_name_2", "first_name_3", "sex"]],
    ["Naissance", ["birth_day", "birth_month", "birth_year", "birth_commune_label", "birth_commune_insee",
        "birth_postal_code", "birth_country_label", "birth_country_code"]],
    ["Coordonnées", ["email", "phone", "address_line_1", "address_line_2", "postal_code", "city", "region"]],
    ["Situation", ["employment_status", "branch_idcc", "employer_siret"]],
] as const;

interface Place {
    readonly code: string;
    readonly label: string;
}

/** Places that have a name in common are told apart by their codes. */
const named = (places: readonly Place[]): Option[] => places.map((one) =>
    [one.code, places.some((other) => other !== one && other.label === one.label) ? `${one.label} (${one.code})` : one.label] as const);

const LOOKUPS: Readonly<Record<string, Lookup>> = {
    birth_commune_label: {
        fills: "birth_commune_insee", ask: async (q) => named((await must(api().GET("/v1/communes", { params: { query: { q, limit: 10 } } }))).data),
    },
    birth_country_label: {
        fills: "birth_country_code", ask: async (q) => named((await must(api().GET("/v1/countries", { params: { query: { q, limit: 10 } } }))).data),
    },
};

/** A full identity that is known already: one goes on with the record there is. */
function Known({ command }: { command: Command }) {
    const open = useCommand();
    const reason = command.error instanceof Refused ? command.error.problem.reasons?.find((one) => "candidate_id" in one.details) : undefined;
    const id = (reason?.details as { candidate_id?: string } | undefined)?.candidate_id;
    if (!id) return null;
    return <div class="aside">
        <Failure error={open.error} />
        <Button isBusy={open.isBusy} onClick={() => void open.run(() => openCandidacy(id))}>Ouvrir une candidature sur la fiche existante</Button>
    </div>;
}

async function openCandidacy(candidate_id: string): Promise<void> {
    const made = await must(api().POST("/v1/candidacies", { body: { candidate_id } }));
    go("candidatures", made.id);
}

export function NewCandidate() {
    const command = useCommand();
    return <>
        <Title>Nouveau candidat</Title>
        <div class="card">
            <p class="quiet">L’identité est celle de l’état civil : elle figurera telle quelle sur le certificat.
                Ce qui n’est pas encore connu peut attendre.</p>
            <Form fields={FORMS["NewCandidate"] ?? []} groups={GROUPS} lookups={LOOKUPS} command={command}
                button="Enregistrer le candidat" cancel={() => go("candidats")} send={async (values) => {
                    const made = await must(api().POST("/v1/candidates", { body: values as Schemas["NewCandidate"] }));
                    go("candidats", made.id);
                }}>
                <Known command={command} />
            </Form>
        </div>
    </>;
}

const MATCHES: Record<string, string> = {
    BIRTH_NAME: "le nom", BIRTH_NAME_SIMILAR: "un nom proche", NAMES_SWAPPED: "nom et prénom inversés", FIRST_NAME: "le prénom",
    BIRTH_YEAR: "l’année de naissance", BIRTH_MONTH: "le mois", BIRTH_DAY: "le jour", BIRTH_COMMUNE: "la commune de naissance",
};

function Duplicates({ list }: { list: Schemas["PossibleDuplicateList"] }) {
    if (list.data.length === 0) return null;
    return <section class="card warning" aria-labelledby="duplicates">
        <h2 id="duplicates">Est-ce la même personne ?</h2>
        <p>Comparez avant d’aller plus loin. Si c’est la même, continuez sur l’autre fiche ;
            sinon, vous le direz en enregistrant l’information-conseil.</p>
        <ul class="bare">{list.data.map((one) => <li>
            <a href={`#/candidats/${one.candidate_id}`}>
                {fullName(list.included?.candidate?.[one.candidate_id] as Schemas["CandidateName"] | undefined)}</a>
            {" "}<span class="quiet">{one.reference} · même : {one.matched.map((match) => MATCHES[match] ?? match).join(", ")}</span>
            {" "}{one.is_alike && <Badge tone="late">Rien ne les distingue</Badge>}
        </li>)}</ul>
    </section>;
}

/** A birthday of which parts are unknown shows the others. */
const bornOn = (one: Candidate): string => [one.birth_day, one.birth_month, one.birth_year].every(Boolean)
    ? day(`${one.birth_year}-${String(one.birth_month).padStart(2, "0")}-${String(one.birth_day).padStart(2, "0")}`)
    : [one.birth_day, one.birth_month, one.birth_year].map((part) => part ?? "…").join("/");

function Identity({ candidate, change }: { candidate: Candidate; change: () => void }) {
    const names = [candidate.first_name_1, candidate.first_name_2, candidate.first_name_3].filter(Boolean).join(", ");
    const place = [candidate.birth_commune_label ?? candidate.birth_commune_insee, candidate.birth_country_label].filter(Boolean).join(", ");
    return <Section title="Identité" id="identity" aside={<Button onClick={change}>Corriger</Button>}>
        <Facts rows={[
            ["Nom de naissance", candidate.birth_name], ["Nom d’usage", candidate.usage_name], ["Prénoms", names],
            ["Sexe", word("sexes", candidate.sex)], ["Naissance", bornOn(candidate)],
            ["Lieu de naissance", place],
            ["Courriel", candidate.email], ["Téléphone", candidate.phone],
            ["Adresse", [candidate.address_line_1, candidate.address_line_2, candidate.postal_code, candidate.city].filter(Boolean).join(", ")],
            ["Situation", word("employment-statuses", candidate.employment_status)], ["Région", candidate.region],
        ]} />
    </Section>;
}

export function CandidatePage({ id, me }: { id: string; me: Schemas["Me"] }) {
    const path = { candidate_id: id };
    const [isChanging, setChanging] = useState(false);
    const asked = useAsked(async () => {
        const [candidate, duplicates, candidacies] = await Promise.all([
            must(api().GET("/v1/candidates/{candidate_id}", { params: { path } })),
            must(api().GET("/v1/candidates/{candidate_id}/possible-duplicates", { params: { path, query: { include: ["candidate"] } } })),
            must(api().GET("/v1/candidacies", { params: { query: { candidate_id: id } } })),
        ]);
        return { candidate, duplicates, candidacies };
    }, [id, me.function_id]);
    const correct = useCommand(asked.reload);
    const open = useCommand();
    return <Shown asked={asked} what="Lecture de la fiche">{({ candidate, duplicates, candidacies }) => <>
        <Title before={<p class="quiet">{candidate.reference}</p>}>{fullName(candidate)}</Title>
        <Duplicates list={duplicates} />
        {isChanging
            ? <Section title="Corriger l’identité" id="identity">
                <Form key={candidate.version} fields={FORMS["CandidateChange"] ?? []} groups={GROUPS} lookups={LOOKUPS}
                    start={{ ...candidate, is_distinct: undefined }} erases command={correct} button="Enregistrer la correction"
                    cancel={() => { correct.forget(); setChanging(false); }} send={async (values) => {
                        await must(api().PATCH("/v1/candidates/{candidate_id}", {
                            params: { path, header: { "If-Match": versionOf(`/v1/candidates/${id}`) } }, body: values as Schemas["CandidateChange"],
                        }));
                        setChanging(false);
                    }} />
            </Section>
            : <Identity candidate={candidate} change={() => setChanging(true)} />}
        <Section title="Candidatures" id="candidacies">
            <Failure error={open.error} />
            {candidacies.data.length === 0 && <Empty title="Aucune candidature pour l’instant." />}
            <ul class="list">{candidacies.data.map((one) => <li class="work">
                <div class="work-who"><a class="strong" href={`#/candidatures/${one.id}`}>{one.reference}</a></div>
                <div class="work-what"><Badge>{word("candidacy-states", one.state)}</Badge></div>
                <div class="work-when">premier contact le {day(one.opened_on)}</div>
            </li>)}</ul>
            <p class="buttons"><Button isMain isBusy={open.isBusy} onClick={() => void open.run(() => openCandidacy(id))}>
                Enregistrer un premier contact</Button></p>
        </Section>
    </>}</Shown>;
}
