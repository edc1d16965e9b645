import { checkInteger, checkKeys, checkNumber } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import { Matrix } from "../matrix/matrix.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import { createDataset } from "./create-dataset.ts";
import type { LabeledDataset } from "./dataset.ts";

/** Options of `hiddenCauses`. */
export interface HiddenCausesOptions {
  /** How much of what decides the class also shapes the inputs, from 0, nothing, to 1, all. Default 1. */
  readonly shared?: number | undefined;
  /** How many there are, ≥ 1. Default 2000. */
  readonly examples?: number | undefined;
  /** Decides every draw. Default: drawn, and kept. */
  readonly seed?: Seed | undefined;
}

const CAUSES = 8;
const PIXELS_OF_CAUSE = 6;
/** How often a pixel is not what its cause says. */
const FLIPPED = 0.15;
/** Pixels without a cause, as many as the others. */
const FREE_PIXELS = CAUSES * PIXELS_OF_CAUSE;
/** Two votes of three decide among four classes. */
const [VOTES, VOTERS] = [2, 3];

/**
 * A made set with a knob for how much structure p(x) shares with p(y|x): the condition under which unsupervised pretraining can help.
 *
 * Eight causes c, each 0 or 1, show in six pixels each, of which any is flipped with probability 0.15. As many pixels n are 0 or 1 by
 * themselves: nothing can be learnt of them from the inputs. Two votes make four classes,
 *
 *     vₖ = shared · Σ (2c − 1) + (1 − shared) · Σ (2n − 1)   over three causes and three free pixels,
 *
 * label = 2·[v₀ ≥ 0] + [v₁ ≥ 0], where the causes break a tie. With 1 the classes follow from the causes alone, which a model of the
 * inputs finds; with 0 from pixels of which it can know nothing.
 *
 * @param options - The knob, how many examples, and the seed.
 * @returns Rows of 96 numbers, 0 or 1: the pixels of the causes, then the free ones; four classes.
 * @throws RangeError if a number is out of range.
 * @example
 * hiddenCauses({ shared: 0.5, examples: 100, seed: 1 }).inputs.columns; // 96
 *
 * @see Erhan et al., "Why does unsupervised pre-training help deep learning?", JMLR 11 (2010), section 3: the two must share
 *   structure.
 */
export function hiddenCauses(options: HiddenCausesOptions = {}): LabeledDataset {
  const action = "make hidden causes";
  checkKeys(action, options, ["shared", "examples", "seed"]);
  const { shared = 1, examples = 2000 } = options;
  checkNumber(action, "shared", shared, { min: 0, max: 1 });
  checkInteger(action, "examples", examples, { min: 1 });
  const seed = toSeed(action, options.seed);
  const columns = CAUSES * PIXELS_OF_CAUSE + FREE_PIXELS;
  checkSize(action, "the result", examples, columns);
  const random = new RandomStream(seed, "hidden causes");
  const coin = (): number => (random.uniform() < 0.5 ? 0 : 1);
  const inputs = new Matrix(examples, columns);
  const labels = Int32Array.from({ length: examples }, (_, example) => {
    const causes = Array.from({ length: CAUSES }, coin);
    const shown = causes.flatMap((cause) =>
      Array.from({ length: PIXELS_OF_CAUSE }, () => (random.uniform() < FLIPPED ? 1 - cause : cause)),
    );
    const free = Array.from({ length: FREE_PIXELS }, coin);
    for (const [column, pixel] of [...shown, ...free].entries()) inputs.set(example, column, pixel);
    let label = 0;
    for (let vote = 0; vote < VOTES; vote++) {
      const sum = (voters: readonly number[]): number =>
        voters.slice(VOTERS * vote, VOTERS * (vote + 1)).reduce((total, voter) => total + 2 * voter - 1, 0);
      const votes = shared * sum(causes) + (1 - shared) * sum(free);
      label = 2 * label + (votes > 0 || (votes === 0 && sum(causes) > 0) ? 1 : 0);
    }
    return label;
  });
  return createDataset({
    ...{ name: `hidden causes, shared ${shared}`, inputs, labels, classes: 2 ** VOTES, seed },
  });
}
