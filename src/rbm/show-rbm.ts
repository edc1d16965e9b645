import { showing } from "../display/displayed.ts";
import { modelLine } from "../fit/model-line.ts";
import type { RunningRBM } from "./machine/running-rbm.ts";

/** Lets an RBM show itself, in a line. */
export function showRBM(rbm: RunningRBM): void {
  const { visible, visibleUnits, hidden, hiddenUnits } = rbm;
  showing(rbm, () => ({
    title: `RBM ${visible} ${visibleUnits.name} × ${hidden} ${hiddenUnits.name}, ${modelLine(rbm)}`,
  }));
}
