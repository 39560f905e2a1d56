import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstLoad } from "./vite-plugins/first_load";
import { precompress } from "./vite-plugins/precompress";
import { withoutInlineFonts } from "./vite-plugins/without_inline_fonts";

// The API's own paths, for `npm run dev` beside a running server.
const api = ["/requests", "/approvals", "/revoke", "/catalog", "/me", "/reports", "/audit", "/events"];

export default defineConfig({
  plugins: [react(), firstLoad({ limitKilobytes: 450 }), precompress()],
  css: { postcss: { plugins: [withoutInlineFonts()] } },
  worker: { format: "es" },
  build: {
    outDir: "../build/portal",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the Content-Security-Policy has no room for data: scripts, and fonts are better cached
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000, // first_load.ts measures what matters
    rollupOptions: {
      input: { index: "index.html", "session-keeper": "src/session/keeper.ts" },
      output: {
        // A service worker is known by its address, and rules what lies below it.
        entryFileNames: (chunk) =>
          chunk.name === "session-keeper" ? "session-keeper.js" : "assets/[name]-[hash].js",
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      [...api, "/portal-config.json"].map((path) => [path, process.env.CURFEW ?? "http://127.0.0.1:8080"]),
    ),
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
