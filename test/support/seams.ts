import { describe, expect, it } from "vitest";
import { dense, Matrix, Network, RBM, softmax } from "../../src/index.ts";
import { bitsOf } from "./bits.ts";

/** Examples, labels and options for small models. */
export const inputs: number[][] = [
  [0.1, 0.7],
  [1, 0],
  [0.9, 0.4],
  [0.5, 0.5],
];
export const labels: number[] = [0, 1, 1, 0];
export const binary: number[][] = inputs.map((row) => row.map(Math.round));
export const run = { epochs: 1, batchSize: 2, seed: 1 };
export const engine = "reference";

/** What a function of somebody's own may give that is none of what it should. */
const wrong: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a number": () => 3,
  NaN: () => Number.NaN,
  text: () => "much",
  "an empty object": () => ({}),
  "a list": () => [[1, 2]],
  "a promise": async () => new Matrix([[1, 2]]),
  "a matrix of another shape": () => new Matrix(7, 5),
  "a matrix of NaN": () => new Matrix(1, 1).fill(Number.NaN),
  "an object whose getters throw": () =>
    new Proxy(
      {},
      {
        get() {
          throw new Error("a getter of one's own");
        },
      },
    ),
  "an error that it throws": () => {
    throw new Error("an error of one's own");
  },
};

/** A part of each kind, the functions of it, and what is done with it. Models are made anew, and told to `watch`. */
export interface Seam {
  readonly part: () => object;
  readonly functions: readonly string[];
  readonly uses: Readonly<Record<string, (part: never) => unknown>>;
  /** The values of `wrong` that a function may give, since they are right. Default: all that nobody is harmed by. */
  readonly allows?: Readonly<Record<string, readonly string[]>>;
}

/** The parameters of the models of the last use, with their bits before they were trained. */
interface Watched {
  readonly parameters: Readonly<Record<string, Matrix>>;
  readonly before: object;
}
const watched: Watched[] = [];
export function watch<Model extends Pick<Watched, "parameters">>(model: Model): Model {
  watched.push({ parameters: model.parameters, before: bitsOf(model.parameters) });
  return model;
}

export const netWith = (options: Partial<ConstructorParameters<typeof Network>[0]>): Network =>
  watch(
    new Network({ layers: [dense({ inputs: 2, outputs: 2 })], head: softmax, seed: 1, engine, ...options }),
  );
export const rbmWith = (options: Partial<ConstructorParameters<typeof RBM>[0]>): RBM =>
  watch(new RBM({ visible: 2, hidden: 2, seed: 1, engine, ...options }));

const GRAMMAR = /^Cannot [^:]+: expected .+, got ./s;

/** What is asked behind the updates of an epoch: the model then has what it has learned. */
const late = ["updateStatistics", "measure", "selfEnergy", "logPartition", "warnings", "learningRateAt"];

/** Whether a function may give this: a seam that does not say it all leaves it open. */
function mayGive({ allows }: Seam, method: string, value: string): boolean {
  return allows === undefined || allows[method]?.includes(value) === true;
}

/** Tries every function of every part with every wrong value, in every use. */
export function describeSeams(
  seams: Readonly<Record<string, Seam>>,
  isTried: (method: string, value: string, use: string) => boolean = () => true,
): void {
  describe.each(Object.entries(seams))("%s whose function gives what it should not", (_, seam) => {
    const { part, functions, uses } = seam;
    const cases = functions.flatMap((method) =>
      Object.keys(uses).flatMap((use) => Object.keys(wrong).map((value) => [method, value, use] as const)),
    );
    it.each(cases.filter((each) => isTried(...each)))(
      "%s, %s, in %s: is named, or the model is right",
      async (method, value, use) => {
        watched.length = 0;
        const own = { ...part(), [method]: wrong[value] };
        let thrown: Error | undefined;
        try {
          await uses[use]!(own as never);
        } catch (error) {
          thrown = error as Error;
        }
        if (thrown && !thrown.message.endsWith("of one's own")) expect(thrown.message).toMatch(GRAMMAR);
        if (!thrown) expect(mayGive(seam, method, value)).toBe(true);
        for (const { parameters, before } of watched) {
          if (thrown && !late.includes(method)) expect(bitsOf(parameters)).toEqual(before);
          for (const matrix of Object.values(parameters))
            expect(matrix.to1DArray().every(Number.isFinite)).toBe(true);
        }
      },
    );
  });
}
