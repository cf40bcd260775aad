// SPDX-License-Identifier: EUPL-1.2
// The home page: what waits for somebody in this function, what is due soonest first.
import { api, must, type Schemas } from "../api/client";
import { useAsked } from "../parts/hooks";
import { Badge, Empty, Shown, Title } from "../parts/ui";
import { counted, day, fullName } from "../text";
import { word } from "../words";

type Item = Schemas["WorkItem"];

/** Each kind of work has its machine, whose words its states and events are. */
const MACHINES: Partial<Record<Item["kind"], string>> = {
    CANDIDACY: "candidacy", SESSION: "session", TRANSFER_REQUEST: "transfer-request", ANNULMENT_REQUEST: "annulment-request",
};

function what(item: Item): string {
    const machine = MACHINES[item.kind];
    return machine && item.events.length > 0 ? item.events.map((event) => word(`${machine}-events`, event)).join(" ou ")
        : word("work-kinds", item.kind);
}

const rolesOf = (roles: readonly string[]): string => roles.map((role) => word("roles", role)).join(", ");

function Row({ item, candidate }: { item: Item; candidate: Schemas["CandidateName"] | null | undefined }) {
    const machine = MACHINES[item.kind];
    const title = item.candidate_id ? fullName(candidate) : (item.reference ?? word("work-kinds", item.kind));
    return <li class="work">
        <div class="work-who">
            {item.candidacy_id ? <a class="strong" href={`#/candidatures/${item.candidacy_id}`}>{title}</a> : <span class="strong">{title}</span>}
            <span class="quiet">{item.reference}{machine && <> · {word(`${machine}-states`, item.state)}</>}</span>
        </div>
        <div class="work-what">
            <span>{what(item)}</span>
            {(item.guards ?? []).map((guard) => <span class="quiet">{guard.message}
                {guard.waits_for.length > 0 && <> En attente de : {rolesOf(guard.waits_for)}.</>}</span>)}
        </div>
        <div class="work-when">
            {item.due_on && <span>avant le {day(item.due_on)}</span>}
            {item.is_late && <Badge tone="late">En retard</Badge>}
        </div>
    </li>;
}

export function Queue({ me }: { me: Schemas["Me"] }) {
    const asked = useAsked(() => must(api().GET("/v1/work-queue", {
        params: { query: { include: ["candidate"], explain: true, limit: 100 } },
    })), [me.function_id]);
    return <>
        <Title>À faire</Title>
        <Shown asked={asked} what="Lecture de ce qui vous attend">{({ data, included, page }) => data.length === 0
            ? <Empty title="Rien ne vous attend.">
                <p>Ce qui demande un acte de votre part dans cette fonction apparaîtra ici, le plus urgent en tête.</p>
                <p><a href="#/candidats">Chercher un candidat</a></p>
            </Empty>
            : <>
                <p class="quiet">{counted(data.length, "ligne", "lignes")}, la plus urgente en tête
                    {page.next_cursor ? " ; d’autres suivront quand celles-ci seront traitées" : ""}.</p>
                <ul class="list">{data.map((item) => <Row item={item} candidate={included?.candidate?.[item.candidate_id ?? ""]} />)}</ul>
            </>}</Shown>
    </>;
}
