// SPDX-License-Identifier: EUPL-1.2
// One form for everything that is typed in. Its fields are those of the contract (contract.mjs); its errors are the server's, each beside its
// field; what the choices of a reference are, the page says.
import written from "#contract/forms.json";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { Refused } from "../api/client";
import { minutesOf } from "../text";
import { vocabularyOf, word } from "../words";
import type { Command } from "./hooks";
import { labelOf, withoutOf } from "./labels";
import { Button, Failure } from "./ui";

export interface Field {
    readonly name: string;
    readonly kind: "text" | "long" | "integer" | "boolean" | "date" | "instant" | "choice" | "reference" | "codes" | "list";
    readonly isRequired: boolean;
    readonly values: readonly string[];
    readonly maxLength?: number;
    readonly minimum?: number;
    readonly items?: readonly Field[];
}

export const FORMS = written.forms as Record<string, readonly Field[]>;
export const ACTS = written.acts as Record<string, readonly Field[]>;

export type Option = readonly [value: string, label: string];
export type Options = Readonly<Record<string, readonly Option[]>>;
export type Values = Record<string, unknown>;

/** What is known of a text while it is typed: names and their codes. The code of the name that was meant goes to the other member. */
export interface Lookup {
    readonly ask: (text: string) => Promise<readonly Option[]>;
    readonly fills: string;
}

/** What people type as hours is minutes on the wire. */
const isHours = (field: Field): boolean => field.kind === "integer" && field.name.endsWith("_minutes");

/** What the server is told: members without a value are left out, where nothing has to be erased. */
function told(field: Field, value: unknown, erases: boolean): unknown {
    if (field.kind === "boolean") return value === true ? true : field.isRequired ? false : undefined;
    if (field.kind === "list") return ((value as Values[] | undefined) ?? []).map((row) => toldOf(field.items ?? [], row, false));
    if (field.kind === "codes") return (value as string[] | undefined)?.length ? value : undefined;
    const text = typeof value === "string" ? value.trim() : value;
    if (text === "" || text === undefined || text === null) return erases ? null : undefined;
    if (isHours(field)) return minutesOf(String(text));
    return field.kind === "integer" ? Number(text) : text;
}

export function toldOf(fields: readonly Field[], values: Values, erases: boolean): Values {
    const members = fields.map((field) => [field.name, told(field, values[field.name], erases)] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** {pointer: what is wrong there}, without the part that stands before the members of the form. */
function violationsOf(error: unknown, prefix: string): Map<string, string> {
    const errors = error instanceof Refused ? (error.problem.errors ?? []) : [];
    return new Map(errors.filter((one) => one.pointer?.startsWith(`${prefix}/`)).map((one) => [one.pointer!.slice(prefix.length), one.detail]));
}

interface InputProps {
    readonly field: Field;
    readonly value: unknown;
    readonly path: string;
    readonly options: Options;
    readonly wrong: Map<string, string>;
    readonly change: (value: unknown) => void;
    readonly lookup?: { ask: Lookup["ask"]; fill: (code: string) => void } | undefined;
}

const SHORTEST_LOOKUP = 3;

interface LookedUpProps {
    readonly id: string;
    readonly name: string;
    readonly value: string;
    readonly lookup: NonNullable<InputProps["lookup"]>;
    readonly typed: (text: string) => void;
}

function LookedUp({ value, lookup, typed, ...common }: LookedUpProps) {
    const [found, setFound] = useState<readonly Option[]>([]);
    const latest = useRef("");
    const input = async (text: string) => {
        latest.current = text;
        typed(text);
        const known = found.find(([, label]) => label === text);
        if (known) return lookup.fill(known[0]);
        if (text.trim().length < SHORTEST_LOOKUP) return undefined;
        const options = await lookup.ask(text.trim()).catch(() => []);
        if (latest.current === text) setFound(options);
        return undefined;
    };
    return <>
        <input {...common} value={value} onInput={(event) => void input(event.currentTarget.value)} autoComplete="off" list={`${common.id}-found`} />
        <datalist id={`${common.id}-found`}>{found.map(([code, label]) => <option value={label}>{code}</option>)}</datalist>
    </>;
}

function Input({ field, value, path, options, wrong, change, lookup }: InputProps) {
    const id = useId();
    const fault = wrong.get(path);
    const choices: readonly Option[] | undefined = options[field.name] ?? (field.kind === "choice"
        ? field.values.map((code) => [code, word(vocabularyOf(field.values), code)] as const) : undefined);
    const common = {
        id, name: field.name, required: field.isRequired, "aria-invalid": fault !== undefined, "aria-describedby": fault ? `${id}-fault` : undefined,
    };
    const typed = (event: Event) => change((event.currentTarget as HTMLInputElement).value);
    const text = String(value ?? "");
    const told = <>{labelOf(field.name)}{field.isRequired && field.kind !== "boolean" && <span class="quiet"> (obligatoire)</span>}</>;
    const said = fault && <p class="fault" id={`${id}-fault`}>{fault}</p>;
    if (field.kind === "boolean") {
        return <div class="field wide"><label class="check">
            <input type="checkbox" {...common} required={false} checked={value === true}
                onChange={(event) => change(event.currentTarget.checked)} /> {told}
        </label>{said}</div>;
    }
    if (field.kind === "codes") {
        const chosen = (value as string[] | undefined) ?? [];
        const toggle = (code: string, isOn: boolean) => change(isOn ? [...chosen, code] : chosen.filter((one) => one !== code));
        return <fieldset class="field wide"><legend>{told}</legend>{(choices ?? []).map(([code, label]) => <label class="check">
            <input type="checkbox" checked={chosen.includes(code)} onChange={(event) => toggle(code, event.currentTarget.checked)} /> {label}
        </label>)}{said}</fieldset>;
    }
    return <div class={field.kind === "long" ? "field wide" : "field"}>
        <label for={id}>{told}</label>
        {choices ? <select {...common} value={text} onChange={typed}>
            <option value="">{field.isRequired ? "Choisir…" : withoutOf(field.name)}</option>
            {choices.map(([code, label]) => <option value={code}>{label}</option>)}
        </select>
            : field.kind === "long" ? <textarea {...common} rows={3} maxLength={field.maxLength} value={text} onInput={typed} />
                : lookup ? <LookedUp {...common} value={text} lookup={lookup} typed={change} />
                : field.kind === "date" ? <input {...common} type="date" value={text} onInput={typed} />
                    : <input {...common} value={text} onInput={typed} autoComplete="off" maxLength={field.maxLength}
                        inputMode={field.kind !== "integer" ? undefined : isHours(field) ? "decimal" : "numeric"} />}
        {said}
    </div>;
}

function Rows({ field, value, path, options, wrong, change }: InputProps) {
    const rows = (value as Values[] | undefined) ?? [];
    const items = shownOf(field.items ?? [], options);
    const put = (index: number, name: string, one: unknown) => change(rows.map((row, at) => (at === index ? { ...row, [name]: one } : row)));
    return <div class="rows">
        {rows.map((row, index) => <fieldset class="row">
            <legend>{labelOf(field.name)} – ligne {index + 1}</legend>
            <div class="fields">{items.map((item) => <Input field={item} value={row[item.name]} path={`${path}/${index}/${item.name}`}
                options={options} wrong={wrong} change={(one) => put(index, item.name, one)} />)}</div>
            <Button onClick={() => change(rows.filter((_, at) => at !== index))}>Retirer la ligne {index + 1}</Button>
        </fieldset>)}
        <Button onClick={() => change([...rows, {}])}>Ajouter une ligne</Button>
        {wrong.get(path) && <p class="fault">{wrong.get(path)}</p>}
    </div>;
}

/** Not every member has its field: instants and references that nobody offers a choice for are left to the server where it may do without. */
function shownOf(fields: readonly Field[], options: Options): Field[] {
    return fields.filter((field) => field.isRequired || (field.kind !== "instant" && field.name !== "time_zone"
        && (options[field.name]?.length || (field.kind !== "reference" && field.kind !== "list" && field.kind !== "codes"))));
}

interface FormProps {
    readonly fields: readonly Field[];
    readonly start?: Values;
    readonly options?: Options;
    readonly command: Command;
    /** Where the members stand in the body. */
    readonly prefix?: string;
    readonly button: string;
    readonly erases?: boolean;
    readonly groups?: readonly (readonly [title: string, members: readonly string[]])[];
    readonly lookups?: Readonly<Record<string, Lookup>>;
    readonly send: (values: Values) => Promise<void>;
    readonly cancel?: () => void;
    readonly children?: ComponentChildren;
}

export function Form(props: FormProps) {
    const { fields, start = {}, options = {}, command, prefix = "", button, erases = false, groups, lookups = {}, send, cancel, children } = props;
    const [values, setValues] = useState<Values>(start);
    const form = useRef<HTMLFormElement>(null);
    const wrong = useMemo(() => violationsOf(command.error, prefix), [command.error, prefix]);
    // That two are not one is asked by the server, when it saw what looks the same, and not before.
    const reasons = command.error instanceof Refused ? (command.error.problem.reasons ?? []) : [];
    const isAsked = values["is_distinct"] !== undefined
        || reasons.some((reason) => (reason.details as { pointer?: string }).pointer === `${prefix}/is_distinct`);
    const shown = shownOf(fields, options).filter((field) => field.name !== "is_distinct" || isAsked);
    const has = (pointer: string | undefined) => pointer !== undefined && wrong.has(pointer.slice(prefix.length))
        && shown.some((field) => pointer.slice(prefix.length + 1).split("/")[0] === field.name);
    useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [wrong]);
    const put = (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value }));
    const input = (field: Field) => {
        const lookup = lookups[field.name];
        const props: InputProps = {
            field, value: values[field.name], path: `/${field.name}`, options, wrong, change: (value) => put(field.name, value),
            lookup: lookup && { ask: lookup.ask, fill: (code) => put(lookup.fills, code) },
        };
        return field.kind === "list" ? <Rows {...props} /> : <Input {...props} />;
    };
    return <form ref={form} noValidate onSubmit={(event) => {
        event.preventDefault();
        void command.run(() => send(toldOf(shown, values, erases)));
    }}>
        <Failure error={command.error} hidesFields={has} />
        {children}
        {groups ? <>
            {groups.map(([title, members]) => <fieldset class="group"><legend>{title}</legend><div class="fields">
                {members.flatMap((name) => shown.filter((field) => field.name === name)).map(input)}
            </div></fieldset>)}
            <div class="fields">{shown.filter((field) => !groups.some(([, members]) => members.includes(field.name))).map(input)}</div>
        </> : <div class="fields">{shown.map(input)}</div>}
        <p class="buttons">
            <Button type="submit" isMain isBusy={command.isBusy}>{button}</Button>
            {cancel && <Button onClick={cancel}>Annuler la saisie</Button>}
        </p>
    </form>;
}
