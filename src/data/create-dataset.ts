import { type Display, showing } from "../display/displayed.ts";
import { few } from "../display/table.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Dataset } from "./dataset.ts";

/** How many classes, and how many targets, have a row. */
const MOST_ROWS = 10;
/** The characters that are shown of a name. */
const MOST_OF_NAME = 24;

/** A class with its examples, or a column of targets with its range. */
interface Told {
  readonly class?: string;
  readonly examples?: number;
  readonly target?: string;
  readonly least?: number;
  readonly greatest?: number;
}

/** Freezes a dataset, which shows itself: its size, and how often each class occurs or where the targets lie. */
export function createDataset<Data extends Dataset>(dataset: Data): Data {
  return Object.freeze(showing(dataset, () => showDataset(dataset)));
}

function showDataset(dataset: Dataset): Display<Told> {
  const { inputs, labels, targets, columnNames, shape, seed, attribution } = dataset;
  const classes = labels ? (dataset.classes ?? 0) : 0;
  const columns = targets?.columns ?? 0;
  const counts = firstCounts(labels ?? new Int32Array(), classes);
  const more = (number: number, what: string): string[] =>
    number > MOST_ROWS ? [`… ${number - MOST_ROWS} more of ${number} ${what}`] : [];
  return {
    title:
      `Dataset ${nameIn([dataset.name], 0)}: ` +
      `${counted(inputs.rows, "example")} × ${counted(inputs.columns, "column")}` +
      (labels ? `, ${counted(classes, "class", "classes")}` : "") +
      (targets ? `, ${counted(columns, "target")}` : ""),
    columns: [
      { heading: "class", cell: (row) => row.class },
      { heading: "examples", cell: (row) => row.examples },
      { heading: "target", cell: (row) => row.target },
      { heading: "least", cell: (row) => row.least },
      { heading: "greatest", cell: (row) => row.greatest },
    ],
    rows: [
      ...counts.map((examples, label) => ({ class: nameIn(dataset.classNames, label), examples })),
      ...Array.from({ length: Math.min(columns, MOST_ROWS) }, (_, column) => ({
        target: nameIn(dataset.targetNames, column),
        ...rangeOf(targets!, column),
      })),
    ],
    footer: [
      ...more(classes, "classes"),
      ...more(columns, "targets"),
      ...(columnNames
        ? [
            `Columns: ${few(
              columnNames.map((_, column) => nameIn(columnNames, column)),
              ", ",
            )}`,
          ]
        : []),
      ...(shape ? [`Images of ${shape.height} × ${shape.width} pixels`] : []),
      ...(seed === undefined ? [] : [`Drawn with seed ${seed}`]),
      ...(dataset.warnings ?? []).map((warning) => `Warning: ${warning}`),
      ...(attribution ? [attribution] : []),
    ]
      .map(wrapped)
      .join("\n"),
  };
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** How many examples the first classes have. */
function firstCounts(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(Math.min(classes, MOST_ROWS)).fill(0);
  for (const label of labels) if (label < counts.length) counts[label]! += 1;
  return counts;
}

/** The name at an index, on one line and cut where it is long; without names the index. */
function nameIn(names: readonly string[] | undefined, index: number): string {
  const characters = [...onOneLine(`${names?.[index] ?? index}`)];
  if (characters.length === 0) return '""';
  return characters.length > MOST_OF_NAME
    ? `${characters.slice(0, MOST_OF_NAME - 1).join("")}…`
    : characters.join("");
}

/** The least and the greatest value of a column. */
function rangeOf(
  matrix: AbstractMatrix,
  column: number,
): { readonly least: number; readonly greatest: number } {
  let [least, greatest] = [Infinity, -Infinity];
  for (let row = 0; row < matrix.rows; row++) {
    least = Math.min(least, matrix.get(row, column));
    greatest = Math.max(greatest, matrix.get(row, column));
  }
  return { least, greatest };
}

/** Text in lines of up to 100 characters, unless a word is longer. */
function wrapped(text: string): string {
  const lines = onOneLine(text).match(/.{1,100}(?=\s|$)|\S+/g) ?? [];
  return lines.map((line) => line.trim()).join("\n");
}

/** Text without breaks, and without characters that steer a terminal. */
function onOneLine(text: string): string {
  return text.replaceAll(/[\s\p{C}]+/gu, " ").trim();
}
