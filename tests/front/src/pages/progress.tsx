// SPDX-License-Identifier: EUPL-1.2
// How far a candidacy is: domains, evaluations, training, and what happened.
import { api, saveFile, type Schemas } from "../api/client";
import { useCommand } from "../parts/hooks";
import { Badge, Button, Facts, Failure, Section } from "../parts/ui";
import { counted, day, hours, shortDay } from "../text";
import { word } from "../words";
import type { Whole } from "./candidacy";

export function DomainSection({ whole: { summary, referential } }: { whole: Whole }) {
    if (!summary || summary.evaluation_count === 0) return null;
    const title = (code: string) => referential?.domains.find((domain) => domain.code === code)?.title ?? "";
    const subtitle = (code: string) => referential?.domains.flatMap((domain) => domain.subdomains).find((one) => one.code === code)?.title ?? "";
    const missing = (summary.missing_domain_codes ?? []).length;
    const told = missing === 0 ? "tous validés" : `${counted(missing, "reste", "restent")} à valider`;
    return <Section title="Domaines" id="domains" aside={<span class="quiet">{told}</span>}>
        <ul class="domains">{summary.domains.map((domain) => <li>
            <details>
                <summary><span>{domain.code}. {title(domain.code)}</span>
                    <Badge tone={domain.status === "VALIDATED" ? "good" : domain.status ? "bad" : "plain"}>
                        {domain.status ? word("results", domain.status) : "À évaluer"}</Badge></summary>
                <ul class="bare small">{domain.subdomains.map((one) => <li>
                    {one.code} {subtitle(one.code)} : {one.status ? word("results", one.status).toLowerCase() : "à évaluer"}
                </li>)}</ul>
            </details>
        </li>)}</ul>
    </Section>;
}

export function EvaluationSection({ whole: { evaluations } }: { whole: Whole }) {
    const command = useCommand();
    if (evaluations.length === 0) return null;
    const attestation = (id: string) => command.run(() => saveFile(api().GET("/v1/evaluations/{evaluation_id}/attestation/document", {
        params: { path: { evaluation_id: id } }, parseAs: "blob",
    }), "attestation.pdf"));
    return <Section title="Évaluations" id="evaluations">
        <Failure error={command.error} />
        <ul class="list">{evaluations.map((one) => <li class="work">
            <div class="work-who">
                <a class="strong" href={`#/evaluations/${one.id}`}>{word("evaluation-kinds", one.kind)}</a>
                <span class="quiet">{one.is_annulled ? "Annulée" : word("evaluation-statuses", one.status)}</span>
            </div>
            <div class="work-what">{one.sittings.map((sitting) => <span>
                {day(sitting.held_on)} · {sitting.evaluator_name ?? "évaluateur non visible"}
                {" · "}{word("modalities", sitting.modality)}{sitting.place && ` · ${sitting.place}`}
            </span>)}</div>
            <div class="work-when">{one.restituted_on && !one.is_annulled
                && <Button isBusy={command.isBusy} onClick={() => void attestation(one.id)}>Attestation (PDF)</Button>}</div>
        </li>)}</ul>
    </Section>;
}

export function PathSection({ whole: { paths, referential } }: { whole: Whole }) {
    if (paths.length === 0) return null;
    const title = (code: string) => referential?.domains.find((domain) => domain.code === code)?.title ?? `domaine ${code}`;
    return <Section title="Parcours de formation" id="paths">{paths.map((path) => <div class="stack">
        <Facts rows={[
            ["Situation", word("path-statuses", path.status)], ["Prévu", `du ${day(path.planned_start_date)} au ${day(path.planned_end_date)}`],
            ["Proposé le", day(path.proposed_on)], ["Réponse le", day(path.answered_on)], ["Clos le", day(path.closed_on)],
        ]} />
        <div class="scroll" tabIndex={0} role="region" aria-label="Modules du parcours"><table>
            <thead><tr>
                <th scope="col">Module</th><th scope="col">Formateur</th><th scope="col" class="figure">Suivi</th>
                <th scope="col" class="figure">Prévu</th><th scope="col">Situation</th>
            </tr></thead>
            <tbody>{(path.modules ?? []).map((module) => <tr>
                <th scope="row">{module.domain_code}. {module.title ?? title(module.domain_code)}</th>
                <td>{module.trainer_name ?? "non visible"}</td>
                <td class="figure">{hours(module.attended_minutes)}</td>
                <td class="figure">{hours(module.planned_minutes)}</td>
                <td>{word("module-statuses", module.status)}</td>
            </tr>)}</tbody>
        </table></div>
    </div>)}</Section>;
}

export function HistorySection({ whole: { history } }: { whole: Whole }) {
    if (!history || history.data.length === 0) return null;
    const who = (id: string | null) => {
        const person = history.included?.person?.[id ?? ""] as Schemas["PersonName"] | null | undefined;
        return person?.last_name ? `${person.first_name ?? ""} ${person.last_name}` : "";
    };
    return <Section title="Historique" id="history"><ol class="timeline">{[...history.data].reverse().map((event) => <li>
        <span class="quiet">{shortDay(event.occurred_on)}</span>
        <span>{word("candidacy-events", event.event)}{who(event.person_id) && <span class="quiet"> · {who(event.person_id)}</span>}</span>
    </li>)}</ol></Section>;
}
