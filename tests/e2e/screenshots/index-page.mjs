const STYLE = `
  :root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
  body { margin: 24px; }
  h2 { margin: 32px 0 8px; font-size: 17px; }
  .shots { display: flex; flex-wrap: wrap; gap: 16px; align-items: start; }
  figure { margin: 0; }
  img { display: block; max-width: 620px; max-height: 560px; border: 1px solid GrayText; }
  figcaption { font-size: 12px; color: GrayText; }
`;

/** A page with all pictures that are there, screen by screen, light beside dark. */
export function indexOf(files, screens) {
  const sections = screens.map((screen) => {
    const shots = files.filter(
      (file) => file.startsWith(`${screen}-`) && /^(empty|typical|many)-\d+x\d+-(light|dark)\.png$/.test(file.slice(screen.length + 1)),
    );
    return shots.length === 0 ? "" : `<h2>${screen}</h2>\n<div class="shots">\n${shots.sort(inOrder).map(figure).join("\n")}\n</div>`;
  });
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Docket: every screen</title>\n<style>${STYLE}</style>\n<h1>Every screen</h1>\n${sections.filter(Boolean).join("\n")}\n</html>\n`;
}

/** By data, then from the widest, then light before dark. */
function inOrder(a, b) {
  const keyOf = (file) => {
    const [kind, size, scheme] = file.replace(".png", "").split("-").slice(-3);
    return [kind, 9_999 - Number.parseInt(size, 10), scheme === "light" ? 0 : 1].join(" ");
  };
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

const figure = (file) =>
  `<figure><a href="${file}"><img src="${file}" alt="" loading="lazy"></a><figcaption>${file.replace(".png", "")}</figcaption></figure>`;
