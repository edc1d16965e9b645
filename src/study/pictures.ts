import type { Dataset, ImageShape } from "../data/dataset.ts";
import { DBN } from "../dbn/dbn.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { GrowingStack } from "./rbm-stack.ts";
import type { StudyPlan } from "./study-plan.ts";
import { partData } from "./trial-data.ts";
import { TRIAL_VERSION, type TrialSpec } from "./trial-spec.ts";

/** Images of one kind: a row each. */
export interface Picture extends ImageShape {
  readonly title: string;
  readonly images: AbstractMatrix;
}

/** Layers of the DBN that draws: more add little to small images. */
const LAYERS = 2;
const COUNT = 40;

/**
 * Shows what the RBMs of a plan's first seed have learnt: the weights of hidden units as images, and images that a DBN
 * of the lowest layers draws. Nothing where the data are no images or the plan has no stack of RBMs.
 */
export async function drawPictures(plan: StudyPlan, dataset: Dataset): Promise<Picture[]> {
  const { shape } = dataset;
  if (!shape || !plan.arms.some(({ name }) => name === "rbm")) return [];
  const spec: TrialSpec = {
    ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "compare", arm: "rbm" },
    ...{
      optimizer: "momentum",
      depth: LAYERS,
      times: 1,
      width: plan.widths[0]!,
      labels: plan.settings.train,
      seed: plan.seeds[0]!,
      learningRate: 0,
    },
    settings: plan.settings,
  };
  const { train } = partData(dataset, spec);
  const { rbms } = await new GrowingStack(spec, train.inputs, {}).take(LAYERS);
  const filters = rbms[0]!.parameters.weights.transpose(); // (hidden, visible)
  const drawn = new DBN({ rbms, seed: spec.seed }).sample({ count: COUNT, gibbsSteps: 500 }); // (count, visible)
  const shown = Math.min(COUNT, filters.rows);
  return [
    { title: "Images of the data", images: firstRows(train.inputs, COUNT), ...shape },
    {
      title: "What hidden units of the first RBM look for: their weights",
      images: firstRows(filters, shown),
      ...shape,
    },
    { title: `Drawn by the DBN of the lowest ${LAYERS} RBMs`, images: drawn, ...shape },
  ];
}

function firstRows(matrix: AbstractMatrix, count: number): AbstractMatrix {
  return matrix.subMatrix(0, Math.min(count, matrix.rows) - 1, 0, matrix.columns - 1);
}
