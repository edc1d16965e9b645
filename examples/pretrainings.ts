// Four ways to pretrain a deep net, and none, on the same six logistic layers.
//
// A net of six logistic layers stands still from the classical random start: next to no gradient comes down to its lower
// layers. Here they are trained one after the other first, each for itself, in three ways; then the whole net is trained
// with the labels, in the same way for all. The fourth way takes the body of a net that was trained on another task.
// In a project of your own it needs "type": "module" in package.json.
import { classicUniform, DBN, isometricLogistic, Network, sgd, sigmoid, softmax } from "layerwise";
import { loadDigits, split, take } from "layerwise/data";
import { pretrainSupervised, StackedAutoencoders } from "layerwise/pretraining";

const digits = await loadDigits();
const few = take(digits, [...Array(1000).keys()]);
const { train, test } = split(few, { fraction: 0.8, stratified: true, seed: 1 });
const sizes = [64, 64, 64, 64, 64, 64, 64]; // 64 pixels and six hidden layers
const seed = 1;
const untrained = () =>
  Network.fromSizes([...sizes, 10], { activation: sigmoid, initializer: classicUniform, seed });

// 1. Restricted Boltzmann machines: each models how probable its inputs are. No labels are used.
const dbn = new DBN({ sizes, seed });
await dbn.pretrain(train, { epochs: 15 });

// 2. Denoising autoencoders: each learns to undo a noise, here a quarter of its inputs set to 0. No labels either.
const autoencoders = new StackedAutoencoders({ sizes, noise: { masking: 0.25 }, seed });
await autoencoders.pretrain(train, { epochs: 15 });

// 3. Greedy supervised layers: each is the one hidden layer of a net that tells the digit, and then loses its outputs.
const supervised = untrained();
await pretrainSupervised(supervised, train, { epochs: 15 });

// 4. Another task: a net that tells even digits from odd ones, from a start with gradients, gets a new last layer.
const parity = { inputs: train.inputs, labels: train.labels.map((digit) => digit % 2) };
const evenOrOdd = Network.fromSizes([...sizes, 2], {
  activation: sigmoid,
  initializer: isometricLogistic(),
  seed,
});
await evenOrOdd.fit(parity, { epochs: 15 });

const nets = {
  "no pretraining": untrained(),
  RBMs: dbn.toNetwork({ outputs: 10 }),
  "denoising autoencoders": autoencoders.toNetwork({ outputs: 10 }),
  "greedy supervised": supervised,
  "another task": evenOrOdd.withHead({ outputs: 10, head: softmax, seed }),
};

console.log(
  `Six logistic layers, trained with ${train.inputs.rows} labels: share of ${test.inputs.rows} read correctly`,
);
for (const [start, network] of Object.entries(nets)) {
  const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
  await network.fit(train, { epochs: 15, batchSize: 20, optimizer });
  const { accuracy = 0 } = network.evaluate(test);
  console.log(`${start.padEnd(24)}${(100 * accuracy).toFixed(1).padStart(6)} %`);
}
