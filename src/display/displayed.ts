import { type Column, escapeHtml, htmlTable, textTable } from "./table.ts";

/** What every report and history can do: show itself as a table, in a terminal, a notebook or a template string. */
export interface Displayed {
  toString(): string;
}

/** How an object shows itself: a title, a table, and a closing line. */
export interface Display<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly footer?: string;
}

/**
 * Returns `data`, frozen, with hidden methods that show it as a table: `toString()`, Node's and tslab's inspection, and
 * the MIME bundle that Deno's notebooks ask for. Its own keys, and so its JSON, stay as they are.
 */
export function displayed<Data extends object, Row>(data: Data, display: Display<Row>): Data & Displayed {
  const { title, columns, rows, footer } = display;
  const text = (): string => [title, textTable(columns, rows), ...(footer ? [footer] : [])].join("\n");
  const html = (): string =>
    `<figure><figcaption>${escapeHtml(title)}</figcaption>${htmlTable(columns, rows)}${escapeHtml(footer ?? "")}</figure>`;
  const bundle = (): Record<string, string> => ({ "text/plain": text(), "text/html": html() });
  const methods = {
    toString: text,
    [Symbol.for("nodejs.util.inspect.custom")]: text,
    [Symbol.for("Jupyter.display")]: bundle,
  };
  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(data, key, { value: methods[key as keyof typeof methods], enumerable: false });
  }
  return Object.freeze(data) as Data & Displayed;
}
