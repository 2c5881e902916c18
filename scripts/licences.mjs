// Writes the list of everything Docket is built from, with its licence, for Settings, About: `node scripts/licences.mjs`.
// With `--check` it writes nothing and fails where the list is not that of the lock files.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const TARGET = resolve(ROOT, "ui/src/features/settings/licences.json");
/** The programs that are given to people. */
const PROGRAMS = ["docket-cli", "docket-desktop"];

/** Crates that end up in the programs on some platform: what they depend on, but not what only builds or tests them. */
function crates() {
  const text = execFileSync("cargo", ["metadata", "--format-version", "1", "--locked"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { packages, resolve: graph } = JSON.parse(text);
  const byId = new Map(packages.map((found) => [found.id, found]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const wanted = packages.filter(({ name }) => PROGRAMS.includes(name)).map(({ id }) => id);
  if (wanted.length !== PROGRAMS.length) throw new Error(`not all of ${PROGRAMS.join(", ")} are in the workspace`);
  const seen = new Set(wanted);
  while (wanted.length > 0) {
    for (const { pkg, dep_kinds } of nodes.get(wanted.pop()).deps) {
      if (seen.has(pkg) || !dep_kinds.some(({ kind }) => kind === null)) continue;
      seen.add(pkg);
      wanted.push(pkg);
    }
  }
  return [...seen].map((id) => byId.get(id)).filter(({ source }) => source !== null);
}

/** Packages of the window, and what they need: those of the lock file that are not for development. */
function npmPackages() {
  const { packages } = JSON.parse(readFileSync(resolve(ROOT, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path, { dev, link, optional }]) => path.includes("node_modules/") && !dev && !link && !optional)
    .map(([path, { version, license }]) => ({ name: path.replace(/^.*node_modules\//, ""), version, license }));
}

const all = [...crates(), ...npmPackages()].map(({ name, version, license }) => {
  if (!license) throw new Error(`${name} ${version} names no licence`);
  // Older crates write `MIT/Apache-2.0`.
  return [name, version, license.replaceAll("/", " OR ").replace(/ {2,}/g, " ")];
});
const once = [...new Map(all.map((entry) => [entry.join(" "), entry])).values()].sort(([a, b], [c, d]) =>
  a === c ? (b < d ? -1 : 1) : a < c ? -1 : 1,
);
const text = `[\n${once.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(TARGET, "utf8") !== text) {
    console.error("ui/src/features/settings/licences.json is not of these lock files: run `node scripts/licences.mjs`");
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, text);
  console.log(`${once.length} packages`);
}
