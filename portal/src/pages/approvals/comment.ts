// What people write: reasons and comments, as the API takes them. Pure.

export const mostCharacters = 4096;

/** Characters as the server counts them: code points, without white space around. */
export function charactersOf(written: string): number {
  return [...written.trim()].length;
}

/**
 * Whether the text holds characters that make other characters appear in another order than they have: "exe.png" may be
 * "gnp.exe". Scripts that run from right to left need none of them. https://www.unicode.org/reports/tr9/#Explicit_Directional_Overrides
 */
export function turnsText(written: string): boolean {
  return /[\u202d\u202e]/.test(written);
}
