// How much of the gradient comes down through ten logistic layers, by the weights that the net starts from.
//
// Per layer, backpropagation multiplies the error signal by the slope of the logistic, at most a quarter, and by the
// weights; it vanishes where the weights do not make up for the slopes. A probe takes the two factors apart for a net
// that starts from four initializers and from a stack of ten RBMs, before any training of the net itself.
// In a project of your own it needs "type": "module" in package.json.
import {
  classicUniform,
  DBN,
  GradientProbe,
  glorotUniform,
  isometricLogistic,
  logisticGlorot,
  Network,
  normal,
  sgd,
  sigmoid,
} from "layerwise";
import { balancedSubset, loadDigits } from "layerwise/data";

const { inputs, labels } = balancedSubset(await loadDigits(), { perClass: 50, seed: 1 });
const sizes = Array.from({ length: 11 }, () => 64); // 64 pixels and ten hidden layers

// Untrained: only the distribution of the first weights differs.
const initializers = [classicUniform, glorotUniform, logisticGlorot, isometricLogistic()];
const nets = initializers.map((initializer) => ({
  start: initializer.name,
  network: Network.fromSizes([...sizes, 10], { activation: sigmoid, initializer, seed: 1 }),
}));

// Pretrained: each RBM learns the features of the one below. Six epochs are few, but the weights move far.
const dbn = new DBN({ sizes, initializer: normal({ std: 0.1 }), seed: 1 });
const optimizer = sgd({ learningRate: 0.1, momentum: 0.5 });
await dbn.pretrain(inputs, { epochs: 6, batchSize: 10, optimizer });
nets.push({ start: "a stack of ten RBMs", network: dbn.toNetwork({ outputs: 10, seed: 1 }) });

// Nine steps lead from the last hidden layer down to the first; each row is the mean step.
const probe = new GradientProbe();
const rows = nets.map(({ start, network }) => {
  const report = probe.measure(network, inputs, labels);
  const { surviving = 0, survivingPerLayer = 0, survivingBySlopes = 0 } = report;
  const slopes = survivingBySlopes ** (1 / 9);
  return { start, surviving, perLayer: survivingPerLayer, slopes, weights: survivingPerLayer / slopes };
});

console.log("start                       survives   per layer = slopes × weights");
for (const { start, surviving, perLayer, slopes, weights } of rows) {
  const factors = [perLayer, slopes, weights].map((factor) => factor.toFixed(3).padStart(9));
  console.log(`${start.padEnd(24)}  ${surviving.toExponential(1).padStart(10)}  ${factors.join(" ")}`);
}

const [weakest, ...others] = rows.sort((a, b) => a.surviving - b.surviving);
const strongest = others.at(-1);
const gap = Math.log10((strongest?.surviving ?? 0) / (weakest?.surviving ?? 0));
console.log(`\n${strongest?.start} and ${weakest?.start} are ${gap.toFixed(1)} powers of ten apart:`);
console.log(`slopes ${strongest?.slopes.toFixed(2)} and ${weakest?.slopes.toFixed(2)} per layer,`);
console.log(`weights ${strongest?.weights.toFixed(2)} and ${weakest?.weights.toFixed(2)}.`);
