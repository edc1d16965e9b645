import { checkList, checkNumber, rangeError, readSafely } from "../check.ts";

/** Reads weights at a public door: so many numbers ≥ 0. */
export function readWeights(
  action: string,
  name: string,
  weights: ArrayLike<number>,
  count: number,
  instead = "",
): Float64Array {
  const expected = `${name} to be ${instead}a list of ${count} numbers`;
  return readSafely(action, expected, () => {
    const { length } = checkList(action, expected, weights);
    if (length !== count) throw rangeError(action, `${count} ${name}`, `${length}`);
    return Float64Array.from({ length }, (_, index) =>
      checkNumber(action, `${name}[${index}]`, weights[index], { min: 0 }),
    );
  });
}
