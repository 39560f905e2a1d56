// Tables as files that spreadsheets open: RFC 4180, with the rules that the server has for its own (entry/http/csv.cc).

// Spreadsheets take CSV for UTF-8 only when it begins with this.
export const byteOrderMark = "\uFEFF";

/** One line a row, the names of the fields first; what is absent is an empty cell. */
export function csvOf<Row extends object>(
  fields: readonly (keyof Row & string)[],
  rows: readonly Row[],
): string {
  const lines = [fields, ...rows.map((row) => fields.map((field) => String(row[field] ?? "")))];
  return lines.map((cells) => cells.map(cellOf).join(",") + "\r\n").join("");
}

export function cellOf(content: string): string {
  const harmless = withoutFormulas(content);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

// What a spreadsheet might take for a formula: also behind what it might take for the end of a cell.
function withoutFormulas(content: string): string {
  return content.replace(/(?<=^|[;\t\r\n])(?=[=+\-@\t\r\0])/g, "'");
}
