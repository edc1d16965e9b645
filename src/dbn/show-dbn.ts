import { showing } from "../display/displayed.ts";
import { few } from "../display/table.ts";
import type { RBMStack } from "./stack.ts";

/** Lets a DBN show itself by its RBMs, a line each, the one on the data first. */
export function showDBN(dbn: RBMStack): void {
  const { rbms, seed } = dbn;
  const widths = [rbms[0]!.visible, ...rbms.map(({ hidden }) => hidden)];
  showing(dbn, () => ({ title: `DBN ${few(widths, "-")}, seed ${seed}`, footer: rbms.join("\n") }));
}
