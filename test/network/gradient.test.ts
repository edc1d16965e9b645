import { describe, it } from "vitest";
import { gelu } from "../../src/activation/gelu.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import type { Head } from "../../src/head/head.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import type { Layer, Mode } from "../../src/layers/layer.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { residual } from "../../src/layers/residual.ts";
import type { Targets } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { checkGradients } from "../support/gradient-check.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const bodies: Record<string, readonly Layer[]> = {
  "dense layers": [
    dense({ inputs: 4, outputs: 5, activation: sigmoid }),
    dense({ inputs: 5, outputs: 3, activation: gelu }),
    dense({ inputs: 3, outputs: 3 }),
  ],
  "dropout and batchNorm": [
    dense({ inputs: 4, outputs: 6, activation: tanh }),
    dropout({ rate: 0.3 }),
    batchNorm({ units: 6 }),
    dense({ inputs: 6, outputs: 3 }),
  ],
  "residual layers and layerNorm": [
    dense({ inputs: 4, outputs: 5, activation: tanh }),
    residual([layerNorm({ units: 5 }), dense({ inputs: 5, outputs: 5, activation: tanh })]),
    residual([
      residual([dense({ inputs: 5, outputs: 5, activation: sigmoid })]),
      dense({ inputs: 5, outputs: 5 }),
    ]),
    dense({ inputs: 5, outputs: 3 }),
  ],
};

const tasks: readonly (readonly [Head, Targets])[] = [
  [softmax, [0, 2, 1, 1, 0, 2, 2]],
  [
    logistic,
    randomMatrix("bits", 7, 3)
      .to2DArray()
      .map((row) => row.map((value) => (value > 0 ? 1 : 0))),
  ],
  [linear, randomMatrix("values", 7, 3)],
];

describe("network.gradients", () => {
  const inputs = randomMatrix("inputs of whole networks", 7, 4);
  for (const [name, layers] of Object.entries(bodies)) {
    for (const [head, targets] of tasks) {
      it.each([true, false])(
        `are those of central differences with ${name}, ${head.name} head, training %s`,
        (training) => {
          const start = new Network({ layers, head, seed: "gradients", engine: "reference" });
          const mode = (): Mode =>
            training ? { training, random: new RandomStream(1, "mask") } : { training };
          const { gradients, inputGradient } = start.gradients(inputs, targets, mode());
          checkGradients(
            { ...start.parameters, inputs },
            ({ inputs, ...parameters }) =>
              new Network({ layers, head, seed: "gradients", engine: "reference", parameters }).gradients(
                inputs!,
                targets,
                mode(),
              ).loss,
            { ...gradients, inputs: inputGradient },
          );
        },
      );
    }
  }
});
