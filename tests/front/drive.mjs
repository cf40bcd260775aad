// SPDX-License-Identifier: EUPL-1.2
// A browser that a person's hands are played in: reads one JSON line an act from its input ({ who, act, … }) and answers one each. Whoever is
// named first gets a window of their own. Nothing is found by its class or id: only by what a person sees or hears. Pictures go to the folder.
//
//   node drive.mjs FOLDER
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = process.argv[2];
const WIDTHS = [1280, 360];
const HEIGHT = 900;
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync"],
});
const windows = new Map();

async function windowOf(who) {
    if (windows.has(who)) return windows.get(who);
    const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: HEIGHT }, locale: "fr-FR", acceptDownloads: true });
    context.setDefaultTimeout(Number(process.env.CLEA_FRONT_WAIT_MS ?? 60_000));
    const page = await context.newPage();
    const made = { page, said: [], asked: [], session: await context.newCDPSession(page) };
    page.on("console", (message) => made.said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => made.said.push(String(error)));
    page.on("request", (request) => made.asked.push(`${request.method()} ${request.url()}`));
    windows.set(who, made);
    return made;
}

async function judge({ page, session }) {
    // The page's own policy lets no script in: axe is put there by the debugger, not by the page.
    await session.send("Runtime.evaluate", { expression: `${axe};0` });
    const { result } = await session.send("Runtime.evaluate", {
        expression: "axe.run(document, { resultTypes: ['violations'] }).then((r) => "
            + "JSON.stringify(r.violations.map((v) => `${v.id}: ${v.nodes[0].html}`)))",
        awaitPromise: true,
    });
    return JSON.parse(result.value ?? `["${result.description}"]`);
}

const ACTS = {
    open: async ({ page }, { url }) => void (await page.goto(url, { waitUntil: "load" })),
    press: async ({ page }, { keys }) => { for (const key of keys) await page.keyboard.press(key); },
    type: async ({ page }, { text }) => page.keyboard.type(text),
    // `near`: in the line of a list that says so.
    click: async ({ page }, { role = "button", name, exact = true, near }) =>
        (near ? page.getByRole("listitem").filter({ hasText: near }) : page).getByRole(role, { name, exact }).first().click(),
    fill: async ({ page }, { label, value, nth = 0 }) => page.getByLabel(label).nth(nth).fill(value),
    attach: async ({ page }, { label, path }) => page.getByLabel(label).setInputFiles(path),
    choose: async ({ page }, { label, option, nth = 0 }) => {
        const list = page.getByLabel(label).nth(nth);
        const texts = await list.locator("option").allInnerTexts();
        const found = texts.find((text) => text.includes(option));
        if (found === undefined) throw new Error(`no ${option} in ${texts.join(" | ")}`);
        await list.selectOption({ label: found });
    },
    // What is folded away is shown.
    unfold: async ({ page }) => page.locator("details:not([open]) > summary").evaluateAll((all) => all.forEach((one) => one.click())),
    check: async ({ page }, { label }) => page.getByLabel(label).check(),
    // Until the text is there, or until it is gone.
    see: async ({ page }, { text, gone = false }) => page.getByText(text).first().waitFor(gone ? { state: "detached" } : {}),
    text: async ({ page }) => (await page.locator("body").innerText()).replace(/[\u00a0\u202f]/g, " "),
    // How often something is there.
    count: async ({ page }, { role, name }) => page.getByRole(role, { name }).count(),
    described: async ({ page }, { role, name }) => page.getByRole(role, { name }).first().evaluate((element) => ({
        disabled: element.getAttribute("aria-disabled"), invalid: element.getAttribute("aria-invalid"),
        description: document.getElementById(element.getAttribute("aria-describedby") ?? "")?.innerText ?? "",
    })),
    focused: async ({ page }) => page.evaluate(() => document.activeElement?.closest("[data-criterion]")?.getAttribute("data-criterion")
        ?? `${document.activeElement?.tagName} ${document.activeElement?.innerText.slice(0, 60)}`),
    // The next command reaches the server, and its answer is lost on the way back.
    lose: async ({ page }, { path }) => {
        let isLost = false;
        await page.route((url) => url.pathname.endsWith(path), async (route) => {
            if (isLost || route.request().method() !== "POST") return route.continue();
            isLost = true;
            await route.fetch();
            return route.abort("connectionreset");
        });
    },
    download: async ({ page }, { name }) => {
        const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
        return { name: file.suggestedFilename(), head: readFileSync(await file.path()).subarray(0, 5).toString() };
    },
    // The page at both widths: a picture, whether it is wider than its window, and what axe-core has against it.
    judge: async (window, { name }) => {
        const found = [];
        for (const width of WIDTHS) {
            await window.page.setViewportSize({ width, height: HEIGHT });
            await window.page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
            const over = await window.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (over > 0) found.push(`${width} px: wider than its window by ${over} px`);
            found.push(...(await judge(window)).map((violation) => `${width} px: ${violation}`));
        }
        await window.page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
        return found;
    },
    heard: async (window) => ({ said: window.said.splice(0), asked: window.asked.splice(0) }),
};

for await (const line of createInterface({ input: process.stdin })) {
    const { who, act, ...what } = JSON.parse(line);
    try {
        console.log(JSON.stringify({ answer: (await ACTS[act](await windowOf(who), what)) ?? null }));
    } catch (error) {
        const shown = windows.get(who);
        await shown?.page.screenshot({ path: `${folder}/failed.png`, fullPage: true }).catch(() => undefined);
        const text = await shown?.page.locator("body").innerText().catch(() => "");
        const said = shown?.said.slice(-5).join("\n");
        console.log(JSON.stringify({ error: `${act} ${JSON.stringify(what)}: ${String(error).slice(0, 600)}\n${text?.slice(0, 1500)}\n${said}` }));
    }
}
await browser.close();
