/**
 * What a person notices of Docket, each figure beside its floor in the same run. Measures, and judges nothing: it ends well where a budget
 * is missed. `scripts/budgets` builds what it needs and starts it on a display of its own.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import * as enter from "./rows/enter.mjs";
import * as installers from "./rows/installers.mjs";
import * as memory from "./rows/memory.mjs";
import * as quickAdd from "./rows/quick-add.mjs";
import * as scroll from "./rows/scroll.mjs";
import * as server from "./rows/server.mjs";
import * as start from "./rows/start.mjs";
import { table } from "./support/figures.mjs";
import { Kit } from "./support/kit.mjs";

const ALL = [start, quickAdd, enter, server, installers, memory, scroll];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tries: { type: "string", default: "20" }, out: { type: "string", default: "test-results/budgets" } },
});
const unknown = positionals.filter((word) => !ALL.some(({ name }) => name === word));
if (unknown.length > 0) throw new Error(`no row is named ${unknown.join(", ")}; there are ${ALL.map(({ name }) => name).join(", ")}`);
const wanted = positionals.length > 0 ? ALL.filter(({ name }) => positionals.includes(name)) : ALL;

const kit = new Kit({ tries: Number(values.tries) });
const began = new Date();
const load = loadavg();
const rows = [];
const failed = [];
try {
  for (const { name, measure } of wanted) {
    process.stderr.write(`== ${name}\n`);
    try {
      rows.push(...(await kit.part(() => measure(kit))));
    } catch (error) {
      // One figure that cannot be taken does not take the others with it; it is told at the end.
      failed.push(name);
      process.stderr.write(`${error.stack}\n`);
    }
  }
} finally {
  await kit.close();
}

const document = { began: began.toISOString(), load_before: load, load_after: loadavg(), tries: kit.tries, rows };
mkdirSync(values.out, { recursive: true });
writeFileSync(`${values.out}/budgets.json`, `${JSON.stringify(document, null, 2)}\n`);
writeFileSync(`${values.out}/budgets.md`, `${table(rows)}\n`);
process.stdout.write(`${table(rows)}\n`);
if (failed.length > 0) {
  process.stderr.write(`not measured: ${failed.join(", ")}\n`);
  process.exitCode = 1;
}
