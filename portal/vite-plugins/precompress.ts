import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const worthIt = /\.(js|css|html|svg|json)$/;

// Beside each file that gets smaller by it lies the same with .gz: the server sends that one to whoever accepts it.
export function precompress(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "precompress",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle() {
      const folder = resolve(config.root, config.build.outDir);
      for (const entry of readdirSync(folder, { recursive: true }).map(String)) {
        if (!worthIt.test(entry)) continue;
        const bytes = readFileSync(join(folder, entry));
        const smaller = gzipSync(bytes, { level: 9 });
        if (smaller.length < bytes.length) writeFileSync(join(folder, `${entry}.gz`), smaller);
      }
    },
  };
}
