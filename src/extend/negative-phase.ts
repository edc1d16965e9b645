import { rangeError } from "../check.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { checkLike } from "../parameters.ts";
import { hiddenMeans, visibleFields } from "../rbm/machine/conditionals.ts";
import type { Machine } from "../rbm/machine/machine.ts";
import type { NegativePhase, PositivePhase } from "../rbm/samplers/sampler.ts";
import { likelihoodGradients, shareOf, sumOver } from "../rbm/training/likelihood-gradients.ts";
import { expectElements, expectNear, expectShape, expectWithin } from "./expect.ts";

/** What an update says of the model, and ⟨vᵀ·h⟩ by the rows alone, which `correlations` may better. */
export interface Statistics {
  /** ⟨v⟩: (1, visible), ⟨h⟩: (1, hidden) and ⟨vᵀ·h⟩: (visible, hidden) */
  readonly visible: Matrix;
  readonly hidden: Matrix;
  readonly correlations: Matrix;
  readonly products: Matrix;
  readonly hasCorrelations: boolean;
}

/** The statistics of a negative phase of binary units, refused where one of its fields is not what it stands for. */
export function checkNegativePhase(
  action: string,
  machine: Machine,
  positive: PositivePhase,
  negative: NegativePhase,
): Statistics {
  const { engine, parameters, visibleOwn } = machine;
  const { rows: visibleUnits, columns: hiddenUnits } = parameters.weights;
  const read = (matrix: AbstractMatrix): Matrix => readMatrix(engine, matrix);
  const { visible, hiddenMeans: hidden, shares, reconstruction, gradients, ...phase } = negative;
  const rows = visible.rows;
  expectShape(action, "visible states", visible, rows, visibleUnits);
  expectWithin(action, "visible states", read(visible), 0, 1);
  expectShape(action, "hidden means", hidden, rows, hiddenUnits);
  expectWithin(action, "hidden means", read(hidden), 0, 1);
  if (reconstruction)
    expectShape(action, "reconstruction", reconstruction, positive.visible.rows, visibleUnits);
  if (shares) {
    expectShape(action, "shares", shares, rows, 1);
    expectWithin(action, "shares", read(shares), 0, 1);
    expectNear(action, "the sum of shares", engine.sum(shares), 1, 1e-9);
  }
  if (phase.hiddenFields) {
    const means = machine.hiddenUnits.means(engine, phase.hiddenFields, machine.hiddenOwn);
    expectElements(action, "hidden means of hiddenFields", read(means), read(hidden));
  }
  if (phase.visibleFields) {
    const means = machine.visibleUnits.means(engine, phase.visibleFields, visibleOwn);
    expectElements(action, "visible means of visibleFields", read(means), read(visible));
  }
  checkHidden(action, machine, negative);
  const mean = (each: AbstractMatrix): Matrix =>
    read(engine.scale(shareOf(negative), sumOver(engine, negative, each)));
  const products = productsOf(machine, negative);
  const correlations = correlationsOf(action, machine, positive, negative) ?? products;
  if (gradients) {
    const copy = engine.load(read(correlations));
    const expected = likelihoodGradients(machine, positive, { ...negative, correlations: copy });
    checkLike(action, "gradients to have", gradients, expected);
    for (const [name, matrix] of Object.entries(expected))
      expectElements(action, `the gradient of ${name}`, read(gradients[name]!), read(matrix));
  }
  return {
    ...{ visible: mean(visible), hidden: mean(hidden) },
    ...{ correlations: read(correlations), products: read(products) },
    hasCorrelations: negative.correlations !== undefined,
  };
}

/** ⟨vᵀ·h⟩ as the mean of the products of the rows: (visible, hidden). */
function productsOf({ engine }: Machine, phase: NegativePhase | PositivePhase): AbstractMatrix {
  const { visible, hiddenMeans: hidden, shares } = phase;
  const weighed = shares ? engine.multiplyColumn(visible, shares) : visible;
  return engine.productLeftTransposed(weighed, hidden, undefined, shareOf(phase));
}

/** Those that a sampler gives. Where it computed gradients with them, they were added to: then what they were is what is left without the data. */
function correlationsOf(
  action: string,
  machine: Machine,
  positive: PositivePhase,
  { correlations, gradients }: NegativePhase,
): AbstractMatrix | undefined {
  if (correlations === undefined) return undefined;
  const { engine, parameters } = machine;
  expectShape(action, "correlations", correlations, parameters.weights.rows, parameters.weights.columns);
  return correlations === gradients?.weights
    ? engine.add(correlations, productsOf(machine, positive))
    : correlations;
}

/** Refuses hidden means that are neither those of the visible states, nor states whose visible means there are, nor an approximation's. */
function checkHidden(action: string, machine: Machine, negative: NegativePhase): void {
  const { engine, parameters } = machine;
  const { visible, hiddenMeans: hidden, visibleFields: fields, correlations } = negative;
  if (fields && isNear(engine.subtract(fields, visibleFields(machine, hidden)))) return;
  if (correlations && !isNear(parameters.weights)) return;
  const [given, own] = [hidden, hiddenMeans(machine, visible)].map((each) => readMatrix(engine, each));
  for (const [place, value] of own!.to1DArray().entries())
    expectNear(action, `hidden mean ${place} of the states`, given!.to1DArray()[place]!, value, 1e-9);

  function isNear(difference: AbstractMatrix): boolean {
    return engine.sumOfSquares(difference) <= 1e-18;
  }
}

/** Refuses correlations that lie in what a sampler remembers: training adds to them. */
export function checkOwnMatrix(
  action: string,
  machine: Machine,
  positive: PositivePhase,
  negative: NegativePhase,
  remembered: () => string,
): void {
  if (!negative.correlations || negative.gradients) return;
  const before = remembered();
  likelihoodGradients(machine, positive, negative);
  if (remembered() !== before)
    throw rangeError(action, "correlations in a matrix of their own", "one that the sampler remembers");
}
