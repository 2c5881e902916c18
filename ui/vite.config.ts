import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react({ exclude: /chatkit-element/ }), tailwindcss()],
  // The chat element is built with the page, from its source.
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: {
    // The page's policy has no `data:` for scripts and styles and no `unsafe-inline`: every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["es2022", "safari16"],
    rollupOptions: {
      input: ["index", "quick-add", "frame"].map((page) => resolve(import.meta.dirname, `${page}.html`)),
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
});
