import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCES = resolve(import.meta.dirname, "..");

/** Which floors a floor may stand on. `words` and `api` are the ground; `testing` is for tests and may use anything. */
const BELOW: Record<string, readonly string[]> = {
  words: [],
  api: ["words"],
  components: ["api", "words"],
  features: ["components", "api", "words"],
  app: ["features", "components", "api", "words"],
};

interface Import {
  file: string;
  from: string;
  to: string;
}

const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(SOURCES, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map(([, from = ""]) => ({
    file,
    from,
    to: from.startsWith(".") ? relative(SOURCES, resolve(SOURCES, dirname(file), from)) : from,
  }));
});

const floorOf = (path: string): string => path.split("/")[0] ?? "";
/** `features/tasks`: a room of its own on its floor. */
const roomOf = (path: string): string => path.split("/").slice(0, 2).join("/");

describe("who may know whom", () => {
  const own = imports.filter(({ file, from }) => from.startsWith(".") && floorOf(file) !== "testing");

  it("sees the files that it judges", () => {
    expect(own.length).toBeGreaterThan(100);
    expect(new Set(files.map(floorOf))).toEqual(new Set([...Object.keys(BELOW), "testing"]));
  });

  it("goes downwards only", () => {
    const wrong = own.filter(({ file, to }) => floorOf(file) !== floorOf(to) && !BELOW[floorOf(file)]?.includes(floorOf(to)));
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  });

  it("reads texts where something is drawn, never when a module loads: the language may change", () => {
    const wrong = files.flatMap((file) => {
      if (floorOf(file) === "words") return [];
      // What a module does when it loads begins at the margin; a function there reads later.
      const statements = readFileSync(join(SOURCES, file), "utf8").split(/\n(?=\S)/);
      return statements.filter(
        (text) => /^(export )?(const|let) /.test(text) && !/=>|function|\(\) \{/.test(text) && /\b(words\.|commandKey\b)/.test(text),
      );
    });
    expect(wrong).toEqual([]);
  });

  it("keeps features apart", () => {
    const wrong = own.filter(({ file, to }) => floorOf(file) === "features" && floorOf(to) === "features" && roomOf(file) !== roomOf(to));
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  });

  it("knows nothing of Tauri, keeps nothing in the browser's stores, and names no other host", () => {
    const wrong = files.flatMap((file) => {
      if (floorOf(file) === "testing") return [];
      const text = readFileSync(join(SOURCES, file), "utf8");
      return [/tauri/i, /localStorage|indexedDB|caches\.open/, /https?:\/\/(?!127\.0\.0\.1)[\w$]/]
        .filter((never) => never.test(text))
        .map((never) => `${file}: ${never}`);
    });
    expect(wrong).toEqual([]);
  });

  it("loads the chat and its element only when the chat is shown", () => {
    const wrong = imports.filter(({ file, from }) => /chatkit/.test(from) && !file.startsWith("features/chat/"));
    expect(wrong.map(({ file, from }) => `${file} -> ${from}`)).toEqual([]);
    const column = readFileSync(join(SOURCES, "features/chat/ChatColumn.tsx"), "utf8");
    expect(column).not.toMatch(/^import .*(chatkit|ChatPanel)/m);
  });
});
