// SPDX-License-Identifier: EUPL-1.2
// What may happen to a candidacy now. Which acts there are, how they are called, whether each is allowed and why not is the server's answer;
// what an act takes is the contract's. No state and no act is named here.
import { useEffect, useState } from "preact/hooks";
import { api, must, perhaps, type Schemas } from "../api/client";
import { ACTS, type Field, Form, type Option, type Options, type Values } from "../parts/form";
import { useCommand } from "../parts/hooks";
import { Section } from "../parts/ui";
import { counted, hours, shortDay } from "../text";
import { word } from "../words";
import type { Whole } from "./candidacy";

type Act = Schemas["AllowedCandidacyEvent"];

const fieldsOf = (act: Act): readonly Field[] => ACTS[act.event] ?? [];

/** Results of criteria are entered in the grid. */
const isGrid = (act: Act): boolean => fieldsOf(act).some((field) => field.name === "results" && field.isRequired);

async function people(role: "COUNSELLOR" | "EVALUATOR" | "TRAINER" | "REFERENT"): Promise<Option[]> {
    const list = await perhaps("/v1/persons", () => api().GET("/v1/persons", { params: { query: { role, limit: 200 } } }));
    return (list?.data ?? []).map((person) => [person.id, `${person.first_name} ${person.last_name}`] as const);
}

type Choose = (whole: Whole) => Option[] | Promise<Option[]>;
const domainTitle = (whole: Whole, code: string): string => whole.referential?.domains.find((domain) => domain.code === code)?.title ?? "";
const missing: Choose = ({ summary, ...whole }) =>
    (summary?.missing_domain_codes ?? []).map((code) => [code, `${code}. ${domainTitle({ summary, ...whole }, code)}`] as const);

/** What each reference of an act may point at. A member that is not here is left to the server, or typed. */
const CHOICES: Readonly<Record<string, Choose>> = {
    counsellor_id: () => people("COUNSELLOR"),
    evaluator_id: () => people("EVALUATOR"),
    trainer_id: () => people("TRAINER"),
    domain_code: missing,
    domain_codes: missing,
    module_id: ({ paths, ...whole }) => (paths.at(-1)?.modules ?? []).map((module) =>
        [
        module.id, `${module.domain_code}. ${module.title ?? domainTitle({ paths, ...whole }, module.domain_code)} `
            + `(${hours(module.attended_minutes)} sur ${hours(module.planned_minutes)})`,
    ] as const),
    sitting_id: ({ evaluations }) => (evaluations.at(-1)?.sittings ?? []).map((sitting) =>
        [sitting.id, `Séance du ${shortDay(sitting.held_on)}`] as const),
    evaluation_id: ({ evaluations }) => evaluations.map((one) =>
        [one.id, `${word("evaluation-kinds", one.kind)}, ${word("evaluation-statuses", one.status)}`] as const),
    attendance_id: ({ history }) => (history?.data ?? []).filter((event) => "attended_minutes" in ((event.data ?? {}) as object)).map((event) =>
        [event.id, `${shortDay(event.occurred_on)} : ${hours((event.data as { attended_minutes: number }).attended_minutes)}`] as const),
};

async function choices(fields: readonly Field[], whole: Whole): Promise<Options> {
    const names = fields.flatMap((field) => [field.name, ...(field.items ?? []).map((item) => item.name)]).filter((name) => name in CHOICES);
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await CHOICES[name]?.(whole)) ?? []] as const)));
}

/** A path has to train in all that is missing: one line each, to be completed. */
const startOf = (fields: readonly Field[], whole: Whole): Values => Object.fromEntries(fields.filter((field) => field.kind === "list").map((field) =>
    [field.name, (whole.summary?.missing_domain_codes ?? []).map((domain_code) => ({ domain_code }))]));

interface ActProps {
    readonly act: Act;
    readonly whole: Whole;
    readonly today: string;
    readonly reload: () => Promise<void>;
    readonly close: () => void;
}

function ActForm({ act, whole, today, reload, close }: ActProps) {
    const fields = fieldsOf(act);
    const [options, setOptions] = useState<Options>();
    const [day, setDay] = useState(today);
    const command = useCommand(reload);
    useEffect(() => void choices(fields, whole).then(setOptions), []);
    const send = async (data: Values) => {
        const body = { event: act.event, occurred_on: day, ...(Object.keys(data).length > 0 && { data }) };
        await must(api().POST("/v1/candidacies/{candidacy_id}/events", {
            // The form was made of the contract's own members: which of its bodies this is, the compiler cannot see.
            params: { path: { candidacy_id: whole.candidacy.id } }, body: body as Schemas["CandidacyEventBody"],
        }));
        close();
    };
    return <div class="act-form">
        <h3>{act.label}</h3>
        {options && <Form fields={fields} start={startOf(fields, whole)} options={options} command={command} prefix="/data"
            button={act.label} send={send} cancel={close}>
            <div class="fields"><div class="field">
                <label for="occurred_on">Date de l’acte</label>
                <input id="occurred_on" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
            </div></div>
        </Form>}
    </div>;
}

function ActButton({ act, isMain, whole, open, labels }: { act: Act; isMain: boolean; whole: Whole; open: () => void; labels: Map<string, string> }) {
    const unmet = act.guards.filter((guard) => guard.answer === "UNMET");
    const first = unmet.map((guard) => (guard.resolve_with as { event?: string | null } | null)?.event).find((event) => event && labels.has(event));
    const grid = isGrid(act) ? whole.evaluations.find((one) => one.completed_on === null && !one.is_annulled) : undefined;
    const id = `why-${act.event}`;
    return <li>
        {grid && act.is_allowed ? <a class={isMain ? "button main" : "button"} href={`#/evaluations/${grid.id}`}>{act.label}</a>
            : <button type="button" class={isMain && act.is_allowed ? "button main" : "button"} aria-disabled={!act.is_allowed}
                aria-describedby={act.is_allowed ? undefined : id} onClick={() => act.is_allowed && open()}>{act.label}</button>}
        {!act.is_allowed && <ul class="why" id={id}>
            {unmet.map((guard) => <li>{guard.message}</li>)}
            {first && <li>D’abord : « {labels.get(first)} ».</li>}
        </ul>}
    </li>;
}

export function Acts({ whole, me, reload }: { whole: Whole; me: Schemas["Me"]; reload: () => Promise<void> }) {
    const [chosen, choose] = useState<string>();
    const acts = whole.allowed?.data ?? [];
    const labels = new Map(acts.map((act) => [act.event as string, act.label]));
    const isNext = (act: Act): boolean => whole.next.includes(act.event) || (isGrid(act) && act.is_allowed);
    const others = acts.filter((act) => !isNext(act));
    const act = acts.find((one) => one.event === chosen);
    const button = (one: Act) => <ActButton act={one} isMain={isNext(one)} whole={whole} labels={labels} open={() => choose(one.event)} />;
    const roles = (me.roles ?? []).map((role) => word("roles", role)).join(", ");
    return <Section title="Ce que vous pouvez faire" id="acts" aside={<span class="quiet">{roles}</span>}>
        {act ? <ActForm key={act.event} act={act} whole={whole} today={me.today} reload={reload} close={() => choose(undefined)} /> : <>
            {acts.length === 0 && <p class="quiet">Aucun acte n’est possible ici dans votre fonction. S’il reste quelque chose à faire, c’est à
                quelqu’un d’autre.</p>}
            <ul class="acts">{acts.filter(isNext).map(button)}</ul>
            {others.length > 0 && <details open={others.length === acts.length}>
                <summary>{counted(others.length, "autre acte", "autres actes")}</summary>
                <ul class="acts">{others.map(button)}</ul>
            </details>}
        </>}
    </Section>;
}

