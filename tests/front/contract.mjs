// SPDX-License-Identifier: EUPL-1.2
// What the front-end is made from, read from openapi.yaml before each build: the types of the contract, the forms, so that no member of an act
// is written twice, and who may read what, so that nobody asks in vain. All of it goes to build/front, and none of it is committed.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { load } from "js-yaml";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../openapi.yaml", import.meta.url);
const target = new URL("../../build/front/", import.meta.url);

// Beside the acts of a candidacy, what is typed in: schema names of the contract.
const TYPED_IN = ["NewCandidate", "CandidateChange", "NewHandover"];
const LONG_TEXT = 1000;

const named = (contract, one) => one?.$ref?.split("/").slice(1).reduce((place, name) => place[name], contract) ?? one ?? {};

/** What the contract says once stands under its components; a value that may be null is one of two there. */
function resolved(contract, schema) {
    const { $ref: _, ...beside } = schema ?? {};
    const found = schema?.$ref ? { ...resolved(contract, named(contract, schema)), ...beside } : { ...schema };
    const [value, none] = found.anyOf ?? [];
    return none?.type === "null" ? { ...resolved(contract, value), ...found } : found;
}

function kindOf(contract, schema) {
    const type = [schema.type].flat().find((one) => one !== "null");
    if (type === "array") return resolved(contract, schema.items).properties ? "list" : "codes";
    if (schema.enum) return "choice";
    if (type === "integer" || type === "boolean") return type;
    if (schema.format === "date") return "date";
    if (schema.format === "date-time") return "instant";
    if (schema.format === "uuid") return "reference";
    return schema.maxLength >= LONG_TEXT ? "long" : "text";
}

function fieldsOf(contract, schema) {
    const whole = resolved(contract, schema);
    return Object.entries(whole.properties ?? {}).map(([name, said]) => {
        const member = resolved(contract, said);
        const kind = kindOf(contract, member);
        return {
            name,
            kind,
            isRequired: (whole.required ?? []).includes(name),
            values: (member.enum ?? []).filter((value) => value !== null),
            ...(member.maxLength && { maxLength: member.maxLength }),
            ...(member.minimum !== undefined && { minimum: member.minimum }),
            ...(kind === "list" && { items: fieldsOf(contract, member.items) }),
        };
    });
}

export async function readContract() {
    await mkdir(target, { recursive: true });
    const contract = load(await readFile(source, "utf8"));
    const forms = Object.fromEntries(TYPED_IN.map((name) => [name, fieldsOf(contract, contract.components.schemas[name])]));
    const { mapping } = contract.components.schemas.CandidacyEventBody.discriminator;
    const acts = Object.fromEntries(Object.entries(mapping).map(([event, name]) => {
        const body = contract.components.schemas[name.split("/").at(-1)];
        return [event, fieldsOf(contract, body.properties.data)];
    }));
    const reads = Object.entries(contract.paths).filter(([, operations]) => operations.get?.["x-access"]);
    const readers = Object.fromEntries(reads.map(([path, operations]) => [path, Object.keys(resolved(contract, operations.get["x-access"]))]));
    await writeFile(new URL("forms.json", target), JSON.stringify({ forms, acts, readers }));
    await writeFile(new URL("contract.d.ts", target), astToString(await openapiTS(source)));
}

if (process.argv[1] === new URL(import.meta.url).pathname) await readContract();
