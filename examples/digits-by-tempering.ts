// Digits drawn by parallel tempering, which come from one digit to another where Gibbs sampling stays with one.
//
// An RBM learns 8×8 pictures by steps so large that it ends with deep modes. Gibbs sampling leaves them seldom. Tempering
// keeps a ladder of machines: at β = 0 units are independent, at β = 1 they are those of the RBM, and neighbors exchange
// their pictures where chance lets them, so that what moves freely at the foot of the ladder comes to its top.
// In a project of your own it needs "type": "module" in package.json.
import { adam, RandomStream, RBM } from "layerwise";
import { loadDigits } from "layerwise/data";
import { baseRate, tempered } from "layerwise/rbm";

const { inputs, labels } = await loadDigits();
const data = inputs.to2DArray().map((pixels) => pixels.map(Math.round));
const rbm = new RBM({ visible: 64, hidden: 200, seed: 1 });
await rbm.fit(data, { epochs: 150, batchSize: 60, optimizer: adam({ learningRate: 0.02 }) });

// 1. The ladder: twelve machines, each with a picture of its own.
const [first = []] = data;
const base = baseRate(rbm, data);
const ladder = Array.from({ length: 12 }, (_, level) => {
  const { parameters } = tempered(rbm, level / 11, base);
  return { machine: new RBM({ visible: 64, hidden: 200, parameters, seed: level }), picture: first };
});

// 2. Four steps of Gibbs sampling at a time, alone and on every rung, and exchanges of every second pair of neighbors.
const random = new RandomStream(1, "exchanges");
const [alone, atTheTop] = [[first], [first]];
for (let round = 1; round <= 320; round++) {
  alone.push(rbm.sample({ start: alone.at(-1) ?? first, gibbsSteps: 4, seed: round }).to1DArray());
  for (const rung of ladder)
    rung.picture = rung.machine.sample({ start: rung.picture, gibbsSteps: 4 }).to1DArray();
  for (const [level, here] of ladder.entries()) {
    const next = ladder[level + 1];
    if (next === undefined || level % 2 !== round % 2) continue;
    const pictures = [here.picture, next.picture];
    const [hereNow = 0, hereThen = 0] = here.machine.freeEnergy(pictures);
    const [nextThen = 0, nextNow = 0] = next.machine.freeEnergy(pictures);
    if (random.uniform() < Math.exp(hereNow + nextNow - hereThen - nextThen)) {
      [here.picture, next.picture] = [next.picture, here.picture];
    }
  }
  atTheTop.push(ladder.at(-1)?.picture ?? []);
}

// 3. Forty looks at each, read as the label of the nearest handwritten digit; every fifth is shown.
for (const [way, states] of Object.entries({ "Gibbs sampling": alone, tempering: atTheTop })) {
  const pictures = rbm.reconstruct(states.filter((_, round) => round % 8 === 0).slice(1)).to2DArray();
  const read = pictures.map((picture) => {
    const distances = data.map((other) =>
      other.reduce((sum, ink, pixel) => sum + (ink - (picture[pixel] ?? 0)) ** 2, 0),
    );
    return labels[distances.indexOf(Math.min(...distances))];
  });
  const changes = read.filter((digit, look) => look > 0 && digit !== read[look - 1]).length;
  console.log(`\nBy ${way}, ${changes} changes of the digit in ${read.length} looks: ${read.join(" ")}`);
  const rows = pictures.map((picture) => picture.map((ink) => " ░▒▓█".charAt(Math.round(4 * ink)).repeat(2)));
  const shown = rows.filter((_, look) => look % 5 === 4);
  for (let y = 0; y < 64; y += 8) console.log(shown.map((row) => row.slice(y, y + 8).join("")).join("  "));
}
