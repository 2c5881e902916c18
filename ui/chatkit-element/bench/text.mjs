/** Words for the text; the same each time. */
const WORDS =
  "the of a to in that it was for on are with as they be at one have this from by hot word but what some is you or had and we can out other were all there when up use your how said an each she".split(
    " ",
  );

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Markdown as a model writes it: paragraphs, lists, code, a table, a heading, in about the mixture of real answers. */
export function answerText(length, seed = 1) {
  const next = random(seed);
  const words = (count) => Array.from({ length: count }, () => WORDS[Math.floor(next() * WORDS.length)]).join(" ");
  const sentence = () =>
    `${words(6 + Math.floor(next() * 10))}${next() < 0.2 ? ` **${words(2)}**` : ""}${next() < 0.15 ? ` \`${words(1)}()\`` : ""}. `;
  const paragraph = () =>
    Array.from({ length: 3 + Math.floor(next() * 3) }, sentence)
      .join("")
      .trim();
  const kinds = [
    paragraph,
    paragraph,
    paragraph,
    () =>
      Array.from({ length: 4 + Math.floor(next() * 8) }, (_, i) =>
        `${next() < 0.5 ? "-" : `${i + 1}.`} ${sentence().trim()}`.replace(/^\d+\./, "-"),
      ).join("\n"),
    () => Array.from({ length: 3 + Math.floor(next() * 5) }, (_, i) => `${i + 1}. **${words(2)}**: ${sentence().trim()}`).join("\n"),
    () =>
      `\`\`\`js\n${Array.from({ length: 5 + Math.floor(next() * 20) }, (_, i) => `const ${words(1)}${i} = call("${words(3)}", ${i});`).join("\n")}\n\`\`\``,
    () =>
      `| ${words(1)} | ${words(1)} | ${words(1)} |\n|---|---|--:|\n${Array.from({ length: 4 }, () => `| ${words(3)} | ${words(2)} | ${Math.floor(next() * 100)} |`).join("\n")}`,
    () => `## ${words(4)}`,
    () => `> ${sentence()}`,
  ];
  let text = "";
  while (text.length < length) text += `${kinds[Math.floor(next() * kinds.length)]?.()}\n\n`;
  return text.slice(0, length);
}

/** The text in pieces of the size of tokens. */
export function deltasOf(text) {
  return text.match(/\s*\S{1,6}|\s+$/g) ?? [];
}
