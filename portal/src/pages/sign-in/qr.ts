import qrcode from "qrcode-generator";

/** The modules of a QR code as an SVG path, one unit a module, and how many there are on a side. */
export function qrPath(content: string): { path: string; size: number } {
  const code = qrcode(0, "M");
  code.addData(content);
  code.make();
  const size = code.getModuleCount();
  const cells: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (code.isDark(row, column)) cells.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  return { path: cells.join(""), size };
}

/** What authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function keyUri(secret: string, account: string): string {
  const label = `Curfew:${account || "user"}`;
  return `otpauth://totp/${encodeURIComponent(label)}?secret=${encodeURIComponent(secret)}&issuer=Curfew`;
}
