import { rangeError } from "../../check.ts";
import { softmax } from "../../head/softmax.ts";
import { glorotUniform } from "../../initializer/glorot.ts";
import { dense } from "../../layers/dense.ts";
import { Network } from "../../network/network.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Arm, Start } from "../arm.ts";
import { trainingCost } from "../cost.ts";
import type { Ground } from "../ground.ts";
import { networkOf } from "../ground.ts";
import { momentum } from "../optimizers/all.ts";
import { isometric } from "./random-starts.ts";

/** The rate of the isometric start that most data choose. */
const LEARNING_RATE = 0.1;

/**
 * The other meaning of pretraining: the hidden layers of a net that has learnt to tell the classes which were set apart, under new
 * logits.
 */
export const transfer: Arm = Object.freeze({
  name: "transfer",
  description: "the hidden layers of a net that was trained on the classes set apart as another task",
  kind: "pretrained",
  tags: ["transfer"],
  start: (ground) => transferred(ground),
} satisfies Arm);

async function transferred(ground: Ground): Promise<Start> {
  const { spec, other } = ground;
  if (other === undefined) throw rangeError("start the arm transfer", "classes that are set apart", "none");
  const { network: body } = await isometric.start(ground);
  const hidden = body.layers.slice(0, -1);
  const fan = { inputs: ground.sizes.at(-1)!, outputs: other.classes };
  const trained = new Network({
    layers: [...hidden, dense(fan)],
    head: softmax,
    seed: spec.seed,
    engine: spec.settings.engine,
    threads: 1,
    parameters: {
      ...bodyOf(body),
      [`${hidden.length}.weights`]: glorotUniform.draw(
        fan,
        new RandomStream(spec.seed, "head of the other task"),
      ).weights,
    },
  });
  const { epochs, batchSize } = spec.settings;
  const optimizer = sgd({ learningRate: LEARNING_RATE, momentum: 0.9 });
  await trained.fit(other.inputs, other.targets, { epochs, batchSize, optimizer, seed: spec.seed });
  const cost = trainingCost(trained, momentum.cost);
  const examples = other.inputs.rows;
  return {
    network: networkOf(ground, hidden, bodyOf(trained)),
    cost: epochs * (examples * cost.example + Math.ceil(examples / batchSize) * cost.update),
  };
}

/** The values of the hidden layers. */
function bodyOf({ layers, parameters }: Network): Record<string, Network["parameters"][string]> {
  const last = `${layers.length - 1}.`;
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !name.startsWith(last)));
}
