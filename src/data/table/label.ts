import { rangeError, show } from "../../check.ts";
import { classesAmong, classFinder, classKey, nearlyEqual } from "./classes.ts";
import { type Decimal, numberIn } from "./number.ts";
import { showCell } from "./show-cell.ts";

/** So many classes of numbers may have few examples each: more are rather a quantity. */
const FEW = 20;

/** On average, in examples of a class. */
const SPARSE = 5;

/** So many classes may have a single example each: it may be a table to try things with. */
const TINY = 10;

/**
 * The classes of a label. They are refused where they are rather numbers to be told: if some are not whole, or if they are
 * more than twenty with fewer than five examples each on average; and if of more than ten classes half have one example.
 *
 * @param certain - Whether the caller says that numbers are classes.
 */
export function classesOf(
  action: string,
  name: string,
  cells: readonly string[],
  decimal: Decimal,
  certain: boolean,
  warnings: string[],
): string[] {
  const classes = classesAmong(cells, decimal);
  const column = `in column ${show(name)}`;
  if (classes.length < 2) {
    throw rangeError(action, `at least two classes ${column}`, `${classes.length}`);
  }
  if (!certain && isQuantity(classes, cells.length, decimal)) {
    const shown = classes.slice(0, 3).join(", ");
    throw rangeError(
      action,
      `classes ${column}`,
      `${classes.length} different numbers in ${cells.length} rows (${shown}, …); give target: ${show(name)} to have ` +
        `numbers told, or name it in categorical if each is a class`,
    );
  }
  const single = singles(classes, cells, decimal);
  if (classes.length > TINY && 2 * single.length >= classes.length) {
    throw rangeError(
      action,
      `classes of several examples ${column}`,
      `${single.length} of ${classes.length} with a single one (${single.slice(0, 3).map(showCell).join(", ")}, …); ` +
        `name another column as label, or this one as target if it holds numbers`,
    );
  }
  if (single.length > 0) {
    const named = single.slice(0, 5).map(showCell).join(", ");
    warnings.push(`Classes with a single example ${column}: ${named}${single.length > 5 ? ", …" : ""}.`);
  }
  const alike = nearlyEqual(classes);
  if (alike) warnings.push(`Classes that look alike ${column}: ${alike.map(showCell).join(" and ")}.`);
  return classes;
}

function isQuantity(classes: readonly string[], rows: number, decimal: Decimal): boolean {
  if (!classes.every((name) => classKey(name, decimal).startsWith("#"))) return false;
  if (classes.some((name) => !Number.isInteger(numberIn(name, decimal)))) return true;
  return classes.length > FEW && rows < SPARSE * classes.length;
}

function singles(classes: readonly string[], cells: readonly string[], decimal: Decimal): string[] {
  const find = classFinder(classes, decimal);
  const counts = classes.map(() => 0);
  for (const cell of cells) counts[find(cell)!]! += 1;
  return classes.filter((_, index) => counts[index] === 1);
}
