// SPDX-License-Identifier: EUPL-1.2
// The candidates of the organism: looked for by what is known of them, never by an address.
import { useState } from "preact/hooks";
import { api, must, type Schemas } from "../api/client";
import { useAsked, useCommand } from "../parts/hooks";
import { Button, Empty, Failure, Shown, Title } from "../parts/ui";
import { counted, fullName } from "../text";

type Found = Schemas["CandidateSummaryList"];

function Table({ found }: { found: Found }) {
    return <ul class="list">{found.data.map((candidate) => <li class="work">
        <div class="work-who">
            <a class="strong" href={`#/candidats/${candidate.id}`}>{fullName(candidate)}</a>
            <span class="quiet">{candidate.reference}</span>
        </div>
        <div class="work-what">{candidate.usage_name && <span>Née ou né {candidate.birth_name}</span>}</div>
        <div class="work-when">{candidate.birth_year && <span>Naissance : {candidate.birth_year}</span>}</div>
    </li>)}</ul>;
}

export function Candidates({ me }: { me: Schemas["Me"] }) {
    const newest = useAsked(() => must(api().GET("/v1/candidates", { params: { query: { limit: 20 } } })), [me.function_id]);
    const [found, setFound] = useState<Found>();
    const [name, setName] = useState("");
    const [year, setYear] = useState("");
    const command = useCommand();
    const search = (event: Event) => {
        event.preventDefault();
        const isReference = /^CAN-/i.test(name.trim());
        const body = {
            ...(name.trim() && (isReference ? { reference: name.trim().toUpperCase() } : { name: name.trim() })),
            ...(year.trim() && { birth_year: Number(year) }),
        };
        void command.run(async () => setFound(await must(api().POST("/v1/candidates/searches", { body, params: { query: { limit: 50 } } }))));
    };
    return <>
        <Title before={<a class="button main" href="#/candidats/nouveau">Nouveau candidat</a>}>Candidats</Title>
        <form class="card search" role="search" onSubmit={search} noValidate>
            <div class="field grow">
                <label for="name">Nom, prénom ou référence</label>
                <input id="name" type="search" value={name} onInput={(event) => setName(event.currentTarget.value)} autoComplete="off" />
            </div>
            <div class="field">
                <label for="year">Année de naissance</label>
                <input id="year" inputMode="numeric" size={6} value={year} autoComplete="off"
                    onInput={(event) => setYear(event.currentTarget.value)} />
            </div>
            <Button type="submit" isMain isBusy={command.isBusy}>Chercher</Button>
            {found && <Button onClick={() => { setFound(undefined); setName(""); setYear(""); }}>Effacer</Button>}
        </form>
        <Failure error={command.error} />
        {found
            ? <section aria-labelledby="found">
                <h2 id="found"><span role="status">{counted(found.data.length, "candidat trouvé", "candidats trouvés")}</span></h2>
                {found.data.length > 0 ? <Table found={found} /> : <Empty title="Personne ne répond à cette recherche.">
                    <p>Les accents et les majuscules ne comptent pas. Essayez le début du nom,
                        ou <a href="#/candidats/nouveau">enregistrez un nouveau candidat</a>.</p>
                </Empty>}
            </section>
            : <section aria-labelledby="newest">
                <h2 id="newest">Derniers enregistrés</h2>
                <Shown asked={newest} what="Lecture des candidats">{(list) => list.data.length > 0 ? <Table found={list} />
                    : <Empty title="Aucun candidat pour l’instant."><p><a href="#/candidats/nouveau">Enregistrer le premier</a></p></Empty>}</Shown>
            </section>}
    </>;
}
