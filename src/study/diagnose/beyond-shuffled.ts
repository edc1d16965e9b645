import { sharesOf } from "../../findings/data-facts.ts";
import { defaultBatchSize, defaultEpochs } from "../../fit/length-of-run.ts";
import { selectRows } from "../../matrix/storage.ts";
import type { Network } from "../../network/network.ts";
import { standardize } from "../../preprocess/standardize.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Part } from "../trial-data.ts";
import type { Parts } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import { type RunOptions, runRecipe } from "./run-recipe.ts";
import { workOf } from "./work.ts";

/** A net with which nothing is wrong, on standardized inputs. */
const PLAIN = {
  ...({
    layers: [32],
    activation: "relu",
    start: "heNormal",
    body: "plain",
    pretraining: false,
    dropout: 0,
  } as const),
  ...({ optimizer: "adam", rate: 0.00316, earlyStopping: true, classWeights: false } as const),
};

/**
 * By how many standard errors a plain net that was trained on the labels tells more of other examples than one that was trained on the same
 * labels in a shuffled order: of classes by how often they are named rightly, each counting alike, of numbers by their squared errors. Both
 * stop where they tell most of the validation examples, so that neither is favored where there is nothing to tell. Neither takes more work than a run of the net itself.
 */
export async function beyondShuffled(
  base: Recipe,
  parts: Parts,
  options: RunOptions,
): Promise<{ readonly score: number; readonly work: number }> {
  const examples = parts.train.inputs.rows;
  const sizes = { train: examples, validation: parts.validation.inputs.rows, test: parts.test.inputs.rows };
  const epoch: Recipe = { ...base, ...PLAIN, epochs: 1, batchSize: defaultBatchSize(examples) };
  const plain = { ...options, given: undefined, balanced: false };
  const { run: work } = workOf(epoch, sizes, plain);
  const affordable = Math.floor(workOf(base, sizes, options).run / work);
  const recipe = { ...epoch, epochs: Math.max(1, Math.min(defaultEpochs(examples), affordable)) };
  const preparation = standardize.fit(parts.train.inputs);
  const part = ({ inputs, targets }: Part): Part => ({ inputs: preparation.transform(inputs), targets });
  const own = { train: part(parts.train), validation: part(parts.validation), test: part(parts.test) };
  const order = new RandomStream(options.seed, "shuffled labels").permutation(examples);
  const { targets } = own.train;
  const mixed =
    targets instanceof Int32Array
      ? targets.map((_, row) => targets[order[row]!]!)
      : selectRows(targets, order);
  const [learnt, shuffled] = [
    await runRecipe(recipe, own, plain),
    await runRecipe(recipe, { ...own, train: { ...own.train, targets: mixed } }, plain),
  ];
  const gains = [own.validation, own.test].flatMap((held) => {
    const [a, b] = [tellingOf(learnt.network, held), tellingOf(shuffled.network, held)];
    return a.map((telling, example) => telling - b[example]!);
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  const error = Math.sqrt(squares / (gains.length * (gains.length - 1)));
  return { score: error > 0 ? mean / error : 0, work: 2 * recipe.epochs * work };
}

/** What a net tells of each example of a part: a class that is named rightly by its rarity, a number by the square of what it misses. */
function tellingOf(network: Network, { inputs, targets }: Part): readonly number[] {
  if (targets instanceof Int32Array) {
    const shares = sharesOf(targets);
    return Array.from(network.classify(inputs), (label, example) =>
      label === targets[example] ? 1 / shares[label]! : 0,
    );
  }
  const told = network.predict(inputs);
  return Array.from({ length: inputs.rows }, (_, example) =>
    told.getRow(example).reduce((sum, value, output) => sum - (value - targets.get(example, output)) ** 2, 0),
  );
}
