import { learningCurves } from "../../../src/plots/index.ts";
import * as entry from "../../../src/show/index.ts";
import { type ValidCall, valid } from "./valid.ts";

/** A plot as a whole: what stands inside is Vega-Lite's, which draws what it can. */
const plot = () =>
  Object.assign(
    Object.create({}),
    learningCurves([{ run: "a", at: 1, value: 0.5 }], { title: "t", at: "epoch", value: "loss" }),
  );

/** Every function of layerwise/show. */
export const showCalls: readonly ValidCall[] = [
  valid("progress", entry.progress, () => [() => undefined]),
  valid("renderSvg", entry.renderSvg, () => [plot()]),
  valid("show", entry.show, () => [plot()]),
];
