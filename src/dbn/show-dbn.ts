import { showing } from "../display/displayed.ts";
import { few } from "../display/table.ts";
import type { DBN } from "./dbn.ts";

/** Lets a DBN show itself by its RBMs, a line each, the one on the data first. */
export function showDBN(dbn: DBN): void {
  const { rbms, seed } = dbn;
  const widths = [rbms[0]!.visible, ...rbms.map(({ hidden }) => hidden)];
  showing(dbn, () => ({ title: `DBN ${few(widths, "-")}, seed ${seed}`, footer: rbms.join("\n") }));
}
