import type { Column } from "../../display/table.ts";
import type { Tally } from "./class-tallies.ts";

/** How well one class is told from the rest, or what several come to together. */
export interface ClassFigures {
  /** Of those predicted to be of the class, the share that is. */
  readonly precision: number;
  /** Of those of the class, the share that was predicted to be. */
  readonly recall: number;
  /** 2·precision·recall / (precision + recall). */
  readonly f1: number;
  /** How many examples are of the class; with weights, what they weigh. */
  readonly support: number;
}

/** Figures of a class or a label, with its name where it has one. */
export interface NamedFigures extends ClassFigures {
  readonly name?: string;
}

/** The figures of a tally. F1 = 2·right / (support + predicted), which is the same and needs no case of its own. */
export function figuresOf({ support, predicted, right }: Tally): ClassFigures {
  return {
    precision: share(right, predicted),
    recall: share(right, support),
    f1: share(2 * right, support + predicted),
    support,
  };
}

/** The figures of each tally, named where there are names. */
export function namedFigures(tallies: readonly Tally[], names?: readonly string[]): readonly NamedFigures[] {
  return Object.freeze(
    tallies.map((tally, index) =>
      Object.freeze({ ...(names && { name: names[index]! }), ...figuresOf(tally) }),
    ),
  );
}

/** The mean of the figures, each counted so many times; 0 where nothing counts. */
export function meanFigures(
  figures: readonly ClassFigures[],
  timesOf: (figures: ClassFigures) => number,
): ClassFigures {
  const sum = (term: (each: ClassFigures) => number): number =>
    figures.reduce((total, each) => total + term(each), 0);
  const mean = (figure: "precision" | "recall" | "f1"): number =>
    share(
      sum((each) => timesOf(each) * each[figure]),
      sum(timesOf),
    );
  return Object.freeze({
    precision: mean("precision"),
    recall: mean("recall"),
    f1: mean("f1"),
    support: sum(({ support }) => support),
  });
}

/** A line of a table of figures. */
export interface FiguresRow extends ClassFigures {
  readonly heading: string;
}

/** The lines of classes or labels: by name, or else by index. */
export function rowsOf(figures: readonly NamedFigures[]): FiguresRow[] {
  return figures.map((each, index) => ({ heading: each.name ?? `${index}`, ...each }));
}

/** The columns of such a table, the first under the name of what each line is about. */
export function figuresColumns(heading: string): readonly Column<FiguresRow>[] {
  return [
    { heading, cell: (row) => row.heading },
    { heading: "precision", cell: ({ precision }) => precision },
    { heading: "recall", cell: ({ recall }) => recall },
    { heading: "F1", cell: ({ f1 }) => f1 },
    { heading: "support", cell: ({ support }) => support },
  ];
}

/** A share of nothing is 0. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
