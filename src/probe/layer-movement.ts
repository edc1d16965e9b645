import { checkFigures, rangeError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { withEngine } from "../engine/with-engine.ts";
import type { LayerPass } from "../layers/layer.ts";
import type { AbstractMatrix, Matrix, MatrixLike } from "../matrix/matrix.ts";
import { checkNetwork } from "../network/check-network.ts";
import type { Network } from "../network/network.ts";
import { linearAlignment } from "./alignment.ts";

/** How far a layer is from its start. */
export interface LayerMovement {
  /** Its place in the network, `"2"`, or `"2.0"` inside a residual layer. */
  readonly path: string;
  /** ‖W − W₀‖ / ‖W₀‖ */
  readonly relativeChange: number;
  /** The cosine of the angle between W and W₀. */
  readonly cosine: number;
  /** Linear centered kernel alignment of the layer's activations with those at the start, in [0, 1]. */
  readonly alignment: number;
}

/** Compares every layer y = f(x·W + b) of a network with the same layer of its start. */
export function measureMovement(
  start: Network,
  network: Network,
  inputs: MatrixLike,
): readonly LayerMovement[] {
  const [before, after] = [start, network].map((each) =>
    denseOutputs(checkNetwork("measure movement", each), inputs),
  );
  if ([...before!.keys()].join() !== [...after!.keys()].join()) {
    throw rangeError(
      "measure movement",
      "a start with the same layers",
      `${before!.size} and ${after!.size}`,
    );
  }
  return withEngine(network.engineKind, (engine) =>
    [...after!].map(([path, outputs]) => {
      const [w, w0] = [network, start].map((each) => each.parameters[`${path}.weights`]!);
      const figures = engine.scope(() => ({
        ...compareWeights(engine, engine.load(w!), engine.load(w0!)),
        alignment: linearAlignment(engine, engine.load(outputs), engine.load(before!.get(path)!)),
      }));
      return { path, ...checkFigures(`measure the movement of layer ${path}`, figures) };
    }),
  );
}

function compareWeights(
  engine: Engine,
  w: AbstractMatrix,
  w0: AbstractMatrix,
): Pick<LayerMovement, "relativeChange" | "cosine"> {
  const [norm, startNorm] = [w, w0].map((each) => Math.sqrt(engine.sumOfSquares(each)));
  const difference = Math.sqrt(engine.sumOfSquares(engine.subtract(w, w0)));
  return {
    relativeChange: difference / startNorm!,
    cosine: engine.sum(engine.multiply(w, w0)) / (norm! * startNorm!),
  };
}

/** The activations of every such layer at prediction, by path: (examples, outputs). */
function denseOutputs(network: Network, inputs: MatrixLike): ReadonlyMap<string, Matrix> {
  const { passes, engine } = network.forward(inputs);
  const outputs = new Map<string, Matrix>();
  const collect = ({ path, layer, outputs: y, passes: inner }: LayerPass): void => {
    if (layer.affine) outputs.set(path, readMatrix(engine, y));
    inner?.forEach(collect);
  };
  passes.forEach(collect);
  return outputs;
}
