import { type Column, escapeHtml, htmlTable, textTable } from "./table.ts";

/** What every report, history, model and dataset can do: show itself, in a terminal, a notebook or a template string. */
export interface Displayed {
  toString(): string;
}

/** How an object shows itself: a title, a table where it has rows, and closing lines. */
export interface Display<Row = never> {
  readonly title: string;
  readonly columns?: readonly Column<Row>[];
  readonly rows?: readonly Row[];
  readonly footer?: string;
}

/**
 * Returns `data`, frozen, with hidden methods that show it as a table: `toString()`, Node's and tslab's inspection, and
 * the MIME bundle that Deno's notebooks ask for. Its own keys, and so its JSON, stay as they are.
 */
export function displayed<Data extends object, Row>(data: Data, display: Display<Row>): Data & Displayed {
  return Object.freeze(showing(data, () => display, true));
}

/**
 * The same for an object that changes, or whose display takes a while: it is made when it is asked for. Inspected inside
 * another object it is its title alone, unless it is always whole.
 */
export function showing<Shown extends object, Row>(
  shown: Shown,
  display: () => Display<Row>,
  alwaysWhole = false,
): Shown & Displayed {
  const text = (): string => {
    const { title, columns = [], rows = [], footer } = display();
    return [title, rows.length > 0 && textTable(columns, rows), footer].filter((part) => part).join("\n");
  };
  const html = (): string => {
    const { title, columns = [], rows = [], footer = "" } = display();
    const table = rows.length > 0 ? htmlTable(columns, rows) : "";
    const closing = escapeHtml(footer).replaceAll("\n", "<br>");
    return `<figure><figcaption>${escapeHtml(title)}</figcaption>${table}${closing}</figure>`;
  };
  return Object.defineProperties(shown, {
    toString: { value: text },
    // Told how many levels may be opened below this object, and below the one that is inspected.
    [Symbol.for("nodejs.util.inspect.custom")]: {
      value: (levels?: number, { depth }: { readonly depth?: number } = {}) =>
        levels! < depth! && !alwaysWhole ? display().title : text(),
    },
    [Symbol.for("Jupyter.display")]: {
      value: () => ({ "text/plain": text(), "text/html": html() }),
    },
  });
}
