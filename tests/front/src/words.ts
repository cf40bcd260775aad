// SPDX-License-Identifier: EUPL-1.2
// The words of the product are the server's: every code that is shown is looked up in its vocabularies, none is written here.
import { api, must } from "./api/client";

type Terms = ReadonlyMap<string, string>;
const vocabularies = new Map<string, Terms>();

export async function readWords(): Promise<void> {
    for (const { name, terms } of (await must(api().GET("/v1/vocabularies"))).data) {
        vocabularies.set(name, new Map(terms.map((term) => [term.code, term.label_fr])));
    }
}

/** A code that is newer than what we read is shown as it is. */
export const word = (vocabulary: string, code: string | null | undefined): string =>
    code ? (vocabularies.get(vocabulary)?.get(code) ?? code) : "";

export const words = (vocabulary: string): [code: string, label: string][] => [...(vocabularies.get(vocabulary) ?? [])];

/** Of a list of the contract, the vocabulary that holds just these words; where several do, the first. */
export function vocabularyOf(values: readonly string[]): string {
    const holds = (terms: Terms): boolean => values.every((value) => terms.has(value));
    const found = [...vocabularies].filter(([, terms]) => holds(terms)).sort(([, one], [, other]) => one.size - other.size);
    return found[0]?.[0] ?? "";
}
