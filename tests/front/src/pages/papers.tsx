// SPDX-License-Identifier: EUPL-1.2
// What is on paper: the file for the commission, evidence beside the candidacy, the certificate.
import { useRef } from "preact/hooks";
import { api, must, saveFile, type Schemas } from "../api/client";
import { Form, FORMS } from "../parts/form";
import { useCommand } from "../parts/hooks";
import { Badge, Button, Empty, Facts, Failure, Section } from "../parts/ui";
import { day, number } from "../text";
import { word } from "../words";
import type { Whole } from "./candidacy";

interface Props {
    readonly whole: Whole;
    readonly reload: () => Promise<void>;
}

export function FileSection({ whole: { file, evaluations } }: { whole: Whole }) {
    if (!file) return null;
    const attested = (id: string | null) => evaluations.find((one) => one.id === id);
    const named = (one: Schemas["FileDocument"]): string => {
        const evaluation = attested(one.evaluation_id);
        return evaluation ? `Attestation : ${word("evaluation-kinds", evaluation.kind).toLowerCase()} du ${day(evaluation.completed_on)}` : one.title;
    };
    return <Section title="Dossier pour la commission" id="file">
        <Facts rows={[
            ["Situation", word("file-statuses", file.status)], ["Transmis le", day(file.submitted_on)],
            ["Décision", word("decision-outcomes", file.outcome)],
            ["Motifs", file.outcome_reasons], ["Complément demandé", file.request_text], ["Réponse", file.answer_text],
        ]} />
        <h3>Pièces du dossier</h3>
        {file.documents.length === 0 ? <p>Aucune pièce.</p> : <ul class="bare">{file.documents.map((one) => <li>{named(one)}</li>)}</ul>}
    </Section>;
}

const kilobytes = (bytes: number): string => `${number(Math.max(1, Math.round(bytes / 1024)))}\u00a0Ko`;

export function EvidenceSection({ whole: { candidacy, evidences }, reload }: Props) {
    const chosen = useRef<HTMLInputElement>(null);
    const command = useCommand(reload);
    const add = async (): Promise<void> => {
        const file = chosen.current?.files?.[0];
        if (!file) return chosen.current?.focus();
        await command.run(async () => {
            await must(api().POST("/v1/candidacies/{candidacy_id}/evidences", {
                params: {
                    path: { candidacy_id: candidacy.id },
                    header: { "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}` },
                },
                headers: { "Content-Type": file.type },
                body: file as unknown as string, bodySerializer: (body) => body,
            }));
            if (chosen.current) chosen.current.value = "";
        });
    };
    return <Section title="Preuves" id="evidences">
        <Failure error={command.error} />
        {evidences.length === 0 ? <Empty title="Aucune preuve jointe." /> : <ul class="list">{evidences.map((one) => <li class="work">
            <div class="work-who"><span class="strong">{one.title ?? "Sans titre"}</span><span class="quiet">{kilobytes(one.byte_count)}</span></div>
            <div class="work-what">{one.finding}</div>
            <div class="work-when"><Badge>{word("evidence-states", one.state)}</Badge></div>
        </li>)}</ul>}
        <div class="search">
            <div class="field grow">
                <label for="evidence">Joindre un fichier PDF, JPEG ou PNG</label>
                <input id="evidence" type="file" accept="application/pdf,image/jpeg,image/png" ref={chosen} />
            </div>
            <Button isBusy={command.isBusy} onClick={() => void add()}>Joindre</Button>
        </div>
    </Section>;
}

const HANDOVER = (FORMS["NewHandover"] ?? []).filter((field) => !["corrects_id", "correction_reason"].includes(field.name));

export function CertificateSection({ whole: { certificate }, reload }: Props) {
    const download = useCommand();
    const handover = useCommand(reload);
    if (!certificate) return null;
    const path = { certificate_id: certificate.id };
    return <Section title="Certificat" id="certificate">
        <Failure error={download.error} />
        <Facts rows={[
            ["Numéro", certificate.number], ["Situation", word("certificate-states", certificate.status)], ["Délivré le", day(certificate.issued_on)],
            ["Décision du", day(certificate.decision_on)], ["Remis le", day(certificate.handed_over_on)],
        ]} />
        <p class="buttons"><Button isMain isBusy={download.isBusy} onClick={() => void download.run(() =>
            saveFile(api().GET("/v1/certificates/{certificate_id}/document", { params: { path }, parseAs: "blob" }), `${certificate.number}.pdf`))}>
            Télécharger le certificat (PDF)</Button></p>
        {!certificate.handed_over_on && <details>
            <summary>Enregistrer la remise{certificate.handover_due_on && ` (avant le ${day(certificate.handover_due_on)})`}</summary>
            <Form fields={HANDOVER} command={handover} button="Enregistrer la remise" send={async (values) => {
                await must(api().POST("/v1/certificates/{certificate_id}/handovers", { params: { path }, body: values as Schemas["NewHandover"] }));
            }} />
        </details>}
    </Section>;
}
