// SPDX-License-Identifier: EUPL-1.2
// Type-checks and builds the front-end and serves it, with an identity provider to try it with:
//
//   node front/start.mjs [--server URL] [--port N] [--provider-port N] [--tokens FILE]
//
// With the demonstration's keys it also invites somebody new with all functions of a centre, whose code is typed in after the first sign-in.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, preview } from "vite";
import { readContract } from "./contract.mjs";
import { CLIENT, startProvider } from "./provider.mjs";

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
    options: {
        server: { type: "string", default: "http://127.0.0.1:8080" }, port: { type: "string", default: "8081" },
        "provider-port": { type: "string", default: "8082" }, tokens: { type: "string", default: place("../../var/demo-tokens") },
    },
});
const origin = `http://127.0.0.1:${values.port}`;
const config = place("vite.config.mjs");

async function call(token, method, path, body) {
    const response = await fetch(values.server + path, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail}`);
    return answer;
}

/** Somebody with the four functions of the first organism of the demonstration. */
async function invite() {
    const lines = (await readFile(values.tokens, "utf8")).split("\n").map((line) => line.split(/\s+/));
    const tokenOf = (role) => lines.find(([name]) => name === role)?.[1];
    const { scope_id: organism_id, today } = await call(tokenOf("REFERENT"), "GET", "/v1/me");
    const person = await call(tokenOf("CERTIFIER"), "POST", "/v1/persons", { last_name: "Essai", first_name: "Dominique" });
    for (const role of ["COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT"]) {
        const affiliation = { organism_id, role, valid_from: today, reason: "Essai de l’interface." };
        await call(tokenOf("CERTIFIER"), "POST", `/v1/persons/${person.id}/affiliations`, affiliation);
    }
    return (await call(tokenOf("CERTIFIER"), "POST", "/v1/invitations", { person_id: person.id })).invitation_code;
}

const issuer = await startProvider(Number(values["provider-port"]), origin);
await readContract();
execFileSync(process.execPath, [place("../node_modules/typescript/bin/tsc"), "-p", place(".")], { stdio: "inherit" });
await build({ configFile: config, logLevel: "warn" });
await writeFile(place("../../build/front/site/settings.json"), JSON.stringify({ api: values.server, issuer, client_id: CLIENT }));
await preview({ configFile: config, preview: { host: "127.0.0.1", port: Number(values.port), strictPort: true } });
console.log(`ready: ${origin}/`);
const code = await invite().catch((error) => console.log(`nobody is invited: ${error.message}`));
if (code) console.log(`Sign in under any name; the first time, the code of the invitation is ${code}`);
