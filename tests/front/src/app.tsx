// SPDX-License-Identifier: EUPL-1.2
// From the address to a page; before that, who is here and in which function.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { actIn, api, chooseFunction, chosenFunction, forgetFunction, must, Refused, type Schemas } from "./api/client";
import { isSignedIn, signIn, signOut } from "./login";
import { CandidacyPage } from "./pages/candidacy";
import { Candidacies } from "./pages/candidacies";
import { CandidatePage, NewCandidate } from "./pages/candidate";
import { Candidates } from "./pages/candidates";
import { GridPage } from "./pages/grid";
import { Queue } from "./pages/queue";
import { useCommand } from "./parts/hooks";
import { Button, Empty, Failure, Loading, Title } from "./parts/ui";
import { usePlace } from "./router";
import { readSettings } from "./settings";
import { readWords, word } from "./words";
import "./style.css";

type Me = Schemas["Me"];
type Function = Schemas["MeFunction"];

const rolesOf = (one: Function): string => one.roles.map((role) => word("roles", role)).join(", ");

/** A function that is not ours any more, or of somebody else who used this tab, is forgotten. */
async function readMe(): Promise<Me> {
    const ask = () => must(api().GET("/v1/me"));
    return ask().catch((refused: unknown) => {
        if (!(refused instanceof Refused) || !refused.has("FUNCTION_NOT_YOURS")) throw refused;
        forgetFunction();
        return ask();
    });
}

function Welcome() {
    const command = useCommand();
    return <main id="main" class="narrow">
        <Title>CléA</Title>
        <p>Candidatures, évaluations et parcours de votre organisme, jusqu’au certificat.</p>
        <Failure error={command.error} />
        <p><Button isMain isBusy={command.isBusy} onClick={() => void command.run(signIn)}>Se connecter</Button></p>
    </main>;
}

/** Whoever was a stranger a moment ago may be one for another second. */
async function until(isKnown: () => Promise<boolean>): Promise<void> {
    for (let left = 50; !(await isKnown()) && left > 0; left--) await new Promise((resolve) => setTimeout(resolve, 300));
}

/** Whoever signs in for the first time is nobody here before the code of an invitation says who. */
function Invitation({ done }: { done: () => Promise<boolean> }) {
    const [invitation_code, setCode] = useState("");
    const command = useCommand();
    return <main id="main" class="narrow">
        <Title>Première connexion</Title>
        <p>Recopiez le code d’invitation que vous a remis le certificateur : il rattache votre compte à vos fonctions, une fois pour toutes.</p>
        <Failure error={command.error} />
        <form onSubmit={(event) => {
            event.preventDefault();
            void command.run(async () => {
                await must(api().POST("/v1/invitations/acceptances", { body: { invitation_code } }));
                await until(done);
            });
        }}>
            <div class="field">
                <label for="code">Code d’invitation</label>
                <input id="code" value={invitation_code} autoComplete="off" spellcheck={false} required
                    onInput={(event) => setCode(event.currentTarget.value)} />
            </div>
            <p class="buttons"><Button type="submit" isMain isBusy={command.isBusy}>Valider</Button>
                <Button onClick={() => void signOut()}>Se déconnecter</Button></p>
        </form>
    </main>;
}

function Choice({ me, chosen }: { me: Me; chosen: (id: string) => void }) {
    return <main id="main" class="narrow">
        <Title>Dans quelle fonction agissez-vous ?</Title>
        <p class="quiet">Chaque acte est fait dans une seule fonction. Vous pourrez en changer à tout moment, en haut de la page.</p>
        <ul class="list">{me.functions.map((one) => <li><button type="button" class="choice-line" onClick={() => chosen(one.id)}>
            <span class="strong">{rolesOf(one)}</span><span class="quiet">{one.scope_name}</span>
        </button></li>)}</ul>
    </main>;
}

function Header({ me, place, change }: { me: Me; place: string; change: (id: string) => void }) {
    const pages = [["", "À faire"], ["candidats", "Candidats"], ["candidatures", "Candidatures"]] as const;
    return <header class="top">
        <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>Aller au contenu</a>
        <div class="top-line">
            <a class="brand" href="#/">CléA</a>
            <nav aria-label="Principale">{pages.map(([path, label]) =>
                <a href={`#/${path}`} aria-current={place === path ? "page" : undefined}>{label}</a>)}</nav>
            <div class="who">
                {me.functions.length > 1
                    ? <select aria-label="Fonction" value={me.function_id ?? ""} onChange={(event) => change(event.currentTarget.value)}>
                        {me.functions.map((one) => <option value={one.id}>{rolesOf(one)} – {one.scope_name}</option>)}
                    </select>
                    : <span class="quiet">{me.functions[0] && `${rolesOf(me.functions[0])} – ${me.scope_name}`}</span>}
                <span>{me.person && `${me.person.first_name} ${me.person.last_name}`}</span>
                <button type="button" class="link" onClick={() => void signOut()}>Se déconnecter</button>
            </div>
        </div>
    </header>;
}

function Page({ place, me }: { place: readonly string[]; me: Me }) {
    const [first = "", second = ""] = place;
    if (first === "") return <Queue me={me} />;
    if (first === "candidats" && second === "nouveau") return <NewCandidate />;
    if (first === "candidats" && second) return <CandidatePage key={second} id={second} me={me} />;
    if (first === "candidats") return <Candidates me={me} />;
    if (first === "candidatures" && second) return <CandidacyPage key={second} id={second} me={me} />;
    if (first === "candidatures") return <Candidacies me={me} />;
    if (first === "evaluations" && second) return <GridPage key={second} id={second} me={me} />;
    return <>
        <Title>Page introuvable</Title>
        <Empty title="Cette adresse ne mène à rien."><p><a href="#/">Revenir à ce qui vous attend</a></p></Empty>
    </>;
}

function App() {
    const place = usePlace();
    const [me, setMe] = useState<Me>();
    const [stage, setStage] = useState<"starting" | "welcome" | "invitation" | "in">("starting");
    const [error, setError] = useState<unknown>();
    const identify = async (): Promise<boolean> => {
        try {
            await readWords();
            const found = await readMe();
            actIn(found.roles);
            setMe(found);
            setStage("in");
            return true;
        } catch (refused) {
            if (refused instanceof Refused && refused.has("LOGIN_UNBOUND")) setStage("invitation");
            else throw refused;
            return false;
        }
    };
    const start = () => void (async () => {
        setError(undefined);
        await readSettings();
        if (await isSignedIn()) await identify();
        else setStage("welcome");
    })().catch(setError);
    useEffect(start, []);
    const choose = (id: string) => {
        chooseFunction(id);
        void identify().catch(setError);
    };
    if (error !== undefined) return <main class="narrow"><Failure error={error} again={start} /></main>;
    if (stage === "welcome") return <Welcome />;
    if (stage === "invitation") return <Invitation done={identify} />;
    if (!me) return <main class="narrow"><Loading what="Connexion" /></main>;
    if (me.functions.length > 1 && !me.function_id && !chosenFunction()) return <Choice me={me} chosen={choose} />;
    return <>
        <Header me={me} place={place[0] ?? ""} change={choose} />
        <main id="main" tabIndex={-1}><Page place={place} me={me} /></main>
    </>;
}

const root = document.getElementById("app");
if (root) render(<App />, root);
