// A trained body put to another task: a net that has learnt digits 0 to 4 learns digits 5 to 9 from ten labels each.
//
// `withHead` copies the body of a net and gives it a fresh last layer. Then the body can be frozen, so that the new
// layer alone learns, or be fine-tuned along with it. Beside them the same net learns the task from scratch, from two
// starts: it has four logistic layers, and from Glorot's weights its gradient vanishes. It needs "type": "module" in package.json.
import { adam, glorotUniform, isometricLogistic, Network, sgd, sigmoid, softmax } from "layerwise";
import { balancedSubset, loadDigits, split, take } from "layerwise/data";

const sizes = [64, 48, 48, 48, 48, 5];
const seeds = [1, 2, 3];

// 1. Two tasks of five classes each. Classes are numbered from 0.
const digits = await loadDigits();
const rows = [...digits.labels.keys()];
const lowRows = rows.filter((row) => (digits.labels[row] ?? 0) < 5);
const highRows = rows.filter((row) => !lowRows.includes(row));
const low = take(digits, lowRows);
const others = take(digits, highRows);
const high = { ...others, labels: others.labels.map((label) => label - 5), classes: 5 };
const { train, test } = split(high, { fraction: 0.5, seed: 1 });

// 2. The body learns the first task, from many labels.
const trained = Network.fromSizes(sizes, { activation: sigmoid, initializer: isometricLogistic(), seed: 1 });
const adaptive = adam({ learningRate: 0.003 });
await trained.fit(low.inputs, low.labels, { epochs: 5, batchSize: 20, optimizer: adaptive });

// 3. Four ways to learn the second from few. The same labels, batches and updates for each.
const ways = ["frozen body", "fine-tuned body", "scratch, glorotUniform", "scratch, isometricLogistic"];
const correct = ways.map(() => 0);
for (const seed of seeds) {
  const few = balancedSubset(train, { perClass: 10, seed });
  const head = { outputs: 5, head: softmax, seed };
  const nets = [
    trained.withHead(head).freeze(0, 1, 2, 3),
    trained.withHead(head),
    Network.fromSizes(sizes, { activation: sigmoid, initializer: glorotUniform, seed }),
    Network.fromSizes(sizes, { activation: sigmoid, initializer: isometricLogistic(), seed }),
  ];
  for (const [way, network] of nets.entries()) {
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
    await network.fit(few.inputs, few.labels, { epochs: 20, batchSize: 10, optimizer });
    const { accuracy = 0 } = network.evaluate(test.inputs, test.labels);
    correct[way] = (correct[way] ?? 0) + accuracy / seeds.length;
  }
}

console.log(
  `Digits 5 to 9 from 50 labels: share of ${test.inputs.rows} read correctly, mean of ${seeds.length} seeds`,
);
const percent = correct.map((share) => `${(100 * share).toFixed(1)} %`);
for (const [way, name] of ways.entries()) console.log(`${name.padEnd(26)}  ${percent[way]}`);

const [frozen, tuned, glorot, isometric] = percent;
console.log(
  `\nThe trained body reads ${frozen} when frozen and ${tuned} when fine-tuned; from scratch it is ${glorot}`,
);
console.log(
  `with a start whose gradient vanishes, and ${isometric} with one that lets the gradient through.`,
);
