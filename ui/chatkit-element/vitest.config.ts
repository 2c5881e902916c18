import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const react18 = fileURLToPath(new URL("../../tests/react18/node_modules/", import.meta.url));
const bindings = "test/react*.test.tsx";

export default defineConfig({
  test: {
    environment: "happy-dom",
    // Sheets are imported as text; without this vitest would hand out empty strings.
    css: true,
    restoreMocks: true,
    // Ends a test that hangs; a busy machine must not.
    testTimeout: 20_000,
    // Each worker holds a whole page and its trees: more of them than this take gigabytes, not time.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "element", include: ["test/**/*.test.{ts,tsx}"], exclude: [bindings] } },
      { extends: true, test: { name: "react 19", include: [bindings], env: { REACT_MAJOR: "19" } } },
      {
        extends: true,
        resolve: { alias: [{ find: /^(react|react-dom)(\/.*)?$/, replacement: `${react18}$1$2` }] },
        test: {
          name: "react 18",
          include: [bindings],
          env: { REACT_MAJOR: "18" },
          // The binding asks for `react` itself: it must get the same one.
          server: { deps: { inline: ["@openai/chatkit-react"] } },
        },
      },
    ],
  },
});
