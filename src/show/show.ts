import { checkRecord, readSafely, show as shown, typeError } from "../check.ts";
import { describePlot } from "../plots/plot.ts";
import { isPlot, plotsOf } from "./contents.ts";
import { type Bundle, openCell } from "./notebook.ts";

/**
 * Shows a model, history, report, dataset or plot where it is called: in a notebook of Deno or tslab as tables and pictures, elsewhere
 * as text on the console. A history comes with its learning curve, a gradient report with the error signal by layer.
 *
 * Notebooks keep the pictures in the file, so that they stand in a page made of it as well.
 *
 * @param value - Anything that the library makes and that prints as a table, or a plot of `layerwise/plots`.
 * @throws TypeError if `value` is no object.
 * @example
 * await show(await network.fit(inputs, labels));
 */
export async function show(value: object): Promise<void> {
  const [action, expected] = ["show", "what the library makes"];
  checkRecord(action, expected, value);
  const text = readSafely(action, expected, () => {
    if (!isPlot(value) && displayOf(value) === undefined) throw typeError(action, expected, shown(value));
    return textOf(value);
  });
  const cell = openCell();
  if (cell === undefined) {
    console.log(text);
    return;
  }
  await cell.show(await bundleOf(value));
  for (const plot of plotsOf(value)) await openCell()!.show(await bundleOf(plot));
}

function textOf(value: object): string {
  return isPlot(value) ? describePlot(value) : String(value);
}

/** The method by which a value shows itself in Deno's notebooks. */
function displayOf(value: object): (() => unknown) | undefined {
  const own = (value as { readonly [name: symbol]: unknown })[Symbol.for("Jupyter.display")];
  return typeof own === "function" ? () => own.call(value) : undefined;
}

/** What a value says of itself there; a plot that was saved and read says its name alone. */
async function bundleOf(value: object): Promise<Bundle> {
  return { "text/plain": textOf(value), ...((await displayOf(value)?.()) as Bundle | undefined) };
}
