import { show } from "../../check.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";

/** Names of columns that number the rows. */
const ID =
  /^$|^unnamed:? ?\d+$|^#$|^(?:row|case|record|sample)?[ _.-]?(?:id|index|idx|nr|no|number|names?)\.?$|[ _.-]id$|[a-z]I[dD]$|^uuid$/i;

/** So many rows that count up are no chance, whatever the column is called. */
const MANY = 10;

/** What looks wrong with the inputs: columns that number the rows, and columns that tell nothing. */
export function suspectColumns(inputs: AbstractMatrix, names: readonly string[]): string[] {
  if (inputs.rows < 3) return [];
  const counting = names.map(() => true);
  const constant = names.map(() => true);
  const whole = names.map(() => true);
  const read = rowReader(inputs);
  const first = Array.from(read(0));
  for (let row = 1; row < inputs.rows; row++) {
    const values = read(row);
    for (let column = 0; column < names.length; column++) {
      const value = values[column]!;
      if (value !== first[column]! + row) counting[column] = false;
      if (value !== first[column]) constant[column] = false;
      if (!Number.isInteger(value)) whole[column] = false;
    }
  }
  return names.flatMap((name, column) => {
    const advice = `leave it out with ignore: [${show(name)}]`;
    const start = first[column]!;
    if (constant[column]) return [`Column ${show(name)} has the same value in every row: ${advice}.`];
    if (counting[column] && (ID.test(name) || inputs.rows >= MANY)) {
      return [`Column ${show(name)} counts the rows (${start}, ${start + 1}, ${start + 2}, …): ${advice}.`];
    }
    if (whole[column] && ID.test(name) && inputs.rows >= MANY && allDiffer(inputs, column)) {
      return [`Column ${show(name)} has a number of its own for every row: ${advice}.`];
    }
    return [];
  });
}

function allDiffer(inputs: AbstractMatrix, column: number): boolean {
  const read = rowReader(inputs);
  const seen = new Set<number>();
  for (let row = 0; row < inputs.rows; row++) seen.add(read(row)[column]!);
  return seen.size === inputs.rows;
}
