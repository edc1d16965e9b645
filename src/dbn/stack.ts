import { checkArray, checkInteger, checkMethods, rangeError, show } from "../check.ts";
import type { EngineOptions } from "../engine/select.ts";
import type { Initializer } from "../initializer/initializer.ts";
import type { Seed } from "../random/seed.ts";
import { RBM } from "../rbm/rbm.ts";
import { bernoulliUnits } from "../units/bernoulli.ts";
import type { Units } from "../units/units.ts";

/** What makes a stack of RBMs: `DBN` is one. */
export interface RBMStack {
  /** The RBMs, the one on the data first. */
  readonly rbms: readonly RBM[];
  readonly seed: Seed;
}

/** The RBMs of a stack with these widths, the data's first; each has a seed of its own. */
export function stackRBMs(
  action: string,
  sizes: readonly number[],
  visibleUnits: Units,
  initializer: Initializer | undefined,
  seed: Seed,
  engineOptions: EngineOptions,
): readonly RBM[] {
  const expected = "sizes to hold at least two widths, visible and hidden";
  const widths = checkArray(action, expected, sizes);
  if (widths.length < 2) throw rangeError(action, expected, show(sizes));
  for (const [index, size] of widths.entries()) checkInteger(action, `sizes[${index}]`, size, { min: 1 });
  return widths.slice(1).map(
    (hidden, layer) =>
      new RBM({
        ...engineOptions,
        visible: widths[layer]!,
        hidden,
        visibleUnits: layer === 0 ? visibleUnits : bernoulliUnits,
        initializer,
        seed: `${seed}, RBM ${layer}`,
      }),
  );
}

/** Throws unless each RBM takes what the one below gives. */
export function checkStack(action: string, rbms: readonly RBM[]): void {
  if (rbms.length === 0) throw rangeError(action, "at least one RBM", "[]");
  for (const [layer, rbm] of rbms.entries()) {
    checkMethods(action, `RBM ${layer} to be an RBM`, rbm, "hiddenMeans", "visibleMeans", "sample", "toJSON");
    if (rbm.hiddenUnits.activation === undefined) {
      const expected = `the hidden units of RBM ${layer} to hand an activation to a net, as bernoulliUnits do`;
      throw rangeError(action, expected, show(rbm.hiddenUnits.name));
    }
    const below = rbms[layer - 1];
    if (below === undefined) continue;
    if (rbm.visible !== below.hidden) {
      throw rangeError(action, `RBM ${layer} to have ${below.hidden} visible units`, `${rbm.visible}`);
    }
    const [given, taken] = [below.hiddenUnits.range, rbm.visibleUnits.range];
    if (given.min < taken.min || given.max > taken.max || rbm.visibleUnits.misfit) {
      const expected = `the visible units of RBM ${layer} to take means of ${below.hiddenUnits.name} units`;
      throw rangeError(action, expected, show(rbm.visibleUnits.name));
    }
  }
}
