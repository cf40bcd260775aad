// SPDX-License-Identifier: EUPL-1.2
// Where the server and the identity provider are: read at start from a file beside the page, so that one build serves everywhere.
export interface Settings {
    readonly api: string;
    readonly issuer: string;
    readonly client_id: string;
}

let read: Settings | undefined;

export async function readSettings(): Promise<void> {
    const response = await fetch("./settings.json", { cache: "no-cache" });
    if (!response.ok) throw new Error("settings.json manque à côté de la page");
    read = (await response.json()) as Settings;
}

export function settings(): Settings {
    if (!read) throw new Error("readSettings() comes first");
    return read;
}
