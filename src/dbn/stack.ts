import { checkInteger, rangeError, show } from "../check.ts";
import type { EngineOptions } from "../engine/select.ts";
import type { Initializer } from "../initializer/initializer.ts";
import type { Seed } from "../random/seed.ts";
import { RBM } from "../rbm/rbm.ts";
import { bernoulliUnits } from "../units/bernoulli.ts";
import type { Units } from "../units/units.ts";

/** The RBMs of a stack with these widths, the data's first; each has a seed of its own. */
export function stackRBMs(
  action: string,
  sizes: readonly number[],
  visibleUnits: Units,
  initializer: Initializer | undefined,
  seed: Seed,
  engineOptions: EngineOptions,
): readonly RBM[] {
  if (!Array.isArray(sizes) || sizes.length < 2) {
    throw rangeError(action, "sizes to hold at least two widths, visible and hidden", show(sizes));
  }
  for (const [index, size] of sizes.entries()) checkInteger(action, `sizes[${index}]`, size, { min: 1 });
  return sizes.slice(1).map(
    (hidden, layer) =>
      new RBM({
        ...engineOptions,
        visible: sizes[layer]!,
        hidden,
        visibleUnits: layer === 0 ? visibleUnits : bernoulliUnits,
        ...(initializer && { initializer }),
        seed: `${seed}, RBM ${layer}`,
      }),
  );
}

/** Throws unless each RBM takes what the one below gives. */
export function checkStack(action: string, rbms: readonly RBM[]): void {
  if (!Array.isArray(rbms) || rbms.length === 0) throw rangeError(action, "at least one RBM", show(rbms));
  for (const [layer, rbm] of rbms.entries()) {
    if (rbm.hiddenUnits.name !== "bernoulli") {
      throw rangeError(
        action,
        `the hidden units of RBM ${layer} to be bernoulli`,
        show(rbm.hiddenUnits.name),
      );
    }
    const below = rbms[layer - 1];
    if (below === undefined) continue;
    if (rbm.visible !== below.hidden) {
      throw rangeError(action, `RBM ${layer} to have ${below.hidden} visible units`, `${rbm.visible}`);
    }
    if (rbm.visibleUnits.name !== "bernoulli") {
      throw rangeError(
        action,
        `the visible units of RBM ${layer} to be bernoulli`,
        show(rbm.visibleUnits.name),
      );
    }
  }
}
