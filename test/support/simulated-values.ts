import type { RandomStream } from "../../src/index.ts";

/** Draws values for seeds whose true mean is known. */
export interface Noise {
  readonly truth: number;
  readonly resolution?: number;
  readonly draw: (random: RandomStream, count: number) => number[];
}

/** Independent values of mean 0 and variance 1. */
const independent = (one: (random: RandomStream) => number): Noise => ({
  truth: 0,
  draw: (random, count) => Array.from({ length: count }, () => one(random)),
});

const exponential = (random: RandomStream): number => -Math.log(1 - random.uniform());

/** Errors of two nets on so many test examples, where each example is an error with these chances. */
const errors = (examples: number, chances: readonly [number, number]): Noise => {
  const [one, other] = chances.map((chance) => binomial(examples, chance));
  return {
    truth: chances[0] - chances[1],
    resolution: 1 / examples,
    draw: (random, count) => Array.from({ length: count }, () => (one!(random) - other!(random)) / examples),
  };
};

/** Draws how many of so many happen, by the place of a uniform number among the cumulative probabilities. */
function binomial(trials: number, chance: number): (random: RandomStream) => number {
  let probability = (1 - chance) ** trials;
  let sum = probability;
  const cumulative = [sum];
  for (let hits = 1; hits <= trials; hits++) {
    probability *= ((trials - hits + 1) / hits) * (chance / (1 - chance));
    sum += probability;
    cumulative.push(sum);
  }
  return (random) => {
    const place = random.uniform() * sum;
    return cumulative.findIndex((below) => place < below);
  };
}

/** Shapes of noise, one name each. */
export const noises: Readonly<Record<string, Noise>> = {
  normal: independent((random) => random.normal()),
  uniform: independent((random) => (random.uniform() - 0.5) * Math.sqrt(12)),
  exponential: independent((random) => exponential(random) - 1),
  lognormal: independent(
    (random) => (Math.exp(random.normal()) - Math.exp(0.5)) / Math.sqrt((Math.E - 1) * Math.E),
  ),
  "Student's t with 3 degrees": independent((random) => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    return random.normal() / Math.sqrt(a * a + b * b + c * c); // variance 1
  }),
  "errors of 36": errors(36, [0.2, 0.1]),
  "errors of 113": errors(113, [0.2, 0.1]),
  "errors of 360": errors(360, [0.05, 0.04]),
  "errors of 36, mostly ties": errors(36, [0.01, 0.0005]),
  "errors of 360, mostly ties": errors(360, [0.0002, 0.002]),
};

/** The same noise with a part that all seeds share, as overlapping splits do: of variance test / train beside 1. */
export function sharing({ truth, draw }: Noise, overlap: number): Noise {
  return {
    truth,
    draw: (random, count) => {
      const shared = Math.sqrt(overlap) * random.normal();
      return draw(random, count).map((value) => value + shared);
    },
  };
}

/**
 * Splits of one data set that was itself drawn, for the mean over all data sets: half of the variance is that of the test examples, which
 * favour one net, the other or neither, a tenth comes with the training examples, the rest with the seed.
 */
export function splitsOf({ train, test }: { readonly train: number; readonly test: number }): Noise {
  const [first, second] = [0.1, 0.05]; // chances that an example is told by one net alone
  const truth = first - second;
  const variance = (first + second - truth ** 2) / test;
  return {
    truth,
    resolution: 1 / test,
    draw: (random, count) => {
      const examples = Array.from({ length: train + test }, () => {
        const place = random.uniform();
        return {
          favours: place < first ? 1 : place < first + second ? -1 : 0,
          teaches: exponential(random) - 1,
        };
      });
      return Array.from({ length: count }, () => {
        for (let index = 0; index < test; index++) {
          const other = index + random.integer(examples.length - index);
          [examples[index], examples[other]] = [examples[other]!, examples[index]!];
        }
        let [tested, taught] = [0, 0];
        for (const [index, { favours, teaches }] of examples.entries()) {
          if (index < test) tested += favours / test;
          else taught += teaches / train;
        }
        const bySeed = Math.sqrt(0.8 * variance) * (exponential(random) - 1);
        return tested + Math.sqrt(0.2 * variance * train) * taught + bySeed;
      });
    },
  };
}
