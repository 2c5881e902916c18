/**
 * Builds the library and weighs what a page loads for a first text conversation: the entry with all that it imports statically, each file
 * compressed as a server would. Fails above the limit. Prints what it consists of, and the parts that come later.
 */
import { gzipSync } from "node:zlib";
import { build } from "vite";

const LIMIT_B = 90_000;

const root = new URL(".", import.meta.url).pathname;
const [{ output }] = [await build({ root, logLevel: "silent", build: { write: false } })].flat();
const chunks = new Map(output.filter((file) => file.type === "chunk").map((chunk) => [chunk.fileName, chunk]));
const entry = [...chunks.values()].find((chunk) => chunk.isEntry && chunk.name === "index");
if (!entry) throw new Error("the build has no entry `index`");

const first = closure(entry.fileName);
const sum = total(first);
console.log(`first text conversation: ${kb(sum)} of ${kb(LIMIT_B)} (gzip), ${first.size} files`);
for (const [name, bytes] of origins(first)) console.log(`  ${kb(bytes).padStart(8)}  ${name}`);
console.log("later, beyond that:");
for (const [name, bytes] of parts()) console.log(`  ${kb(bytes).padStart(8)}  ${name}`);
if (sum > LIMIT_B) {
  console.error(`too much by ${kb(sum - LIMIT_B)}`);
  process.exit(1);
}

/** A file with everything that it imports statically. */
function closure(fileName, seen = new Set()) {
  const chunk = chunks.get(fileName);
  if (!chunk || seen.has(fileName)) return seen;
  seen.add(fileName);
  for (const imported of chunk.imports) closure(imported, seen);
  return seen;
}

function total(files) {
  return [...files].reduce((bytes, file) => bytes + gzipSync(chunks.get(file).code, { level: 9 }).length, 0);
}

/** Where the code comes from: folders of the source and packages, each compressed alone, so that they add up to a little more. */
function origins(files) {
  const code = new Map();
  for (const file of files) {
    for (const [id, module] of Object.entries(chunks.get(file).modules)) {
      const name = originOf(id);
      code.set(name, (code.get(name) ?? "") + (module.code ?? ""));
    }
  }
  return bySize([...code].map(([name, text]) => [name, gzipSync(text, { level: 9 }).length]));
}

function originOf(id) {
  const installed = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.slice(id.lastIndexOf("node_modules/")))?.[1];
  if (installed) return /^(micromark|mdast|unist|decode|character|ccount|escape|markdown)/.test(installed) ? "micromark, mdast" : installed;
  const [, folder = "", file = ""] = /\/src\/(?:([^/]+)\/)?([^/?]+)/.exec(id) ?? [];
  return folder ? `src/${folder}` : file ? "src" : "runtime";
}

/** What each dynamic import brings that was not there before. Grammars of the code colours are one line. */
function parts() {
  const roots = [...chunks.values()].filter((chunk) => chunk.isDynamicEntry && !first.has(chunk.fileName));
  const own = roots.map((chunk) => {
    const files = [...closure(chunk.fileName)].filter((file) => !first.has(file));
    const isGrammar = /highlight\.js\/.*\/languages\//.test(chunk.facadeModuleId ?? "");
    return [isGrammar ? null : chunk.name, total(files)];
  });
  const grammars = own.filter(([name]) => name === null);
  const most = Math.max(0, ...grammars.map(([, bytes]) => bytes));
  return bySize([...own.filter(([name]) => name !== null), [`${grammars.length} languages of code, the largest`, most]]);
}

function bySize(rows) {
  return rows.sort(([, a], [, b]) => b - a);
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
