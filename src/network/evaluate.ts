import { checkFigures, show } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { readRows } from "../engine/read-matrix.ts";
import { rowBlocks } from "../engine/row-blocks.ts";
import { withEngine } from "../engine/with-engine.ts";
import { atOnce, type Work } from "../fit/pauses.ts";
import type { Head } from "../head/head.ts";
import {
  type AbstractMatrix,
  asRows,
  checkFinite,
  checkShape,
  Matrix,
  type RowsLike,
} from "../matrix/matrix.ts";
import { loadParameters } from "../parameters.ts";
import type { ExampleArguments } from "./example-arguments.ts";
import type { WeightOptions } from "./example-weights.ts";
import { type Examples, readInputs, readWeighed, weighBatch } from "./examples.ts";
import { forEachPass, type LoadedLayers } from "./for-each-pass.ts";
import { checkLogits } from "./overflow.ts";
import type { RunningNetwork } from "./running-network.ts";
import { classesOf, countRight } from "./targets.ts";

/** How well a network does on some examples. */
export interface Evaluation {
  /** The mean loss over the examples, weighted where they have weights. */
  readonly loss: number;
  /** The share classified correctly, where the targets are classes. */
  readonly accuracy?: number;
}

/**
 * Hands on the logits of all inputs as at prediction, (rows, outputs), with the indices of their rows, a block at a time.
 * They go when `use` returns.
 */
export function* forEachLogits(
  network: LoadedLayers,
  inputs: AbstractMatrix,
  use: (logits: AbstractMatrix, rows: Uint32Array) => void,
): Work<void> {
  const { action, engine } = network;
  for (const rows of rowBlocks(inputs.rows)) {
    let logits: Matrix | undefined;
    yield* forEachPass(network, inputs, rows, ({ outputs, passes }, [first]) => {
      checkLogits(action, engine, passes);
      logits ??= new Matrix(rows.length, outputs.columns);
      readRows(engine, outputs, logits, first!);
    });
    engine.scope(() => use(engine.load(logits!), rows));
  }
}

/** The values of a network, loaded to run it once. */
function loaded(action: string, engine: Engine, network: RunningNetwork): LoadedLayers {
  const values = loadParameters(action, engine, { ...network.parameters, ...network.statistics });
  return { action, engine, layers: network.layers, values };
}

/** The outputs of the head for inputs that come in through a public door: (examples, outputs). */
export function predict(network: RunningNetwork, inputs: RowsLike): Matrix {
  const action = "predict";
  const { head, engineKind } = network;
  const x = readInputs(action, network, asRows(inputs));
  const outputs = new Matrix(x.rows, network.outputs);
  withEngine(engineKind, (engine) =>
    atOnce(
      forEachLogits(loaded(action, engine, network), x, (logits, rows) => {
        const applied = head.apply(engine, logits);
        checkShape(action, `outputs of the head ${show(head.name)},`, applied, logits);
        readRows(engine, applied, outputs, rows[0]!);
      }),
    ),
  );
  checkFinite(action, `the outputs of the ${head.name} head`, outputs);
  return outputs;
}

/** The class that the logits of each of the inputs stand for. */
export function classify(network: RunningNetwork, inputs: RowsLike): Int32Array {
  const action = "classify";
  const x = readInputs(action, network, asRows(inputs));
  const classes = new Int32Array(x.rows);
  withEngine(network.engineKind, (engine) =>
    atOnce(
      forEachLogits(loaded(action, engine, network), x, (logits, rows) =>
        classes.set(classesOf(logits), rows[0]),
      ),
    ),
  );
  return classes;
}

/** The mean loss and the accuracy on examples that come in through a public door. */
export function evaluate(network: RunningNetwork, given: ExampleArguments<WeightOptions>): Evaluation {
  const action = "evaluate the network";
  const examples = readWeighed(action, network, given);
  return withEngine(network.engineKind, (engine) =>
    atOnce(evaluateOn({ ...loaded(action, engine, network), head: network.head }, examples)),
  );
}

/** The mean loss and the accuracy of a network with these values. */
export function* evaluateOn(
  network: LoadedLayers & { readonly head: Head },
  examples: Examples,
): Work<Evaluation> {
  const { action, engine, head } = network;
  const { inputs, targets } = examples;
  const { classes } = targets;
  let loss = 0;
  let right = 0;
  let total = 0;
  yield* forEachLogits(network, inputs, (logits, rows) => {
    const t = engine.gatherRows(targets.rows, rows); // (rows, outputs)
    const block = weighBatch(head.loss, examples, rows);
    const { loss: mean } = checkFigures(action, { loss: block.loss.value(engine, logits, t) });
    loss += mean * block.weight;
    if (classes) right += countRight(logits, classes, rows, block.weights);
    total += block.weight;
  });
  return checkFigures(action, { loss: loss / total, ...(classes && { accuracy: right / total }) });
}
