// What was published of RBMs, and what trains and measures the same machines here.
import {
  contrastiveDivergence,
  logLikelihood,
  Matrix,
  persistentContrastiveDivergence,
  pseudoLogLikelihood,
  RBM,
  sgd,
  uniform,
} from "layerwise";
import { barsAndStripes, loadDigits, loadMnist } from "layerwise/data";
import {
  annealedImportanceSampling,
  centering,
  exactLogPartition,
  reverseAnnealedImportanceSampling,
} from "layerwise/rbm";

export interface Data {
  readonly train: Matrix;
  readonly test: Matrix;
}
/** Figures of a run by their names. */
export type Figures = Readonly<Record<string, number>>;
export interface MachineExperiment {
  readonly source: string;
  /** The data; FOLDER holds the four files of MNIST. */
  readonly load: (folder: string) => Promise<Data>;
  /** By variant: the figures that were published, and what trains a machine with so large a share of the epochs. */
  readonly variants: Readonly<
    Record<string, readonly [Figures, (data: Data, seed: number, share: number) => Promise<Figures>]>
  >;
}

const map = (matrix: Pick<Matrix, "to2DArray">, f: (value: number) => number): Matrix =>
  new Matrix(matrix.to2DArray().map((row) => row.map(f)));
const binary = (pixel: number): number => (pixel > 0.5 ? 1 : 0);
const some = (count: number, share: number): number => Math.max(1, Math.round(count * share));

async function mnist(folder: string, f: (pixel: number) => number): Promise<Data> {
  const { train, test } = await loadMnist(folder);
  return { train: map(train.inputs, f), test: map(test.inputs, f) };
}

/** The visible biases of units with the means of the data, held to between .001 and .999. */
function logits(data: Matrix): number[] {
  return data.mean("column").map((mean) => {
    const held = Math.min(0.999, Math.max(0.001, mean));
    return Math.log(held / (1 - held));
  });
}

/** 784x16, whose log Z is a sum over 2¹⁶ states. */
async function small(
  { train, test }: Data,
  seed: number,
  share: number,
  isCentered: boolean,
): Promise<Figures> {
  const parameters = { visibleBias: logits(train) };
  const rbm = new RBM({
    visible: 784,
    hidden: 16,
    initializer: uniform({ limit: 0.346 }),
    parameters,
    seed,
  });
  if (isCentered) {
    // PyDeep's biases of a centered machine are those around the offsets: c − μ·W and b − λ·Wᵀ of the plain one
    const { weights, visibleBias, hiddenBias } = rbm.parameters;
    hiddenBias.sub(Matrix.rowVector(train.mean("column")).mmul(weights));
    visibleBias.sub(new Matrix(1, 16).fill(0.5).mmul(weights.transpose()));
  }
  await rbm.fit(train, {
    ...{ epochs: some(50, share), batchSize: 100, shuffle: false, optimizer: sgd({ learningRate: 0.01 }) },
    sampler: persistentContrastiveDivergence({ chains: 100 }),
    ...(isCentered && { centering: centering({ rate: 0.01 }) }),
  });
  const logZ = await exactLogPartition(rbm);
  const of = (data: Matrix): number => logLikelihood(rbm, data, { logPartition: logZ, engine: "auto" });
  return { test: of(test), train: of(train), logZ };
}

/** The experiments by their names. */
export const machineExperiments: Readonly<Record<string, MachineExperiment>> = {
  "bars-and-stripes": {
    source:
      "Shark's tutorial, sum of negative log-likelihoods, mean of 10 trials; NumPy: 192.12, sd 3.87 over 100",
    load: async () => {
      const { inputs } = barsAndStripes(4);
      const data = map(inputs, (pixel) => pixel);
      return { train: data, test: data };
    },
    variants: {
      "16x32, CD-1": [
        { sum: 192.544 },
        async ({ train }, seed, share) => {
          const drawn = new RBM({
            visible: 17,
            hidden: 33,
            initializer: uniform({ limit: 0.1 }),
            seed,
          }).parameters.weights.to2DArray();
          const rbm = new RBM({
            ...{ visible: 16, hidden: 32, seed },
            parameters: {
              weights: drawn.slice(1).map((row) => row.slice(1)),
              visibleBias: drawn.slice(1).map((row) => row[0]!),
              hiddenBias: drawn[0]!.slice(1),
            },
          });
          const optimizer = sgd({ learningRate: 0.1 });
          await rbm.fit(train, {
            epochs: some(1000, share),
            batchSize: 32,
            optimizer,
            sampler: contrastiveDivergence(),
          });
          return { sum: -train.rows * logLikelihood(rbm, train) };
        },
      ],
    },
  },
  "784x16": {
    source:
      "PyDeep, MNIST binarized at .5, PCD-1, 50 epochs at rate .01; test and training log-likelihood with exact log Z",
    load: (folder) => mnist(folder, binary),
    variants: {
      centered: [{ test: -142.56, train: -143.15, logZ: 310.18 }, (...given) => small(...given, true)],
      plain: [{ test: -149.05, train: -149.61, logZ: 190.95 }, (...given) => small(...given, false)],
    },
  },
  "784x16-flipped": {
    source: "PyDeep, the same on 1 - MNIST",
    load: (folder) => mnist(folder, (pixel) => 1 - binary(pixel)),
    variants: {
      centered: [{ test: -142.09, train: -142.81, logZ: 310.25 }, (...given) => small(...given, true)],
      plain: [{ test: -183.36, train: -183.26, logZ: 3495.27 }, (...given) => small(...given, false)],
    },
  },
  "scikit-learn": {
    source:
      "scikit-learn 1.2, digits shifted by one pixel, 100 hidden, PCD, rate .06, batch 10; pseudo-likelihood by epoch",
    load: async () => {
      const rows = (await loadDigits()).inputs.to2DArray();
      const shifts = [
        [0, 0],
        [0, 1],
        [0, -1],
        [1, 0],
        [-1, 0],
      ] as const;
      const shifted = shifts.flatMap(([down, right]) =>
        rows.map((row) =>
          row.map((_, pixel) => {
            const [y, x] = [Math.floor(pixel / 8) - down, (pixel % 8) - right];
            return y < 0 || x < 0 || y > 7 || x > 7 ? 0 : row[8 * y + x]!;
          }),
        ),
      );
      const isTest = (_: unknown, index: number): boolean => index % 5 === 4;
      return {
        train: new Matrix(shifted.filter((row, index) => !isTest(row, index))),
        test: new Matrix(shifted.filter(isTest)),
      };
    },
    variants: {
      "64x100, PCD": [
        { "1": -25.57, "2": -23.68, "5": -21.79, "10": -20.21 },
        async ({ train }, seed, share) => {
          const rbm = new RBM({ visible: 64, hidden: 100, seed });
          const figures: Record<string, number> = {};
          await rbm.fit(train, {
            ...{ epochs: some(10, share), batchSize: 10, optimizer: sgd({ learningRate: 0.06 }) },
            sampler: persistentContrastiveDivergence({ chains: 10 }),
            onEpoch({ epoch }) {
              figures[`${epoch}`] = pseudoLogLikelihood(rbm, train, {
                flips: 1,
                seed: epoch,
                engine: "auto",
              });
            },
          });
          return figures;
        },
      ],
    },
  },
  "784x500-pcd-15": {
    source: "deeplearning.net, PCD-15, batch 20, rate .1; pseudo-likelihood of the rounded images by epoch",
    load: (folder) => mnist(folder, (pixel) => pixel),
    variants: {
      "784x500": [
        { "1": -90.65, "15": -62.76 },
        async ({ train }, seed, share) => {
          const rbm = new RBM({ visible: 784, hidden: 500, seed });
          const rounded = map(train, binary);
          const figures: Record<string, number> = {};
          await rbm.fit(train, {
            ...{ epochs: some(15, share), batchSize: 20, optimizer: sgd({ learningRate: 0.1 }) },
            sampler: persistentContrastiveDivergence({ chains: 20, steps: 15 }),
            onEpoch({ epoch }) {
              figures[`${epoch}`] = pseudoLogLikelihood(rbm, rounded, {
                flips: 1,
                seed: epoch,
                engine: "auto",
              });
            },
          });
          return figures;
        },
      ],
    },
  },
  "784x500": {
    source:
      "CD-25: -86.34 (Salakhutdinov, Murray, 2008); centered PCD, 200 epochs: -84.86 by AIS, -96.61 in reverse (PyDeep)",
    load: (folder) => mnist(folder, binary),
    variants: {
      "centered PCD": [
        { ais: -84.86, reverse: -96.61 },
        async ({ train, test }, seed, share) => {
          const rbm = new RBM({
            visible: 784,
            hidden: 500,
            parameters: { visibleBias: logits(train) },
            seed,
          });
          await rbm.fit(train, {
            ...{ epochs: some(200, share), batchSize: 100, optimizer: sgd({ learningRate: 0.01 }) },
            ...{ sampler: persistentContrastiveDivergence({ chains: 100 }), centering: centering() },
          });
          const options = { data: train, temperatures: some(10_000, Math.min(1, 10 * share)) + 1, seed };
          const above = await annealedImportanceSampling(rbm, options);
          const below = await reverseAnnealedImportanceSampling(rbm, options);
          const by = (logPartition: number): number =>
            logLikelihood(rbm, test, { logPartition, engine: "auto" });
          return {
            ais: by(above.logPartition),
            standardError: above.standardError,
            reverse: by(below.logPartition),
          };
        },
      ],
    },
  },
};
