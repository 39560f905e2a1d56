import type { Plugin } from "postcss";

// Cloudscape's global styles carry Open Sans as base64 in the style sheet, 140 kB of every first load. It comes from
// files of its own instead (main.tsx), which browsers fetch beside the page, by script, and keep.
export function withoutInlineFonts(): Plugin {
  return {
    postcssPlugin: "without-inline-fonts",
    AtRule: {
      "font-face": (rule) => {
        rule.walkDecls("src", (source) => {
          if (source.value.includes("data:")) rule.remove();
        });
      },
    },
  };
}
