// SPDX-License-Identifier: EUPL-1.2
// The candidacies that the caller sees, by state.
import { useState } from "preact/hooks";
import { api, must, type Schemas } from "../api/client";
import { useAsked } from "../parts/hooks";
import { Badge, Empty, Shown, Title } from "../parts/ui";
import { day, fullName } from "../text";
import { word, words } from "../words";

type State = Schemas["Candidacy"]["state"];

export function Candidacies({ me }: { me: Schemas["Me"] }) {
    const [state, setState] = useState("");
    const asked = useAsked(() => must(api().GET("/v1/candidacies", {
        params: { query: { include: ["candidate"], limit: 50, ...(state && { state: [state as State] }) } },
    })), [me.function_id, state]);
    return <>
        <Title>Candidatures</Title>
        <div class="card search">
            <div class="field">
                <label for="state">Étape</label>
                <select id="state" value={state} onChange={(event) => setState(event.currentTarget.value)}>
                    <option value="">Toutes les étapes</option>
                    {words("candidacy-states").map(([code, label]) => <option value={code}>{label}</option>)}
                </select>
            </div>
        </div>
        <Shown asked={asked} what="Lecture des candidatures">{({ data, included }) => data.length === 0
            ? <Empty title="Aucune candidature à cette étape." />
            : <ul class="list">{data.map((one) => <li class="work">
                <div class="work-who">
                    <a class="strong" href={`#/candidatures/${one.id}`}>{fullName(included?.candidate?.[one.candidate_id])}</a>
                    <span class="quiet">{one.reference}</span>
                </div>
                <div class="work-what"><Badge>{word("candidacy-states", one.state)}</Badge></div>
                <div class="work-when">{one.deadline_date && <>échéance le {day(one.deadline_date)}</>}</div>
            </li>)}</ul>}</Shown>
    </>;
}
