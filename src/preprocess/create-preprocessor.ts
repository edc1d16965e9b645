import { showing } from "../display/displayed.ts";
import { formatNumber } from "../display/table.ts";
import { isMatrix } from "../matrix/matrix.ts";
import type { Preprocessor } from "./preprocessor.ts";

/** Freezes a preprocessor, which shows itself by what it learned, with a line for each of its steps. */
export function createPreprocessor<Kind extends Preprocessor & { readonly steps?: readonly Preprocessor[] }>(
  preprocessor: Kind,
): Kind {
  const { name, steps = [], ...fields } = preprocessor;
  return Object.freeze(
    showing(preprocessor, () => ({ title: [name, ...learned(fields)].join(", "), footer: steps.join("\n") })),
  );
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
