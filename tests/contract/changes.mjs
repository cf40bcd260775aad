// SPDX-License-Identifier: EUPL-1.2
// What differs between two contracts, as api-smart-diff sees it: changes.mjs BEFORE.json AFTER.json prints
// [{action, type, path, before, after}] of everything under `paths`, where a schema has a direction: what is narrower
// in a request breaks a client, in an answer it does not. Under `components` it has none.
import fs from "node:fs";
import { apiCompare } from "api-smart-diff";

const [before, after] = process.argv.slice(2).map((name) => JSON.parse(fs.readFileSync(name, "utf8")));
const isShort = (value) => value === null || typeof value !== "object";
const short = (value) => (isShort(value) || (Array.isArray(value) && value.every(isShort)) ? value : undefined);
const found = apiCompare(before, after).diffs
  .filter(({ path }) => path[0] === "paths")
  .map(({ action, type, path, before, after }) => ({ action, type, path, before: short(before), after: short(after) }));
fs.writeSync(1, JSON.stringify(found));
