/**
 * A table in Markdown, which also reads well on a terminal: its columns are lined up, the first to the left.
 *
 * @param {readonly string[]} headings
 * @param {readonly (readonly string[])[]} rows
 */
export function table(headings, rows) {
  const widths = headings.map((heading, column) =>
    Math.max(2, heading.length, ...rows.map((cells) => cells[column].length)),
  );
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]));
  const line = (cells) => `| ${cells.map(pad).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(headings), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Three digits that count, and no powers of ten; a dash for what is not a number, as where something was not run. */
export function digits(value) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return value.toFixed(0);
  return value.toFixed(magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3);
}

/** A median with the least and the greatest of the repetitions: `0.412 (0.405–0.430)`. */
export function withSpread({ median, least, greatest, count }) {
  return count === 1 ? digits(median) : `${digits(median)} (${digits(least)}–${digits(greatest)})`;
}
