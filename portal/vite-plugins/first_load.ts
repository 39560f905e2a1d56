import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

// What a browser has to fetch before the first page is there: the entry with all that it imports at once, their style
// sheets, and the two workers. What is imported later (`import()`) is not counted. Ends the build when it is too much.
export function firstLoad({ limitKilobytes }: { limitKilobytes: number }): Plugin {
  return {
    name: "first-load",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = [...firstFiles(bundle)].map((name) => ({ name, bytes: gzipped(bundle[name]) }));
      const kilobytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
      this.emitFile({
        type: "asset",
        fileName: "first-load.json",
        source: JSON.stringify({ kilobytes, limitKilobytes, files }, null, 2) + "\n",
      });
      console.log(`first load: ${kilobytes.toFixed(0)} kB gzipped, of at most ${limitKilobytes}`);
      if (kilobytes > limitKilobytes) this.error(`first load: ${kilobytes.toFixed(0)} kB is too much`);
    },
  };
}

function firstFiles(bundle: Rollup.OutputBundle): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const file = bundle[name];
    if (!file || found.has(name)) return;
    found.add(name);
    if (file.type !== "chunk") return;
    file.imports.forEach(visit);
    file.viteMetadata?.importedCss.forEach((css) => found.add(css));
  };
  for (const [name, file] of Object.entries(bundle)) {
    const isWorker = file.type === "asset" && /vault[^/]*\.js$/.test(name);
    if (isWorker || (file.type === "chunk" && file.isEntry)) visit(name);
  }
  return found;
}

function gzipped(file: Rollup.OutputAsset | Rollup.OutputChunk | undefined): number {
  if (!file) return 0;
  return gzipSync(file.type === "chunk" ? file.code : file.source, { level: 9 }).length;
}
