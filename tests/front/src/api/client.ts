// SPDX-License-Identifier: EUPL-1.2
// The typed client: openapi-fetch with its defaults, over the types of the contract. `must` gives what was asked for, or throws `Refused`.
import type { components, paths } from "#contract/contract";
import written from "#contract/forms.json";
import createClient, { type Middleware } from "openapi-fetch";
import { accessToken } from "../login";
import { settings } from "../settings";
import { send } from "./send";

export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

/** The server said no, and why. */
export class Refused extends Error {
    constructor(readonly problem: Problem) {
        super(problem.title);
    }

    has(code: string): boolean {
        return this.problem.code === code || (this.problem.reasons ?? []).some((reason) => reason.code === code);
    }
}

const FUNCTION = "clea.function";

/** The function in which somebody acts who has several. */
export const chosenFunction = (): string | null => sessionStorage.getItem(FUNCTION);
export const chooseFunction = (id: string): void => sessionStorage.setItem(FUNCTION, id);
export const forgetFunction = (): void => sessionStorage.removeItem(FUNCTION);

const headers: Middleware = {
    async onRequest({ request }) {
        const chosen = chosenFunction();
        request.headers.set("Authorization", `Bearer ${await accessToken()}`);
        request.headers.set("Accept-Language", "fr");
        if (chosen) request.headers.set("Clea-Function", chosen);
        return request;
    },
};

type Client = ReturnType<typeof createClient<paths>>;
let made: Client | undefined;

export function api(): Client {
    if (!made) {
        made = createClient<paths>({ baseUrl: settings().api, fetch: send });
        made.use(headers);
    }
    return made;
}

/** What is no problem of the server's own comes from something between us and it. */
function problemOf(error: unknown, response: Response): Problem {
    if (typeof error === "object" && error !== null && "title" in error && "detail" in error) return error as Problem;
    return {
        type: "about:blank", title: "Réponse inattendue", status: response.status, code: "INTERNAL",
        request_id: response.headers.get("X-Request-Id"),
        detail: `Le serveur a répondu ${response.status} sans dire pourquoi. Recommencez dans un instant.`,
    };
}

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;
/** Lists come as CSV and text too, to whoever asks for it: we did not. */
type Json<T> = Exclude<NonNullable<T>, string>;

export async function must<T>(asked: Answer<T>): Promise<Json<T>> {
    const { data, error, response } = await asked;
    if (!response.ok || data === undefined || data === null) throw new Refused(problemOf(error, response));
    return data as Json<T>;
}

let roles: readonly string[] = [];
export const actIn = (mine: readonly string[]): void => void (roles = mine);

/** The same, where there may be none, or none that the caller sees. What the contract says is not for this function is not asked at all. */
export async function perhaps<T>(path: keyof paths, ask: () => Answer<T>): Promise<Json<T> | undefined> {
    const readers = (written.readers as Partial<Record<string, readonly string[]>>)[path];
    if (readers && !readers.some((role) => roles.includes(role))) return undefined;
    const answer = await ask();
    return [403, 404].includes(answer.response.status) ? undefined : must(Promise.resolve(answer as Awaited<Answer<T>>));
}

/** Lets the browser save a file that is read with a token. */
export async function saveFile(asked: Answer<unknown>, name: string): Promise<void> {
    const file = (await must(asked)) as Blob;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
