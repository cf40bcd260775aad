// SPDX-License-Identifier: EUPL-1.2
// The small parts that every page is made of.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refused, type Schemas } from "../api/client";
import { signIn } from "../login";
import type { Asked } from "./hooks";

interface Children {
    readonly children?: ComponentChildren;
}

export function Loading({ what }: { what: string }) {
    return <p class="loading" role="status">{what}…</p>;
}

export function Empty({ title, children }: { title: string } & Children) {
    return <div class="empty"><p class="empty-title">{title}</p>{children}</div>;
}

/** What was asked once it is there; before that, that it is coming, and what went wrong. */
export function Shown<T>({ asked, what, children }: { asked: Asked<T>; what: string; children: (data: T) => ComponentChildren }) {
    return <>
        {asked.error !== undefined && <Failure error={asked.error} again={asked.reload} />}
        {asked.data === undefined ? asked.error === undefined && <Loading what={what} /> : children(asked.data)}
    </>;
}

function Reason({ reason }: { reason: Schemas["Refusal"] }) {
    const details = reason.details as { candidate_id?: string; candidate_ids?: string[] };
    const others = details.candidate_ids ?? (details.candidate_id ? [details.candidate_id] : []);
    return <li>
        {reason.message}
        {others.map((id, index) => <> <a href={`#/candidats/${id}`}>Voir la fiche existante{others.length > 1 ? ` (${index + 1})` : ""}</a></>)}
    </li>;
}

interface FailureProps {
    readonly error: unknown;
    readonly again?: () => unknown;
    /** What stands beside its field needs no second place. */
    readonly hidesFields?: (pointer: string | undefined) => boolean;
}

/** A problem of the server in its own words: title, detail, reasons, and what is wrong with which value. */
export function Failure({ error, again, hidesFields = () => false }: FailureProps) {
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [error]);
    if (error === undefined || error === null) return null;
    const problem = error instanceof Refused ? error.problem : undefined;
    const reasons = problem?.reasons ?? [];
    const violations = (problem?.errors ?? []).filter((violation) => !hidesFields(violation.pointer));
    const isSaid = reasons.some((reason) => reason.message === problem?.detail);
    return <div class="failure" role="alert" ref={box}>
        <p class="failure-title">{problem ? problem.title : "Le serveur ne répond pas"}</p>
        {!isSaid && <p>{problem?.detail ?? (error instanceof Error ? error.message : String(error))}</p>}
        {(reasons.length > 0 || violations.length > 0) && <ul>
            {reasons.map((reason) => <Reason reason={reason} />)}
            {violations.map((violation) => <li>{violation.detail}</li>)}
        </ul>}
        {problem?.request_id && problem.status >= 500 && <p class="quiet">Référence à donner au support : {problem.request_id}</p>}
        {problem?.status === 401 ? <p><Button onClick={() => void signIn()}>Se connecter de nouveau</Button></p>
            : again && <p><Button onClick={() => void again()}>Réessayer</Button></p>}
    </div>;
}

interface ButtonProps extends Children {
    readonly isMain?: boolean;
    readonly isBusy?: boolean;
    readonly disabled?: boolean;
    readonly type?: "button" | "submit";
    readonly onClick?: () => void;
}

export function Button({ isMain = false, isBusy = false, type = "button", children, ...others }: ButtonProps) {
    return <button {...others} type={type} class={isMain ? "button main" : "button"} aria-busy={isBusy}>{children}</button>;
}

export function Badge({ tone = "plain", children }: { tone?: "plain" | "good" | "bad" | "late" } & Children) {
    return <span class={`badge ${tone}`}>{children}</span>;
}

export function Section({ title, id, aside, children }: { title: string; id: string; aside?: ComponentChildren } & Children) {
    return <section class="card" aria-labelledby={id}>
        <div class="card-head"><h2 id={id}>{title}</h2>{aside}</div>
        {children}
    </section>;
}

export function Facts({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
    const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
    return <dl class="facts">{told.map(([term, value]) => <div><dt>{term}</dt><dd>{value}</dd></div>)}</dl>;
}

/** The title of a page: of the document too, and where the focus goes when the page changes. */
export function Title({ children, before }: { children: string; before?: ComponentChildren }) {
    const heading = useRef<HTMLHeadingElement>(null);
    useEffect(() => { document.title = `${children} – CléA`; }, [children]);
    useEffect(() => heading.current?.focus({ preventScroll: true }), []);
    return <header class="page-head">{before}<h1 tabIndex={-1} ref={heading}>{children}</h1></header>;
}
