import * as io from "../../../src/io/index.ts";
import { type ValidCall, valid } from "./valid.ts";

const tensor = (): io.Tensor => ({ shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) });

/** Every function of layerwise/io. */
export const ioCalls: readonly ValidCall[] = [
  valid("fromNpy", io.fromNpy, () => [io.toNpy(tensor())]),
  valid("toNpy", io.toNpy, () => [tensor()]),
  valid("toNpy", io.toNpy, () => [
    [
      [1, 2],
      [3, 4],
    ],
  ]),
  valid("matrixOfTensor", io.matrixOfTensor, () => [tensor()]),
];
