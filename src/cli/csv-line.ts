/**
 * A line of CSV: what holds a comma, a quote or the end of a line, begins or ends with a blank, or is empty stands in quotes.
 *
 * @see Shafranovich, "Common format and MIME type for comma-separated values (CSV) files", RFC 4180, section 2.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells
    .map((cell) => {
      const text = String(cell);
      return /[",\r\n]|^\s|\s$|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}
