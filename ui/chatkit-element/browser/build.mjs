/** Builds the pages of the browser tests: with React 19, with React 18, and without a framework. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const react18 = (name) => here(`../../../tests/react18/node_modules/${name}`);

function page(outDir, names, alias) {
  return build({
    configFile: false,
    logLevel: "warn",
    root: here("./page"),
    base: "./",
    resolve: { alias, dedupe: ["react", "react-dom"] },
    build: {
      outDir: here(`./dist/${outDir}`),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // One asset is as good as another here; the size has its own check.
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: names.map((name) => here(`./page/${name}.html`)) },
    },
  });
}

const element = { "openai-chatkit-element": here("../src/index.ts") };
await page("now", ["react", "plain"], element);
await page("react18", ["react"], { ...element, react: react18("react"), "react-dom": react18("react-dom") });
