import { sigmoid } from "../../activation/sigmoid.ts";
import { checkFunction, checkKeys } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import { dense } from "../../layers/dense.ts";
import type { Arm } from "../arm.ts";
import { hiddenLayers, networkOf } from "../ground.ts";
import { meanOf } from "../statistics/evidence.ts";
import { checkRising } from "./check-rising.ts";
import { type ContourLine, depthContours } from "./contours.ts";
import { depthScale, type PlaneCoordinates } from "./depth-scale.ts";
import { type ExperimentGround, experimentGround } from "./experiment-ground.ts";
import { layersOf } from "./measured-attenuation.ts";
import { isPlaceable, type LayerPlace, placeOf } from "./place-of.ts";
import { planeStart } from "./plane-start.ts";
import { checkDepths, RATES, trainableDepth } from "./trainable-depth.ts";

/** Options of `phaseDiagram`. */
export interface PhaseDiagramOptions {
  /** Starts that are placed on the diagram: those with other layers than dense ones of sigmoid or tanh are left out. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** σ_w of the grid, rising. Default 0.25 to 1.75 by quarters. */
  readonly weightDeviations?: readonly number[] | undefined;
  /** σ_b of the grid, rising. Default 0 to 2 by halves. */
  readonly biasDeviations?: readonly number[] | undefined;
  /** Numbers of hidden layers that are tried, rising, the most at the end. Default 1 to 32. */
  readonly depths?: readonly number[] | undefined;
  /** Units of a hidden layer. Default 64. */
  readonly width?: number | undefined;
  /** Called at the beginning and after each start with how many are done, and of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What was found at one place of the grid. */
export interface PhaseCell extends PlaneCoordinates {
  /** The greatest depth up to which nets from here train. */
  readonly trainableDepth: number;
  /** √χ of mean field. */
  readonly attenuation: number;
  /** 6ξ: how deep mean field lets nets train; absent where nothing ends. */
  readonly meanFieldDepth?: number;
}

/** Where a start lies, and how deep it trains. */
export interface PlacedArm extends PhaseCell {
  readonly arm: string;
  /** Each hidden layer but the first, with what the probe measured of it: the place above is that of the medians. */
  readonly layers: readonly (LayerPlace & { readonly measuredAttenuation: number })[];
  /** The geometric mean of what the layers do to an error signal. */
  readonly measuredAttenuation: number;
}

/** The plane of starts: what trains on it, and where starts lie. Plain JSON. */
export interface PhaseDiagram {
  readonly data: { readonly name: string; readonly fingerprint: string };
  readonly width: number;
  readonly epochs: number;
  readonly rates: readonly number[];
  readonly depths: readonly number[];
  readonly cells: readonly PhaseCell[];
  readonly arms: readonly PlacedArm[];
  /** Where 6ξ comes to 2, 4, 8, 16 and 32. */
  readonly contours: readonly ContourLine[];
}

const action = "draw a phase diagram";
const SEED = 1;
/** Hidden layers of the nets that are placed. */
const PLACED_DEPTH = 6;
const ARMS = [
  ...["classical", "glorot", "4x glorot", "isometric", "rbm", "rbm permuted", "autoencoder"],
  "greedy supervised",
];
/** The depths that lines are drawn for. */
const LINES = [2, 4, 8, 16, 32];
const WEIGHTS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75];
const BIASES = [0, 0.5, 1, 1.5, 2];

/**
 * How deep logistic nets train over the plane of σ_w and σ_b, beside the 6ξ of mean field, and where the study's starts lie on it.
 *
 * At each place of the grid nets of independent weights are trained, deeper and deeper, until none of four rates brings the training
 * error to half of chance. Every start is placed by what its weights are (see `placeOf`), its gradients are measured, and it is
 * trained to the same depths: a start that trains deeper than its place allows owes that to the structure of its weights and not
 * to their size. One seed; examples, epochs and batches are those of the study's quick budget.
 *
 * @param dataset - Examples of at least two classes, or with numeric targets.
 * @param options - The grid, the depths, and which starts are placed.
 * @returns The diagram, for `phasePlot`.
 * @throws RangeError if an arm does not exist, or a list does not rise.
 * @example
 * const { cells } = await phaseDiagram(await loadDigits(), {
 *   arms: ["classical"],
 *   weightDeviations: [0.25],
 *   biasDeviations: [0],
 *   depths: [1],
 * });
 * cells.map(({ trainableDepth }) => trainableDepth); // [1]
 *
 * @see Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017, section 5.
 */
export async function phaseDiagram(
  dataset: Dataset,
  options: PhaseDiagramOptions = {},
): Promise<PhaseDiagram> {
  checkKeys(action, options, [
    ...["arms", "weightDeviations", "biasDeviations", "depths", "width", "onProgress"],
  ]);
  const { onProgress = () => {} } = options;
  checkFunction(action, "onProgress", onProgress);
  const {
    weightDeviations = WEIGHTS,
    biasDeviations = BIASES,

    arms = ARMS,
  } = options;
  const weights = checkRising(action, "weightDeviations", weightDeviations, { above: 0 });
  const biases = checkRising(action, "biasDeviations", biasDeviations, { min: 0 });
  const depths = checkDepths(action, options.depths);
  const ground = await experimentGround(dataset, { arms, width: options.width });
  const { plan } = ground;

  const places = biases.flatMap((biasDeviation) =>
    weights.map((weightDeviation) => ({ weightDeviation, biasDeviation })),
  );
  const total = places.length + ground.arms.length;
  let done = 0;
  onProgress(done, total);
  const cells: PhaseCell[] = [];
  for (const place of places) {
    cells.push(await cellAt(place, depths, planeArm(place), ground));
    onProgress(++done, total);
  }
  const placed: PlacedArm[] = [];
  for (const arm of ground.arms) {
    const found = await placedArm(arm, depths, ground);
    if (found) placed.push(found);
    onProgress(++done, total);
  }
  const most = { weightDeviation: weights.at(-1)!, biasDeviation: biases.at(-1)! };
  return {
    data: { name: plan.data.name, fingerprint: plan.data.fingerprint },
    ...{ width: plan.widths[0]!, epochs: plan.settings.epochs, rates: RATES, depths },
    ...{ cells, arms: placed, contours: depthContours(LINES, most) },
  };
}

/** Logistic nets that are tanh nets of independent weights. */
function planeArm(place: PlaneCoordinates): Arm {
  const initializer = planeStart(place);
  return {
    ...{ name: "place", description: "independent weights", kind: "random start" },
    start: (ground) => ({
      network: networkOf(
        ground,
        hiddenLayers(ground, (fan) => dense({ ...fan, activation: sigmoid, initializer })),
      ),
    }),
  };
}

async function cellAt(
  place: PlaneCoordinates,
  depths: readonly number[],
  arm: Arm,
  { specOf, start }: ExperimentGround,
): Promise<PhaseCell> {
  const deepest = await trainableDepth(
    depths,
    (depth) => specOf(arm, depth, SEED),
    (depth) => start(arm, depth, SEED),
  );
  const { attenuation, depth } = depthScale(place);
  return {
    ...place,
    ...{ trainableDepth: deepest, attenuation },
    ...(depth !== undefined && { meanFieldDepth: 6 * depth }),
  };
}

/** A start on the diagram; nothing where its layers are none that can be placed. */
async function placedArm(
  arm: Arm,
  depths: readonly number[],
  ground: ExperimentGround,
): Promise<PlacedArm | undefined> {
  const started = await ground.start(arm, PLACED_DEPTH, SEED);
  const { network } = started.start;
  if (!network.layers.slice(0, -1).every(isPlaceable)) return undefined;
  const measured = layersOf(network, started, ground).map(({ attenuation = 0 }) => attenuation);
  const layers = placeOf(network).map((place) => ({ ...place, measuredAttenuation: measured[place.layer]! }));
  const place = {
    weightDeviation: medianOf(layers.map(({ weightDeviation }) => weightDeviation)),
    biasDeviation: medianOf(layers.map(({ biasDeviation }) => biasDeviation)),
  };
  const logarithms = layers.map(({ measuredAttenuation }) => Math.log(measuredAttenuation));
  return {
    arm: arm.name,
    ...(await cellAt(place, depths, arm, ground)),
    measuredAttenuation: Math.exp(meanOf(logarithms)),
    layers,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
