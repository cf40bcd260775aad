// SPDX-License-Identifier: EUPL-1.2
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const place = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
    root: place("."),
    base: "./",
    resolve: { alias: { "#contract": place("../../build/front") } },
    build: { outDir: place("../../build/front/site"), emptyOutDir: true, modulePreload: { polyfill: false } },
});
