// Makes the figures of docs/rbm-models.md and docs/rbm.md beside it, each from data of its own. node docs/rbm/make-figures.mjs [NAME…]
import { writeFileSync } from "node:fs";
import { adam, cosine, gaussianUnits, logLikelihood, minMax, RandomStream, RBM } from "layerwise";
import { barsAndStripes, loadDigits } from "layerwise/data";
import { imageGrid, learningCurves } from "layerwise/plots";
import * as family from "layerwise/rbm";
import { renderSvg } from "layerwise/show";

const range = (count) => Array.from({ length: count }, (_, index) => index);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const streamOf = (name) => new RandomStream(1, name);

/** Trains a machine on rows by steps that fall to nothing. */
async function trained(rows, hidden, options = {}) {
  const { epochs = 200, rate = 0.02, fit = {}, ...units } = options;
  const rbm = new RBM({ visible: rows[0].length, hidden, seed: 1, ...units });
  const optimizer = adam({ learningRate: cosine({ rate, epochs }) });
  await rbm.fit(rows, { epochs, batchSize: 50, optimizer, ...fit });
  return rbm;
}

/** p of these states, which are all there are or a grid of this width. */
function probabilities(rbm, states, width = 1) {
  const energies = Array.from(rbm.freeEnergy(states));
  const least = Math.min(...energies);
  const weights = energies.map((energy) => Math.exp(least - energy));
  return weights.map((weight) => weight / sum(weights) / width);
}

/** How often rows fall on each of these places, as a density where they are a grid. */
function shares(rows, places, width = 1) {
  return places.map((place) => rows.filter((row) => Math.abs(row - place) < width / 2).length / rows.length / width);
}

const curve = (run, places, values) => places.map((at, index) => ({ run, at, value: values[index] }));
const distribution = (title, at, curves) => learningCurves(curves.flat(), { title, at, value: at.startsWith("number of") ? "share" : "density" });

/** The density of one column: data, the machine, and one without hidden units that matter. */
async function ofColumn(title, values, grid, hidden, options) {
  const rows = values.map((value) => [value]);
  const rbm = await trained(rows, hidden, options);
  const width = grid[1] - grid[0];
  const coarse = grid.filter((_, index) => index % 5 === 2);
  const states = grid.map((value) => [value]);
  return distribution(title, "state", [
    curve("data", coarse, shares(values, coarse, 5 * width)),
    curve("RBM", grid, probabilities(rbm, states, width)),
    curve("base rate", grid, probabilities(asRBM(family.baseRate(rbm, rows)), states, width)),
  ]);
}

/** How often the data have each of so many values, what the RBM makes of it, and its base rate. */
function listed(rbm, rows, values, states) {
  const places = range(states.length);
  return [
    curve("data", places, shares(values, places)),
    curve("RBM", places, probabilities(rbm, states)),
    curve("base rate", places, probabilities(asRBM(family.baseRate(rbm, rows)), states)),
  ];
}

const asRBM = ({ visibleUnits, hiddenUnits, parameters }) =>
  new RBM({ visible: parameters.weights.rows, hidden: parameters.weights.columns, visibleUnits, hiddenUnits, parameters });

const digitRows = async () => {
  const { inputs } = await loadDigits();
  return minMax.fit(inputs).transform(inputs).to2DArray();
};

const figures = {
  async bernoulli() {
    const rbm = await trained(await digitRows(), 48, { epochs: 30, rate: 0.01 });
    const filters = rbm.parameters.weights.transpose();
    return imageGrid(filters, { height: 8, width: 8, columns: 12, title: "Weights of 48 hidden units to the pixels of digits" });
  },

  async spin() {
    const all = range(256).map((state) => range(8).map((spin) => ((state >> spin) & 1 ? 1 : -1)));
    const weights = all.map((spins) => Math.exp(0.5 * sum(spins.map((spin, i) => spin * spins[(i + 1) % 8]))));
    const random = streamOf("spins");
    const draw = () => {
      let rest = random.uniform() * sum(weights);
      return all[weights.findIndex((weight) => (rest -= weight) < 0)];
    };
    const rows = range(2000).map(draw);
    const rbm = await trained(rows, 8, { visibleUnits: family.spinUnits, hiddenUnits: family.spinUnits, epochs: 150 });
    const up = (spins) => spins.filter((spin) => spin === 1).length;
    const total = (values) => range(9).map((count) => sum(values.filter((_, state) => up(all[state]) === count)));
    return distribution("A ring of eight spins", "number of spins that are up", [
      curve("ring", range(9), total(weights.map((weight) => weight / sum(weights)))),
      curve("RBM", range(9), total(probabilities(rbm, all))),
      curve("base rate", range(9), total(probabilities(asRBM(family.baseRate(rbm, rows)), all))),
    ]);
  },

  async gaussian() {
    const random = streamOf("normals");
    const values = range(2000).map((row) => (row % 3 === 0 ? 1.5 : -0.75) + 0.25 * random.normal());
    const grid = range(161).map((index) => -3 + 0.0375 * index);
    const rows = values.map((value) => [value]);
    const options = { visibleUnits: family.learnedGaussianUnits(), rate: 0.1 };
    const learned = await trained(rows, 4, options);
    const fixed = await trained(rows, 4, { visibleUnits: gaussianUnits, rate: 0.02 });
    const states = grid.map((value) => [value]);
    const coarse = grid.filter((_, index) => index % 5 === 2);
    return distribution("Two groups with σ = 0.25", "state", [
      curve("data", coarse, shares(values, coarse, 5 * 0.0375)),
      curve("learned variance", grid, probabilities(learned, states, 0.0375)),
      curve("variance 1", grid, probabilities(fixed, states, 0.0375)),
    ]);
  },

  async rectified() {
    const random = streamOf("amounts");
    const values = range(3000).map((row) => Math.abs((row % 2) * 3 + 0.8 * random.normal()));
    return ofColumn("Amounts: none or about three", values, range(140).map((index) => 0.02 + 0.04 * index), 4, {
      visibleUnits: family.rectifiedGaussianUnits,
    });
  },

  async noisyRectified() {
    const rbm = await trained(await digitRows(), 48, { epochs: 30, rate: 0.003, hiddenUnits: family.noisyRectifiedUnits });
    const filters = rbm.parameters.weights.transpose();
    return imageGrid(filters, { height: 8, width: 8, columns: 12, title: "Weights of 48 noisy rectified units to the pixels of digits" });
  },

  async truncatedExponential() {
    const random = streamOf("shares");
    const values = range(3000).map((row) => {
      const part = -Math.log(1 - random.uniform() * (1 - Math.exp(-6))) / 6;
      return row % 3 === 0 ? 1 - part : part;
    });
    return ofColumn("Shares near 0 or near 1", values, range(100).map((index) => 0.005 + 0.01 * index), 4, {
      visibleUnits: family.truncatedExponentialUnits,
      rate: 0.05,
    });
  },

  async binomial() {
    const random = streamOf("counts");
    const values = range(3000).map((row) => sum(range(10).map(() => +(random.uniform() < (row % 2 ? 0.75 : 0.15)))));
    const rows = values.map((value) => [value]);
    const visibleUnits = family.binomialUnits({ trials: 10 });
    const rbm = await trained(rows, 3, { visibleUnits });
    const states = range(11).map((value) => [value]);
    return distribution("Two kinds of ten tries", "number of successes", listed(rbm, rows, values, states));
  },

  async softmax() {
    const random = streamOf("answers");
    const pairs = range(3000).map(() => {
      const first = random.integer(4);
      return 4 * first + (random.uniform() < 0.7 ? (first + 1) % 4 : random.integer(4));
    });
    const rowOf = (pair) => [...range(4).map((k) => +(k === Math.floor(pair / 4))), ...range(4).map((k) => +(k === pair % 4))];
    const rows = pairs.map(rowOf);
    const rbm = await trained(rows, 6, { visibleUnits: family.softmaxUnits({ categories: 4 }) });
    const states = range(16).map(rowOf);
    return distribution("Two questions with four answers", "number of the pair, 4 · first + second", listed(rbm, rows, pairs, states));
  },

  async multinomial() {
    const random = streamOf("documents");
    const rows = range(2000).map((document) => {
      const counts = [0, 0, 0, 0, 0];
      const length = 5 + random.integer(6);
      for (const _ of range(length)) counts[2 * (random.uniform() < 0.9 ? document % 2 : random.integer(2)) + random.integer(2)] += 1;
      counts[4] = 10 - length;
      return counts;
    });
    const rbm = await trained(rows, 2, { visibleUnits: family.multinomialUnits({ categories: 5, trials: 10 }) });
    const ofTen = (first) => range(first + 1).flatMap((a) => range(11 - first).map((c) => [a, first - a, c, 10 - first - c, 0]));
    const all = range(11).map(ofTen);
    const total = (machine) => {
      const values = probabilities(machine, all.flat());
      let from = 0;
      return all.map((states) => sum(values.slice(from, (from += states.length))));
    };
    const long = rows.filter((row) => row[4] === 0).map((row) => row[0] + row[1]);
    return distribution("Documents of ten words out of two topics", "number of words of the first topic", [
      curve("data", range(11), shares(long, range(11))),
      curve("RBM", range(11), total(rbm)),
      curve("base rate", range(11), total(asRBM(family.baseRate(rbm, rows)))),
    ]);
  },

  async mixed() {
    const random = streamOf("table");
    const centers = [-1.3, 0.1, 1.2];
    const rows = range(3000).map((row) => [centers[row % 3] + 0.4 * random.normal(), ...range(3).map((k) => +(k === row % 3))]);
    const visibleUnits = family.mixedUnits([
      { units: family.learnedGaussianUnits(), columns: 1 },
      { units: family.softmaxUnits({ categories: 3 }), columns: 3 },
    ]);
    const rbm = await trained(rows, 6, { visibleUnits, rate: 0.03, epochs: 300 });
    const grid = range(121).map((index) => -3 + 0.05 * index);
    const states = range(3).flatMap((kind) => grid.map((value) => [value, ...range(3).map((k) => +(k === kind))]));
    const joint = probabilities(rbm, states, 0.05);
    const coarse = grid.filter((_, index) => index % 5 === 2);
    const all = rows.map(([value]) => value);
    return distribution("A number and its category: p(number, category)", "number", [
      curve("data, all three", coarse, shares(all, coarse, 0.25)),
      ...range(3).map((kind) => curve(`RBM, category ${kind + 1}`, grid, joint.slice(121 * kind, 121 * kind + 121))),
    ]);
  },

  async missing() {
    const random = streamOf("ratings");
    const tastes = range(3).map(() => range(40).map(() => random.integer(5)));
    const ratings = range(600).map(() => tastes[random.integer(3)].map((usual) => Math.min(4, Math.max(0, usual + random.integer(3) - 1))));
    const data = ratings.map((row) => row.flatMap((rating) => range(5).map((star) => +(star === rating))));
    const points = [];
    for (const missing of [0.3, 0.5, 0.7, 0.8, 0.9, 0.95]) {
      const known = ratings.map((row) => row.map(() => random.uniform() >= missing));
      const observed = known.map((row) => row.flatMap((there) => range(5).map(() => +there)));
      const visibleUnits = family.softmaxUnits({ categories: 5 });
      const rbm = await trained(data, 6, { visibleUnits, epochs: 40, fit: { observed } });
      const filled = family.fillIn(rbm, data, observed);
      const errors = { "mean of the film": [], RBM: [] };
      const means = range(40).map((film) => {
        const told = ratings.filter((_, person) => known[person][film]).map((row) => row[film]);
        return sum(told) / told.length;
      });
      for (const [person, row] of ratings.entries()) {
        for (const [film, rating] of row.entries()) {
          if (known[person][film]) continue;
          const expected = sum(range(5).map((star) => star * filled.get(person, 5 * film + star)));
          errors.RBM.push((expected - rating) ** 2);
          errors["mean of the film"].push((means[film] - rating) ** 2);
        }
      }
      for (const [run, squares] of Object.entries(errors))
        points.push({ run, at: 100 * missing, value: Math.sqrt(sum(squares) / squares.length) });
    }
    return learningCurves(points, { title: "Ratings that are missing", at: "percent missing", value: "error in stars" });
  },

  async clamping() {
    const rows = (await digitRows()).map((row) => row.map(Math.round));
    const [training, held] = [rows.slice(0, 1500), rows.slice(1500, 1512)];
    const sampler = family.parallelTempering({ chains: 50, temperatures: 8 });
    const rbm = await trained(training, 100, { epochs: 80, rate: 0.01, fit: { sampler } });
    const upper = held.map((row) => row.map((_, pixel) => +(pixel < 32)));
    const drawn = family.sampleGiven(rbm, held, upper, { gibbsSteps: 200, seed: 1 }).to2DArray();
    const given = held.map((row) => row.map((ink, pixel) => (pixel < 32 ? ink : 0.5)));
    const images = [...held, ...given, ...drawn];
    return imageGrid(images, { height: 8, width: 8, columns: 12, title: "Digits, their upper halves, and lower halves drawn given these" });
  },

  async likelihood() {
    const { inputs } = barsAndStripes(3);
    const rbm = new RBM({ visible: 9, hidden: 16, seed: 1 });
    const points = [];
    const monitors = family.monitors([family.likelihoodMonitor({ every: 5 })]);
    await rbm.fit(inputs, {
      ...{ epochs: 100, monitors },
      onEpoch({ epoch, logLikelihood: followed }) {
        if (followed === undefined) return;
        points.push({ run: "followed", at: epoch, value: followed });
        points.push({ run: "exact", at: epoch, value: logLikelihood(rbm, inputs) });
      },
    });
    return learningCurves(points, { title: "Log-likelihood of bars and stripes", at: "epoch", value: "nats per example" });
  },
};

const wanted = process.argv.slice(2);
for (const [name, make] of Object.entries(figures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  writeFileSync(new URL(`${name}.svg`, import.meta.url), await renderSvg(await make()));
}
