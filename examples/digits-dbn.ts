// A deep belief net that learns to draw digits, and then to read them.
//
// Two RBMs learn 8×8 pictures without their labels: the first by contrastive divergence, the second, the model that
// draws, by persistent chains. Then their weights start a classifier, which backpropagation trains with the labels.
// In a project of your own it needs "type": "module" in package.json.
import { DBN, normal, persistentContrastiveDivergence, piecewise, sgd } from "layerwise";
import { loadDigits, split } from "layerwise/data";

const { train, test } = split(await loadDigits(), { trainCount: 1400, seed: 1 });

// 1. Pretraining, from the pixels upwards. `layers` changes the options for single RBMs.
const dbn = new DBN({ sizes: [64, 64, 64], initializer: normal({ std: 0.05 }), seed: 1 });
const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
await dbn.pretrain(train.inputs, {
  batchSize: 20,
  layers: [
    { epochs: 8, optimizer: sgd({ learningRate: 0.1, momentum }) },
    {
      epochs: 15,
      optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
      sampler: persistentContrastiveDivergence({ chains: 20 }),
    },
  ],
});
console.log(String(dbn.handOver(train.inputs)));

// 2. The RBMs as the first two layers of a classifier.
const network = dbn.toNetwork({ outputs: 10 });
const optimizer = sgd({ learningRate: 0.2, momentum: 0.9 });
await network.fit(train.inputs, train.labels, { epochs: 10, batchSize: 20, optimizer });
const { accuracy = 0 } = network.evaluate(test.inputs, test.labels);

// 3. Digits that nobody wrote: 200 steps of Gibbs sampling in the second RBM, then down through the first.
const drawn = dbn.sample({ count: 8, gibbsSteps: 200, seed: 1 });
const shades = [" ", "░", "▒", "▓", "█"];
console.log("\nDrawn by the net:");
for (let y = 0; y < 8; y++) {
  const line = drawn.to2DArray().map((pixels) => {
    const row = pixels.slice(8 * y, 8 * y + 8);
    return row.map((ink) => shades[Math.round(4 * ink)]?.repeat(2)).join("");
  });
  console.log(line.join("  "));
}

// 4. The classifier reads them.
const read = Array.from(network.classify(drawn));
const certainty = network
  .predict(drawn)
  .to2DArray()
  .map((row) => Math.max(...row));
console.log(
  read.map((digit, n) => `${digit}, ${Math.round(100 * (certainty[n] ?? 0))} %`.padEnd(16)).join("  "),
);
const sure = certainty.filter((probability) => probability > 0.9).length;
console.log(
  `\nIt reads ${(100 * accuracy).toFixed(1)} % of ${test.inputs.rows} handwritten digits that it has never seen,`,
);
console.log(`and of the ${read.length} that it drew it is more than 90 % sure of ${sure}.`);
