// SPDX-License-Identifier: EUPL-1.2
// An identity provider to try the front-end with, and for its tests: oidc-provider, on 127.0.0.1. Whoever types a name is that person; there is
// no password, and nothing of it is for use in earnest.
import crypto from "node:crypto";
import http from "node:http";
import Provider from "oidc-provider";

export const AUDIENCE = "https://api.clea.example";
export const CLIENT = "clea-front";

const escaped = (text) => text.replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`);

const page = (title, body) => `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="icon" href="data:,"><style>
body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:24rem;margin:15vh auto;padding:0 1rem;color:#16202e}
label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}
input{padding:.6rem .75rem;margin:.3rem 0 1rem;border:1px solid #6b7a8d;border-radius:.5rem}
button{padding:.7rem;border:0;border-radius:.5rem;background:#164a73;color:#fff}h1{font-size:1.5rem}</style>
<main><h1>${title}</h1>${body}</main></html>`;

const signInPage = (action) => page("Service d’identité d’essai", `<form method="post" action="${escaped(action)}">
<label for="login">Identifiant</label><input id="login" name="login" autocomplete="username" required autofocus><button>Continuer</button></form>`);

async function read(request) {
    let body = "";
    for await (const chunk of request) body += chunk;
    return new URLSearchParams(body);
}

/** origin: of the front-end, which is sent back to its first page. */
export function startProvider(port, origin) {
    const issuer = `http://127.0.0.1:${port}`;
    const { privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
    const provider = new Provider(issuer, {
        jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: crypto.randomUUID(), alg: "ES256", use: "sig" }] },
        clients: [{
            client_id: CLIENT, token_endpoint_auth_method: "none", redirect_uris: [`${origin}/`],
            post_logout_redirect_uris: [`${origin}/`], grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
            id_token_signed_response_alg: "ES256",
        }],
        clientAuthMethods: ["none"],
        clientBasedCORS: (_, asking) => asking === origin,
        features: {
            devInteractions: { enabled: false },
            rpInitiatedLogout: {
                // Its own page asks once more; here leaving is leaving.
                logoutSource: (context, form) => {
                    context.body = page("Déconnexion", `${form}<button form="op.logoutForm" name="logout" value="yes">Se déconnecter</button>`);
                },
            },
            resourceIndicators: {
                enabled: true, defaultResource: () => AUDIENCE, useGrantedResource: () => true,
                getResourceServerInfo: () => ({
                    scope: "clea:read clea:write", audience: AUDIENCE, accessTokenTTL: 300, accessTokenFormat: "jwt", jwt: { sign: { alg: "ES256" } },
                }),
            },
        },
        pkce: { required: () => true, methods: ["S256"] },
        issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
        rotateRefreshToken: true,
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
        // Nobody is asked whether the front-end of the house may know who is there.
        loadExistingGrant: async (context) => {
            const { client, session } = context.oidc;
            const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
            grant.addOIDCScope("openid offline_access");
            grant.addResourceScope(AUDIENCE, "clea:read clea:write");
            await grant.save();
            return grant;
        },
        interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
        cookies: { keys: [crypto.randomBytes(16).toString("hex")] },
        ttl: { Session: 3600, Grant: 3600, Interaction: 600, AuthorizationCode: 60, RefreshToken: 3600, IdToken: 3600 },
    });
    const oidc = provider.callback();
    const server = http.createServer(async (request, response) => {
        if (!request.url.startsWith("/sign-in/")) return oidc(request, response);
        try {
            if (request.method === "POST") {
                const login = (await read(request)).get("login")?.trim();
                if (login) return await provider.interactionFinished(request, response, { login: { accountId: login } });
            }
            await provider.interactionDetails(request, response);
            response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }).end(signInPage(request.url));
        } catch {
            response.writeHead(400, { "Content-Type": "text/html; charset=utf-8" });
            response.end(page("Cette connexion a expiré", `<a href="${origin}/">Recommencer</a>`));
        }
    });
    return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(issuer)));
}
