// A comment or a reason, as the API takes it. Pure.

export const mostCharacters = 4096;

/** Characters as the server counts them: code points, without white space around. */
export function charactersOf(written: string): number {
  return [...written.trim()].length;
}
