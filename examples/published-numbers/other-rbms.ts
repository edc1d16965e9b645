// Are the RBMs of the study good enough to speak for pretraining? Its stack against stacks that were trained otherwise.
//
//   node published-numbers/other-rbms.ts [SEEDS] [DEPTH] [EPOCHS]
//
// The study trains each RBM for 20 epochs on the means of the reconstruction, without a weight cost. These arms draw the visible
// states of the chain, hold the weights down, or train five times as long; each is tuned like any other arm. EPOCHS replace those
// of the study, to see that it runs. What an arm costs is not told here, so none is given; see `cost` of a Start. main.ts says where it runs.
import {
  chain,
  contrastiveDivergence,
  DBN,
  dense,
  normal,
  piecewise,
  sgd,
  sigmoid,
  weightDecay,
} from "layerwise";
import { loadDigits } from "layerwise/data";
import { type Arm, hiddenLayers, networkOf, runStudy } from "layerwise/study";

/** An arm whose RBMs train for so many times the epochs of the study's own. */
function armOf(name: string, { drawn = false, weightCost = 0, times = 1 }): Arm {
  return {
    name,
    description: `logistic net, every layer from RBMs: ${name}`,
    kind: "pretrained",
    async start(ground) {
      const { sizes, spec } = ground;
      const { epochs, batchSize, learningRate } = spec.settings.pretraining;
      const dbn = new DBN({ sizes, initializer: normal({ std: 0.1 }), seed: spec.seed, threads: 1 });
      const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
      const optimizer = chain(weightDecay(weightCost), sgd({ learningRate, momentum }));
      const sampler = contrastiveDivergence({ visibleStates: drawn ? "samples" : "means" });
      await dbn.pretrain(ground.inputs, { epochs: times * epochs, batchSize, optimizer, sampler });
      const given = Object.fromEntries(
        dbn.rbms.flatMap(({ parameters }, layer) => [
          [`${layer}.weights`, parameters.weights],
          [`${layer}.bias`, parameters.hiddenBias],
        ]),
      );
      const layers = hiddenLayers(ground, (fan) => dense({ ...fan, activation: sigmoid }));
      return { network: networkOf(ground, layers, given) };
    },
  };
}

const [seeds = 5, depth = 6, epochs] = process.argv.slice(2).map(Number);
const arms = [
  ...["isometric", "rbm", armOf("drawn", { drawn: true })],
  ...[armOf("weight cost", { weightCost: 0.0002 }), armOf("longer", { times: 5 })],
  armOf("drawn, longer", { drawn: true, times: 5 }),
];
const budget = { depths: [depth], seeds, ...(epochs !== undefined && { epochs, pretrainingEpochs: epochs }) };
const { verdict } = await runStudy(await loadDigits(), { arms, ...budget });
for (const { arm, bestTestError } of verdict.arms) {
  console.log(`${arm.padEnd(16)}${(100 * bestTestError).toFixed(2)} % test error`);
}
