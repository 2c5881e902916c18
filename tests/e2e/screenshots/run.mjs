// Takes pictures of every screen for the eye: `npm run screenshots`, then open test-results/index.html.
// Words after it choose among them, by parts of their names: `npm run screenshots -- task dark`, `npm run screenshots -- 420x800`.
// A scene that cannot be reached fails the run, after the others were taken.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { closeBrowser } from "../support/browser.mjs";
import { templates } from "./data.mjs";
import { indexOf } from "./index-page.mjs";
import { listScenes } from "./list-scenes.mjs";
import { otherScenes } from "./other-scenes.mjs";
import { SCHEMES, SIZES, Stage } from "./stage.mjs";

const RESULTS = resolve(import.meta.dirname, "../../../test-results");

/** Everything that can be taken: for each scene, kind of data and size, one picture in each scheme. */
function everything() {
  return Object.entries({ ...listScenes, ...otherScenes }).flatMap(([screen, { data, sizes = Object.keys(SIZES), play }]) =>
    data.flatMap((kind) => sizes.map((size) => ({ screen, kind, size, play }))),
  );
}

const nameOf = ({ screen, kind, size }, scheme) => `${screen}-${kind}-${size}-${scheme}`;

/** Whether a picture has every word, as its screen, its data, its size, its scheme, or the beginning of its screen's name. */
function isWanted(shot, scheme, filters) {
  const parts = [shot.screen, shot.kind, shot.size, scheme, nameOf(shot, scheme)];
  return filters.every((word) => parts.includes(word) || shot.screen.startsWith(`${word}-`) || shot.size.startsWith(`${word}x`));
}

async function play(shot, schemes, templateOf) {
  const cleanups = [];
  const t = { after: (cleanup) => cleanups.unshift(cleanup) };
  let stage;
  try {
    stage = await Stage.set(t, await templateOf(shot.kind), shot.size);
    stage.dataKind = shot.kind;
    await shot.play(stage);
    for (const scheme of schemes) await stage.take(join(RESULTS, `${nameOf(shot, scheme)}.png`), scheme);
  } catch (error) {
    // Where it stood, beside the reason.
    await stage?.page?.screenshot({ path: join(RESULTS, `failed-${nameOf(shot, schemes.join("-"))}.png`) }).catch(() => {});
    throw error;
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

async function run(filters) {
  await mkdir(RESULTS, { recursive: true });
  const cleanups = [];
  const templateOf = templates({ after: (cleanup) => cleanups.unshift(cleanup) });
  const failures = [];
  let taken = 0;
  try {
    for (const shot of everything()) {
      const schemes = SCHEMES.filter((scheme) => isWanted(shot, scheme, filters));
      if (schemes.length === 0) continue;
      try {
        await play(shot, schemes, templateOf);
        taken += schemes.length;
        process.stdout.write(`${nameOf(shot, schemes.join(", "))}\n`);
      } catch (error) {
        failures.push(`${nameOf(shot, schemes.join(", "))}: ${error.stack}`);
        process.stdout.write(`${nameOf(shot, schemes.join(", "))}: NOT TAKEN\n`);
      }
    }
  } finally {
    for (const cleanup of cleanups) await cleanup();
    await closeBrowser();
  }
  await writeFile(join(RESULTS, "index.html"), indexOf(await readdir(RESULTS), Object.keys({ ...listScenes, ...otherScenes })));
  if (taken + failures.length === 0) failures.push(`no scene is called ${filters.join(" ")}`);
  process.stdout.write(`${taken} pictures in ${RESULTS}\n`);
  if (failures.length > 0) {
    process.stderr.write(`\n${failures.length} could not be taken:\n\n${failures.join("\n\n")}\n`);
    process.exitCode = 1;
  }
}

await run(process.argv.slice(2));
