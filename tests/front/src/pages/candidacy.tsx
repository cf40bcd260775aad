// SPDX-License-Identifier: EUPL-1.2
// One candidacy: where it stands, what may happen to it now, and all that hangs on it.
import { api, must, perhaps, type Schemas } from "../api/client";
import { useAsked } from "../parts/hooks";
import { Badge, Shown, Title } from "../parts/ui";
import { day, fullName } from "../text";
import { word } from "../words";
import { Acts } from "./acts";
import { CertificateSection, EvidenceSection, FileSection } from "./papers";
import { DomainSection, EvaluationSection, HistorySection, PathSection } from "./progress";

/** All that the page shows, read at once. */
export interface Whole {
    readonly candidacy: Schemas["Candidacy"];
    readonly candidate: Schemas["Candidate"] | undefined;
    readonly allowed: Schemas["AllowedCandidacyEvents"] | undefined;
    readonly next: readonly string[];
    readonly summary: Schemas["CandidacySummary"] | undefined;
    readonly referential: Schemas["ReferentialVersion"] | undefined;
    readonly evaluations: readonly Schemas["Evaluation"][];
    readonly paths: readonly Schemas["Path"][];
    readonly file: Schemas["File"] | undefined;
    readonly evidences: readonly Schemas["Evidence"][];
    readonly certificate: Schemas["CertificateSummary"] | undefined;
    readonly history: Schemas["CandidacyEventList"] | undefined;
}

async function readFile(candidacy_id: string): Promise<Schemas["File"] | undefined> {
    const files = await perhaps("/v1/files", () => api().GET("/v1/files", { params: { query: { limit: 200 } } }));
    const mine = files?.data.find((file) => file.candidacy_id === candidacy_id);
    return mine && perhaps("/v1/files/{file_id}", () => api().GET("/v1/files/{file_id}", { params: { path: { file_id: mine.id } } }));
}

async function readReferential(candidacy: Schemas["Candidacy"]): Promise<Schemas["ReferentialVersion"] | undefined> {
    const { referential_code: code, referential_version: version } = candidacy;
    return version ? must(api().GET("/v1/referentials/{code}/versions/{version}", { params: { path: { code, version } } })) : undefined;
}

/** Which of the acts are the next step of the main route: the work queue knows. */
async function readNext(candidacy_id: string): Promise<readonly string[]> {
    const queue = await perhaps("/v1/work-queue", () => api().GET("/v1/work-queue", { params: { query: { kind: ["CANDIDACY"], limit: 200 } } }));
    return queue?.data.find((item) => item.id === candidacy_id)?.events ?? [];
}

async function readWhole(id: string): Promise<Whole> {
    const params = { path: { candidacy_id: id } };
    const candidacy = await must(api().GET("/v1/candidacies/{candidacy_id}", { params }));
    const [candidate, allowed, next, summary, referential, evaluations, paths, file, evidences, certificates, history] = await Promise.all([
        perhaps("/v1/candidates/{candidate_id}", () => api().GET("/v1/candidates/{candidate_id}", {
            params: { path: { candidate_id: candidacy.candidate_id } },
        })),
        perhaps("/v1/candidacies/{candidacy_id}/allowed-events", () => api().GET("/v1/candidacies/{candidacy_id}/allowed-events", { params })),
        readNext(candidacy.id),
        perhaps("/v1/candidacies/{candidacy_id}/summary", () => api().GET("/v1/candidacies/{candidacy_id}/summary", { params })),
        readReferential(candidacy),
        perhaps("/v1/candidacies/{candidacy_id}/evaluations", () => api().GET("/v1/candidacies/{candidacy_id}/evaluations", { params })),
        perhaps("/v1/candidacies/{candidacy_id}/paths", () => api().GET("/v1/candidacies/{candidacy_id}/paths", { params })),
        readFile(candidacy.id),
        perhaps("/v1/candidacies/{candidacy_id}/evidences", () => api().GET("/v1/candidacies/{candidacy_id}/evidences", { params })),
        perhaps("/v1/certificates", () => api().GET("/v1/certificates", { params: { query: { candidacy_id: candidacy.id } } })),
        perhaps("/v1/candidacies/{candidacy_id}/history", () => api().GET("/v1/candidacies/{candidacy_id}/history", {
            params: { ...params, query: { include: ["person"], limit: 200 } },
        })),
    ]);
    return {
        candidacy, candidate, allowed, next, summary, referential, file, history, evaluations: evaluations?.data ?? [], paths: paths?.data ?? [],
        evidences: evidences?.data ?? [], certificate: certificates?.data[0],
    };
}

export function CandidacyPage({ id, me }: { id: string; me: Schemas["Me"] }) {
    const asked = useAsked(() => readWhole(id), [id, me.function_id]);
    return <Shown asked={asked} what="Lecture de la candidature">{(whole) => {
        const { candidacy, candidate } = whole;
        return <>
            <Title before={<p class="quiet">{candidacy.reference}</p>}>{fullName(candidate)}</Title>
            <p class="standing">
                <Badge>{whole.allowed?.state_label ?? word("candidacy-states", candidacy.state)}</Badge>
                {candidacy.deadline_date && <span>échéance des cinq ans : {day(candidacy.deadline_date)}</span>}
                {candidacy.answer_by_date && <span>réponse à la commission avant le {day(candidacy.answer_by_date)}</span>}
                {candidate && <a href={`#/candidats/${candidate.id}`}>Fiche du candidat</a>}
            </p>
            <div class="columns">
                <div>
                    <Acts whole={whole} me={me} reload={asked.reload} />
                    <CertificateSection whole={whole} reload={asked.reload} />
                    <EvaluationSection whole={whole} />
                    <PathSection whole={whole} />
                    <FileSection whole={whole} />
                    <EvidenceSection whole={whole} reload={asked.reload} />
                </div>
                <div>
                    <DomainSection whole={whole} />
                    <HistorySection whole={whole} />
                </div>
            </div>
        </>;
    }}</Shown>;
}
