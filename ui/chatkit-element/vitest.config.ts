import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    // Sheets are imported as text; without this vitest would hand out empty strings.
    css: true,
    restoreMocks: true,
  },
});
