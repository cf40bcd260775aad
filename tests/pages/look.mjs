// SPDX-License-Identifier: EUPL-1.2
// Looks at a page as a browser shows it: `look.mjs [FOLDER]` reads one JSON line a look from its input
// ({ name, url, width, zoom, script, language, steps, judged, … }) and answers one JSON line each: what is on the page, what its console and
// axe-core say. Pictures go to FOLDER, when there is one.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const folder = process.argv[2];
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync"],
});

// What a person who enlarges everything sees is a window of so many fewer CSS pixels.
// `type` is what a person types into the field of the page and sends, with the keyboard alone. `steps` are done once it is
// loaded: [what, where, value], as playwright calls them. `judged` is the part that axe-core judges, else all of it.
async function look({ name, url, width = 1280, zoom = 1, script = true, language = "fr-FR", print = false, type, steps = [], judged }) {
    const context = await browser.newContext({
        viewport: { width: Math.round(width / zoom), height: Math.round(900 / zoom) },
        deviceScaleFactor: zoom,
        locale: language,
        javaScriptEnabled: script,
        bypassCSP: false,
    });
    context.setDefaultTimeout(120_000); // a busy machine is no fault of a page
    const page = await context.newPage();
    const said = [], asked = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const addresses = [];
    page.on("request", (request) => addresses.push(request.url()));
    let response = await page.goto(url, { waitUntil: "load" });
    if (type !== undefined) {
        await page.locator("input[name=code]").fill("");
        while (!(await page.evaluate(() => document.activeElement?.name === "code"))) await page.keyboard.press("Tab");
        await page.keyboard.type(type);
        [response] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
    }
    for (const [what, where, value] of steps) await page.locator(where).first()[what](value);
    if (print) await page.emulateMedia({ media: "print" });
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
    const shown = {
        name,
        status: response.status(),
        headers: response.headers(),
        url: page.url(),
        form: await page.locator("form").count(),
        said,
        asked,
        addresses,
        title: await page.title(),
        text: (await page.locator("body").innerText()).replace(/[ \t\u00a0]+/g, " "),
        language: await page.locator("html").getAttribute("lang"),
    };
    if (script) {
        shown.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        shown.links = await page.evaluate(() => [...document.links].map((link) => link.href));
        // The page's own policy lets no script in: axe is put there by the debugger, not by the page.
        const session = await context.newCDPSession(page);
        await session.send("Runtime.evaluate", { expression: `${axe};0` });
        const { result } = await session.send("Runtime.evaluate", {
            expression: "axe.run(" + (judged ? JSON.stringify(judged) : "document") +
                ", { resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations.map((v) => `${v.id}: ${v.nodes[0].html}`)))",
            awaitPromise: true,
        });
        shown.violations = JSON.parse(result.value ?? `["${result.description}"]`);
    }
    await context.close();
    return shown;
}

for await (const line of createInterface({ input: process.stdin })) {
    let answer;
    try {
        answer = await look(JSON.parse(line));
    } catch (error) {
        answer = { error: String(error) };
    }
    console.log(JSON.stringify(answer));
}
await browser.close();
