/** Tables as spreadsheets open them: Chinese is read as Chinese, and no cell is run as a formula. Pure. */

/** Tells a spreadsheet that what follows is UTF-8; without it Chinese turns to noise. */
const BOM = "\uFEFF";
/** A cell that begins so would be run, in half width or in full; a tab or a line end before it is skipped over. */
const FORMULA = /^[\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const TO_QUOTE = /[",\r\n]|^\s|\s$/;

export function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return TO_QUOTE.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function toCsv(heads: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [heads, ...rows].map((row) => row.map(cell).join(","));
  return BOM + lines.map((line) => `${line}\r\n`).join("");
}

/** Hand a text to the reader as a file; it is made here and leaves no trace on the server. */
export function offer(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by the next turn; kept longer it would only fill memory.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
