import { checkFitOptions, type Job, loadParameters } from "../../src/extend/index.ts";
import { type Engine, Matrix, RandomStream, type Run, sgd } from "../../src/index.ts";

const action = "find a center";
const points = new Matrix([[1], [2], [6], [3]]);

/** A model of one's own: the point whose mean squared distance to others is least. */
export interface Center {
  readonly parameters: { readonly center: Matrix };
  readonly seed: number;
}
export const newCenter = (): Center => ({ parameters: { center: new Matrix([[0]]) }, seed: 1 });

/** The descent of ½·Σ (c − xᵢ)² / n as a job. */
export function centerJob(model: Center, engine: Engine): Job & { measure(epoch: number): object } {
  const own = model.parameters;
  const parameters = loadParameters(action, engine, own);
  const random = new RandomStream(1, "draws");
  return {
    ...{ model, action, engine, examples: points.rows, about: { model: "a center" }, own },
    ...{ parameters, statistics: {}, all: parameters, random },
    evaluate(batch) {
      const x = engine.gatherRows(points, batch); // (batch, 1)
      const away = engine.subtract(engine.gatherRows(parameters.center!, [...batch].fill(0)), x);
      const loss = engine.sumOfSquares(away) / (2 * batch.length);
      const gradients = { center: engine.scale(1 / batch.length, engine.columnSums(away)) };
      return { loss, gradients, metrics: { loss }, locateOverflow: () => "the center" };
    },
    measure: () => ({ spread: 2 }),
  };
}

/** Options for it. */
export const centerOptions = (
  options: { readonly epochs?: number; readonly batchSize?: number; readonly run?: Run } = {},
): ReturnType<typeof checkFitOptions> =>
  checkFitOptions(
    action,
    { epochs: 2, batchSize: 2, ...options },
    { optimizer: () => sgd({ learningRate: 0.1, momentum: 0.5 }), seed: 1 },
    points.rows,
    ["loss"],
  );
