import { RBM } from "../../src/rbm/rbm.ts";
import type { RBMOptions } from "../../src/rbm/rbm-options.ts";
import type { PlainMachine } from "./enumerate.ts";
import { randomMatrix } from "./random-matrix.ts";

/** An RBM with random parameters of this scale that depend on its name and sizes, and the same as plain numbers. */
export function smallRBM(
  name: string,
  visible: number,
  hidden: number,
  { std = 1, ...options }: { readonly std?: number } & Partial<RBMOptions> = {},
): { readonly rbm: RBM; readonly plain: PlainMachine } {
  const plain = {
    weights: randomMatrix(`${name} weights`, visible, hidden, std).to2DArray(),
    visibleBias: randomMatrix(`${name} visible bias`, 1, visible, std).to1DArray(),
    hiddenBias: randomMatrix(`${name} hidden bias`, 1, hidden, std).to1DArray(),
  };
  const parameters = {
    weights: plain.weights,
    visibleBias: [plain.visibleBias],
    hiddenBias: [plain.hiddenBias],
  };
  return { rbm: new RBM({ visible, hidden, parameters, seed: name, ...options }), plain };
}
