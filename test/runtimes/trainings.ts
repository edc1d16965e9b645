import {
  adam,
  batchNorm,
  contrastiveDivergence,
  DBN,
  dense,
  dropout,
  gaussianUnits,
  gelu,
  heNormal,
  Network,
  normal,
  type Parameters,
  RBM,
  sgd,
  softmax,
  tanh,
} from "layerwise";
import { loadDigits } from "layerwise/data";

/**
 * Trains an RBM, a DBN with what comes of it, and a network on the digits, all on the wasm engine, and returns the SHA-256 of the
 * float64 bytes of all their parameters. The layers are wide enough for helpers to be called in.
 */
export async function trainAll(threads: number): Promise<Record<string, string>> {
  const engine = { engine: "wasm", threads } as const;
  const { inputs, labels } = await loadDigits();

  const rbm = new RBM({ visible: 64, hidden: 300, seed: 1, ...engine });
  await rbm.fit(inputs, {
    epochs: 3,
    batchSize: 200,
    sampler: contrastiveDivergence({ steps: 2 }),
    optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }),
  });

  const initializer = normal({ std: 0.05 });
  const dbn = new DBN({
    sizes: [64, 200, 100],
    visibleUnits: gaussianUnits,
    initializer,
    seed: 2,
    ...engine,
  });
  await dbn.pretrain(inputs, { epochs: 2, batchSize: 200 });
  const classifier = dbn.toNetwork({ outputs: 10 });
  await classifier.fit(inputs, labels, { epochs: 2, batchSize: 200, optimizer: sgd({ learningRate: 0.1 }) });

  const network = new Network({
    layers: [
      dense({ inputs: 64, outputs: 300, activation: gelu, initializer: heNormal }),
      batchNorm({ units: 300 }),
      dropout({ rate: 0.2 }),
      dense({ inputs: 300, outputs: 200, activation: tanh }),
      dense({ inputs: 200, outputs: 10 }),
    ],
    head: softmax,
    seed: 3,
    ...engine,
  });
  await network.fit(inputs, labels, { epochs: 3, batchSize: 150, optimizer: adam() });

  return {
    RBM: await hashOf(rbm.parameters),
    DBN: await hashOf(classifier.parameters),
    network: await hashOf({ ...network.parameters, ...network.statistics }),
  };
}

/** The SHA-256 of all parameters, in the order of their names. */
async function hashOf(parameters: Parameters): Promise<string> {
  const names = Object.keys(parameters).sort();
  const bytes = new Float64Array(names.flatMap((name) => parameters[name]!.to1DArray()));
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
