import type { Engine } from "../engine/engine.ts";
import { rowBlocks } from "../engine/row-blocks.ts";
import { ROWS_BETWEEN_PAUSES } from "../fit/by-rows.ts";
import type { Work } from "../fit/pauses.ts";
import { type Layer, prediction } from "../layers/layer.ts";
import { forwardSequence, type SequenceForward } from "../layers/sequence.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";

/** What runs: the layers, and their values in the memory of an engine. */
export interface LoadedLayers {
  /** What errors say was being done. */
  readonly action: string;
  readonly engine: Engine;
  readonly layers: readonly Layer[];
  readonly values: Parameters;
}

/**
 * Runs some rows of the inputs as at prediction, so many between two pauses, and hands on each pass with the places of its rows among them.
 * It goes when `use` returns.
 */
export function* forEachPass(
  { engine, layers, values }: LoadedLayers,
  inputs: AbstractMatrix,
  rows: Uint32Array,
  use: (pass: SequenceForward, places: Uint32Array) => void,
): Work<void> {
  for (const places of rowBlocks(rows.length, ROWS_BETWEEN_PAUSES)) {
    engine.scope(() => {
      const indices = places.map((place) => rows[place]!);
      const x = engine.gatherRows(inputs, indices); // (rows, inputs)
      use(forwardSequence(engine, layers, values, x, prediction), places);
    });
    yield;
  }
}
