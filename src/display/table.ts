/** A cell of a table: text, a number, or nothing. */
export type Cell = string | number | undefined;

/** A column of a table: its heading and what stands in it for each row. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row, index: number) => Cell;
  /** Significant digits of a number. Default 4. */
  readonly digits?: number;
  /** Whether a page shows it only to those who unfold the whole table. Default false. */
  readonly detail?: boolean;
}

/** A number, a share or nothing. */
const NUMERIC = /^(-?[\d.]+(e[-+]?\d+)?( %)?|NaN|-?Infinity|)$/;

/** A table as text, its columns lined up: numbers to the right, words to the left. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const [headings, ...body] = linesOf(columns, rows);
  const numeric = headings!.map((_, column) => body.every((cells) => NUMERIC.test(cells[column]!)));
  const widths = headings!.map((_, column) =>
    Math.max(...[headings!, ...body].map((cells) => cells[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(headings!), rule, ...body.map(line)].join("\n");
}

/** The same table as HTML: at first without the details, and all of it behind a fold. */
export function htmlTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  const table = (shown: readonly Column<Row>[]): string => {
    const [head, ...body] = linesOf(shown, rows);
    const lines = body.map((cells) => line(cells, "td")).join("");
    return `<table><thead>${line(head!, "th")}</thead><tbody>${lines}</tbody></table>`;
  };
  const first = columns.filter(({ detail }) => !detail);
  const fold = (whole: string): string => `<details><summary>all columns</summary>${whole}</details>`;
  return table(first) + (first.length < columns.length ? fold(table(columns)) : "");
}

/** The headings of the columns that hold anything, then the cells of each row. */
function linesOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[][] {
  const used = columns.filter(({ cell }) => rows.some((row, index) => cell(row, index) !== undefined));
  const body = rows.map((row, index) => used.map(({ cell, digits }) => formatCell(cell(row, index), digits)));
  return [used.map(({ heading }) => heading), ...body];
}

/** A number as a person reads it: few digits, and powers of ten only where it is very small or large. */
export function formatNumber(value: number, digits = 4): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) ? magnitude < 1e7 : !Number.isFinite(value)) return String(value);
  return magnitude >= 1e-3 && magnitude < 1e6 ? value.toPrecision(digits) : value.toExponential(digits - 2);
}

/** Many items in one line: the first few, and the last. */
export function few(items: readonly (string | number)[], separator: string): string {
  return (items.length > 9 ? [...items.slice(0, 6), "…", items.at(-1)] : items).join(separator);
}

/** A share as a table shows it: `12.5 %`. */
export function percentCell(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${formatNumber(100 * share, 3)} %`;
}

function formatCell(cell: Cell, digits?: number): string {
  if (cell === undefined) return "";
  return typeof cell === "string" ? cell : formatNumber(cell, digits);
}

/** Text that stands in HTML as it is. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
