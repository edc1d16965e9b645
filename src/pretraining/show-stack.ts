import { showing } from "../display/displayed.ts";
import { few } from "../display/table.ts";
import type { AutoencoderStack } from "./stack.ts";

/** Lets a stack show itself by its autoencoders, a line each, the one on the data first. */
export function showStack(stack: AutoencoderStack): void {
  const { autoencoders, seed } = stack;
  const widths = [autoencoders[0]!.visible, ...autoencoders.map(({ hidden }) => hidden)];
  showing(stack, () => ({
    title: `Stacked autoencoders ${few(widths, "-")}, seed ${seed}`,
    footer: autoencoders.join("\n"),
  }));
}
