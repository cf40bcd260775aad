// SPDX-License-Identifier: EUPL-1.2
// The grid of an evaluation, by keyboard alone: up and down go from criterion to criterion, left and right or the digits choose a result, the
// digits go on by themselves, and Ctrl+S saves. It is a list of groups of radio buttons, so that a screen reader knows it as one.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, must, Refused, type Schemas } from "../api/client";
import { versionOf } from "../api/send";
import { useAsked, useCommand } from "../parts/hooks";
import { Badge, Button, Failure, Shown, Title } from "../parts/ui";
import { counted, number } from "../text";
import { word, words } from "../words";

type Results = Schemas["Results"];
type Status = NonNullable<Schemas["CriterionResult"]["status"]>;
type Changes = Readonly<Record<string, Status>>;

const TONES: Record<Status, "good" | "bad" | "plain"> = { VALIDATED: "good", NOT_VALIDATED: "bad", NOT_EVALUATED: "plain" };

interface Whole {
    readonly evaluation: Schemas["Evaluation"];
    readonly results: Results;
    readonly titles: ReadonlyMap<string, string>;
    readonly name: string;
}

async function readWhole(evaluation_id: string): Promise<Whole> {
    const params = { path: { evaluation_id } };
    const [evaluation, results] = await Promise.all([
        must(api().GET("/v1/evaluations/{evaluation_id}", { params })),
        must(api().GET("/v1/evaluations/{evaluation_id}/results", { params })),
    ]);
    const candidacy = await must(api().GET("/v1/candidacies/{candidacy_id}", { params: { path: { candidacy_id: evaluation.candidacy_id } } }));
    const version = candidacy.referential_version ?? "";
    const path = { code: candidacy.referential_code, version };
    const referential = await must(api().GET("/v1/referentials/{code}/versions/{version}", { params: { path } }));
    const titles = referential.domains.flatMap((domain) => [domain, ...domain.subdomains, ...domain.subdomains.flatMap((one) => one.criteria ?? [])]);
    return { evaluation, results, name: candidacy.reference, titles: new Map(titles.map((one) => [one.code, one.title] as const)) };
}

const radios = (row: Element | null | undefined): HTMLInputElement[] => [...(row?.querySelectorAll<HTMLInputElement>("input") ?? [])];

/** Where the focus goes in a row: what is chosen, else the first. */
function enter(row: Element | null | undefined): void {
    const inputs = radios(row);
    (inputs.find((input) => input.checked) ?? inputs[0])?.focus();
    row?.scrollIntoView({ block: "nearest" });
}

function move(event: KeyboardEvent): void {
    const row = (event.target as Element).closest("[data-criterion]");
    const rows = [...document.querySelectorAll("[data-criterion]")];
    const at = row ? rows.indexOf(row) : -1;
    const digit = Number(event.key);
    const chosen = radios(row)[digit - 1];
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowDown") enter(rows[Math.min(at + 1, rows.length - 1)]);
    else if (event.key === "ArrowUp") enter(rows[Math.max(at - 1, 0)]);
    else if (chosen) {
        chosen.click();
        enter(rows[Math.min(at + 1, rows.length - 1)]);
    } else return;
    event.preventDefault();
}

interface RowProps {
    readonly criterion: Schemas["CriterionResult"];
    readonly title: string;
    readonly status: Status | null;
    readonly isChanged: boolean;
    readonly isFrozen: boolean;
    readonly set: (status: Status) => void;
}

function Row({ criterion, title, status, isChanged, isFrozen, set }: RowProps) {
    const code = criterion.criterion_code;
    return <div class={`criterion ${isChanged ? "changed" : ""}`} role="radiogroup" aria-labelledby={`c-${code}`} data-criterion={code}>
        <p id={`c-${code}`}><span class="code">{code}</span> {title}{criterion.is_mandatory && <span class="quiet"> (obligatoire)</span>}</p>
        <div class="choices">{words("results").map(([value, label]) => <label class={`choice ${TONES[value as Status]}`}>
            <input type="radio" name={code} value={value} checked={status === value} disabled={isFrozen} onChange={() => set(value as Status)} />
            <span>{label}</span>
        </label>)}</div>
    </div>;
}

interface GridProps {
    readonly whole: Whole;
    readonly reload: () => Promise<void>;
}

function Grid({ whole: { results, titles, evaluation }, reload }: GridProps) {
    const [changes, setChanges] = useState<Changes>({});
    const command = useCommand(reload);
    const count = Object.keys(changes).length;
    const all = results.domains.flatMap((domain) => domain.subdomains.flatMap((one) => one.criteria));
    const statusOf = (one: Schemas["CriterionResult"]): Status | null => changes[one.criterion_code] ?? one.status;
    const filled = all.filter((one) => statusOf(one) !== null).length;
    const path = { evaluation_id: evaluation.id };
    const save = () => count > 0 && command.run(async () => {
        await must(api().PATCH("/v1/evaluations/{evaluation_id}/results", {
            params: { path, header: { "If-Match": versionOf(`/v1/evaluations/${evaluation.id}/results`) } },
            body: { results: Object.entries(changes).map(([criterion_code, status]) => ({ criterion_code, status })) },
        }));
        setChanges({});
    });
    const latest = useRef(save);
    latest.current = save;
    useEffect(() => {
        const shortcut = (event: KeyboardEvent) => {
            if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void latest.current();
        };
        const leaving = (event: BeforeUnloadEvent) => count > 0 && event.preventDefault();
        addEventListener("keydown", shortcut);
        addEventListener("beforeunload", leaving);
        return () => { removeEventListener("keydown", shortcut); removeEventListener("beforeunload", leaving); };
    }, [count]);
    const set = (codes: readonly string[], status: Status) =>
        setChanges((before) => ({ ...before, ...Object.fromEntries(codes.map((code) => [code, status])) }));
    const [validated] = words("results");
    const isLate = command.error instanceof Refused && command.error.problem.status === 412;
    return <>
        {!results.is_frozen && <p class="quiet keys">
            Au clavier : <kbd>↑</kbd> <kbd>↓</kbd> changent de critère ; {words("results").map(([, label], index) =>
            <><kbd>{index + 1}</kbd> {label.toLowerCase()}{index < 2 ? ", " : " "}</>)}; <kbd>Ctrl</kbd> + <kbd>S</kbd> enregistre.</p>}
        <div onKeyDown={move}>{results.domains.map((domain) => <section class="card" aria-labelledby={`d-${domain.code}`}>
            <div class="card-head"><h2 id={`d-${domain.code}`}>{domain.code}. {titles.get(domain.code)}</h2>
                <Badge tone={TONES[domain.status]}>{word("results", domain.status)}</Badge></div>
            {domain.subdomains.map((one) => <div class="subdomain">
                <div class="card-head"><h3>{one.code} {titles.get(one.code)}</h3>
                    {!results.is_frozen && validated && <button type="button" class="link"
                        onClick={() => set(one.criteria.map((it) => it.criterion_code), validated[0] as Status)}>
                        Tout {validated[1].toLowerCase().replace(/é$/, "er")}<span class="hidden"> dans {one.code}</span></button>}</div>
                {one.criteria.map((it) => <Row criterion={it} title={titles.get(it.criterion_code) ?? ""} status={statusOf(it)}
                    isChanged={it.criterion_code in changes} isFrozen={results.is_frozen} set={(status) => set([it.criterion_code], status)} />)}
            </div>)}
        </section>)}</div>
        <div class="bar">
            <Failure error={command.error} />
            {isLate && <p>Les résultats ci-dessus sont ceux d’à présent ; les vôtres, qui ne sont pas enregistrés, y sont marqués.
                Relisez-les, puis enregistrez.</p>}
            <p role="status">{number(filled)} sur {counted(all.length, "critère renseigné", "critères renseignés")}
                {count > 0 && <> · <strong>{counted(count, "modification non enregistrée", "modifications non enregistrées")}</strong></>}</p>
            <div class="buttons">
                {!results.is_frozen && <Button isMain isBusy={command.isBusy} disabled={count === 0} onClick={() => void save()}>Enregistrer</Button>}
                <a class="button" href={`#/candidatures/${evaluation.candidacy_id}`}>Revenir à la candidature</a>
            </div>
        </div>
    </>;
}

export function GridPage({ id, me }: { id: string; me: Schemas["Me"] }) {
    const asked = useAsked(() => readWhole(id), [id, me.function_id]);
    return <Shown asked={asked} what="Lecture de la grille">{(whole) => <>
        <Title before={<p class="quiet">{whole.name}</p>}>{`Grille : ${word("evaluation-kinds", whole.evaluation.kind).toLowerCase()}`}</Title>
        {whole.results.is_frozen && <p class="aside">Ces résultats sont définitifs : la grille se lit seulement.</p>}
        <Grid whole={whole} reload={asked.reload} />
    </>}</Shown>;
}
