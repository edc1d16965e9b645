import { ofLibrary } from "../check/own-name.ts";
import { showing } from "../display/displayed.ts";
import { formatNumber } from "../display/table.ts";
import { checkFinite, isMatrix, type Matrix, type MatrixLike } from "../matrix/matrix.ts";
import type { Preprocessor } from "./preprocessor.ts";

/**
 * Freezes a preprocessor of the library, which refuses results that are not finite and shows itself by what it learned, with a line for
 * each of its steps.
 */
export function createPreprocessor<Kind extends Preprocessor & { readonly steps?: readonly Preprocessor[] }>(
  preprocessor: Kind,
): Kind {
  const { name, steps = [], transform, inverse, ...fields } = preprocessor;
  const checked = {
    ...preprocessor,
    transform: (data: MatrixLike) => finite(`apply ${name}`, transform(data)),
    inverse: (data: MatrixLike) => finite(`invert ${name}`, inverse(data)),
  };
  return ofLibrary(
    showing(checked, () => ({ title: [name, ...learned(fields)].join(", "), footer: steps.join("\n") })),
  );
}

function finite(action: string, result: Matrix): Matrix {
  checkFinite(action, "the result", result);
  return result;
}

/** How many numbers each matrix holds and from where to where they lie, and the settings. */
function learned(fields: object): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (value === true) return field;
    if (!isMatrix(value)) return typeof value === "number" ? `${field} ${value}` : [];
    const { rows, columns } = value;
    if (rows > 1) return `${columns} of ${rows} ${field}`;
    return `${columns} ${field} from ${formatNumber(value.min())} to ${formatNumber(value.max())}`;
  });
}
