// A program that trains with checkpoints in a folder and writes down every bit of what it ends with: MODEL ENGINE FOLDER OUT.

import { writeFileSync } from "node:fs";
import {
  adam,
  DBN,
  dense,
  dropout,
  type EngineChoice,
  Matrix,
  Network,
  persistentContrastiveDivergence,
  RandomStream,
  RBM,
  sgd,
  softmax,
  tanh,
} from "../../src/index.ts";
import { withCheckpoints } from "../../src/io/index.ts";

const [model, engine, folder, out] = process.argv.slice(2) as [string, EngineChoice, string, string];
const random = new RandomStream(1, "data of the program");
const data = new Matrix(600, 30);
for (let row = 0; row < 600; row++)
  for (let column = 0; column < 30; column++) data.set(row, column, random.integer(2));
const labels = Array.from(
  { length: 600 },
  (_, row) => (data.get(row, 0) + data.get(row, 1) + data.get(row, 2)) % 2,
);
const options = { everyEpochs: 2, everyMinutes: 0.05 / 60, keep: 2 };

async function train(): Promise<object> {
  if (model === "network") {
    const layers = [
      dense({ inputs: 30, outputs: 40, activation: tanh }),
      dropout({ rate: 0.2 }),
      dense({ inputs: 40, outputs: 2 }),
    ];
    const network = new Network({ layers, head: softmax, seed: 5, engine });
    const history = await withCheckpoints(
      folder,
      (saved) =>
        network.fit(data, labels, {
          epochs: 30,
          optimizer: adam(),
          validationFraction: 0.2,
          earlyStopping: { patience: 25 },
          ...saved,
        }),
      options,
    );
    return { history, network };
  }
  const sampler = persistentContrastiveDivergence({ chains: 20 });
  const common = {
    epochs: 12,
    batchSize: 20,
    sampler,
    optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
  };
  if (model === "rbm") {
    const rbm = new RBM({ visible: 30, hidden: 40, seed: 5, engine });
    const history = await withCheckpoints(
      folder,
      (saved) => rbm.fit(data, { ...common, epochs: 30, ...saved }),
      options,
    );
    return { history, rbm };
  }
  const dbn = new DBN({ sizes: [30, 40, 20], seed: 5, engine });
  const history = await withCheckpoints(
    folder,
    (saved) => dbn.pretrain(data, { ...common, ...saved }),
    options,
  );
  return { history, dbn };
}

process.stdout.write("started\n");
writeFileSync(
  out,
  JSON.stringify(await train(), (key, value) => (key === "seconds" ? undefined : value)),
);
