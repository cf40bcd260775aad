// SPDX-License-Identifier: EUPL-1.2
// Signing in at an identity provider: authorization code and PKCE (RFC 7636), without a library. Tokens stay in the memory of the page: a
// reload asks the provider again, who remembers the browser and answers without a question.
import { settings } from "./settings";

interface Provider {
    readonly authorization_endpoint: string;
    readonly token_endpoint: string;
    readonly end_session_endpoint?: string;
}

interface Tokens {
    readonly access_token: string;
    readonly id_token?: string;
    readonly refresh_token?: string;
    readonly expires_in?: number;
}

interface Asked {
    readonly state: string;
    readonly verifier: string;
    readonly place: string;
}

const SCOPE = "openid offline_access clea:read clea:write";
const ASKED = "clea.asked"; // between two pages: what was asked of the provider
const KNOWN = "clea.known"; // that this tab was signed in, and no secret
const EARLY_S = 30;

let provider: Provider | undefined;
let tokens: Tokens | undefined;
let endsAt = Number.POSITIVE_INFINITY;
let renewing: Promise<void> | undefined;

const here = (): string => new URL("./", location.href).href.split("#")[0] ?? "";

function base64url(bytes: Uint8Array): string {
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const chance = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function find(): Promise<Provider> {
    provider ??= (await (await fetch(`${settings().issuer}/.well-known/openid-configuration`)).json()) as Provider;
    return provider;
}

/** Leaves for the page of the provider, and comes back to the same place. */
export async function signIn(): Promise<void> {
    const asked: Asked = { state: chance(), verifier: chance(), place: location.hash };
    sessionStorage.setItem(ASKED, JSON.stringify(asked));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(asked.verifier));
    const query = new URLSearchParams({
        client_id: settings().client_id, response_type: "code", redirect_uri: here(), scope: SCOPE, state: asked.state,
        code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: "S256",
    });
    location.assign(`${(await find()).authorization_endpoint}?${query}`);
}

async function take(grant: Record<string, string>): Promise<void> {
    const body = new URLSearchParams({ ...grant, client_id: settings().client_id });
    const response = await fetch((await find()).token_endpoint, { method: "POST", body });
    if (!response.ok) throw new Error("Le service d’identité n’a pas accepté la connexion.");
    tokens = (await response.json()) as Tokens;
    endsAt = Date.now() + ((tokens.expires_in ?? 300) - EARLY_S) * 1000;
    sessionStorage.setItem(KNOWN, "true");
}

/** Whether somebody is signed in. Takes up what the provider sent, or asks it again where this tab was signed in before. */
export async function isSignedIn(): Promise<boolean> {
    const query = new URLSearchParams(location.search);
    const asked = JSON.parse(sessionStorage.getItem(ASKED) ?? "null") as Asked | null;
    sessionStorage.removeItem(ASKED);
    if (query.has("state")) {
        // What is not ours, is used already or was refused leaves no trace in the address.
        history.replaceState(null, "", here() + (asked?.place ?? ""));
        const code = query.get("code");
        if (!asked || asked.state !== query.get("state") || !code) return false;
        await take({ grant_type: "authorization_code", code, redirect_uri: here(), code_verifier: asked.verifier });
        return true;
    }
    if (sessionStorage.getItem(KNOWN)) {
        sessionStorage.removeItem(KNOWN); // once: a provider that does not know us shows its page, and we do not turn in a circle
        await signIn();
        return new Promise(() => undefined); // the page is being left
    }
    return false;
}

/** The access token, renewed in time where the provider gave what it takes. */
export async function accessToken(): Promise<string> {
    const renewal = tokens?.refresh_token;
    if (Date.now() > endsAt && renewal) {
        renewing ??= take({ grant_type: "refresh_token", refresh_token: renewal }).finally(() => (renewing = undefined));
        await renewing.catch(signIn);
    }
    return tokens?.access_token ?? "";
}

export async function signOut(): Promise<void> {
    const { end_session_endpoint: end } = await find();
    const query = new URLSearchParams({ post_logout_redirect_uri: here(), ...(tokens?.id_token && { id_token_hint: tokens.id_token }) });
    tokens = undefined;
    sessionStorage.clear();
    location.assign(end ? `${end}?${query}` : here());
}
