// SPDX-License-Identifier: EUPL-1.2
// Every request goes through here, and nowhere else is thought of lost answers, repeated commands or versions:
//
// - a command carries an Idempotency-Key. When its answer is lost it is sent again with the same key, so that it is done once; and when all
//   tries failed, the next try of the same command, however much later somebody presses the button again, still has that key;
// - a command on something that was read carries its version (If-Match): when somebody else changed it meanwhile the server answers 412,
//   nothing is written, and the page shows what there is now (useCommand).
const PAUSES_MS = [400, 1_000, 2_000, 4_000, 8_000];
const LONGEST_WAIT_S = 10;
const NO_ANSWER = "Le serveur ne répond pas. Vérifiez la connexion, puis recommencez : rien ne sera fait deux fois.";

const keys = new Map<string, string>();
const versions = new Map<string, string>();

export class Unreachable extends Error {}

const isCommand = (request: Request): boolean => request.method !== "GET" && request.method !== "HEAD";

/** Of events the version is that of what they happen to. */
const readAt = (url: string): string => new URL(url).pathname.replace(/\/events$/, "");

/** What the answer about a path said its version is, as If-Match takes it. */
export const versionOf = (path: string): string => versions.get(path) ?? "*";

async function identify(request: Request): Promise<string> {
    const isText = request.headers.get("Content-Type")?.includes("json") ?? false;
    const body = isText ? await request.clone().text() : String((await request.clone().blob()).size);
    return [request.method, request.url, request.headers.get("Clea-Function") ?? "", body].join("\n");
}

/** How long the server asks us to wait; undefined where another try is no use. */
function pauseAfter(response: Response, attempt: number): number | undefined {
    const asked = response.headers.get("Retry-After");
    const isPassing = response.status >= 502 || ((response.status === 409 || response.status === 429) && asked !== null);
    if (!isPassing || Number(asked ?? 0) > LONGEST_WAIT_S) return undefined;
    const pause = PAUSES_MS[attempt];
    return pause === undefined ? undefined : Math.max(pause, Number(asked ?? 0) * 1000);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function attempts(request: Request): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
        const response = await fetch(request.clone()).catch(() => undefined);
        const pause = response ? pauseAfter(response, attempt) : PAUSES_MS[attempt];
        if (response && pause === undefined) return response;
        if (pause === undefined) throw new Unreachable(NO_ANSWER);
        await wait(pause);
    }
}

function remember(request: Request, response: Response): void {
    const version = response.headers.get("ETag");
    if (response.ok && version) versions.set(readAt(request.url), version);
}

export async function send(request: Request): Promise<Response> {
    if (!isCommand(request)) {
        const response = await attempts(request);
        remember(request, response);
        return response;
    }
    const command = await identify(request);
    const key = keys.get(command) ?? crypto.randomUUID();
    keys.set(command, key);
    request.headers.set("Idempotency-Key", key);
    const version = versions.get(readAt(request.url));
    if (version && !request.headers.has("If-Match")) request.headers.set("If-Match", version);
    const response = await attempts(request);
    if (response.status < 500) keys.delete(command); // answered: the same again would be another command
    remember(request, response);
    return response;
}
