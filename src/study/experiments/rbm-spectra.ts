import { checkArray, checkFunction, checkInteger, checkKeys, rangeError } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import { Matrix } from "../../matrix/matrix.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import type { SingularValues } from "../../probe/jacobian-report.ts";
import { singularValuesOf } from "../../probe/singular-values.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Arm } from "../arm.ts";
import { everything, rbm, startFromStack } from "../arms/pretrained.ts";
import { firstOf } from "../trial-data.ts";
import { experimentGround } from "./experiment-ground.ts";

/** Options of `rbmSpectra`. */
export interface RBMSpectraOptions {
  /** After how many epochs of each RBM the stack is looked at, rising. Default 0 to 50. */
  readonly epochs?: readonly number[] | undefined;
  /** RBMs in the stack. Default 6. */
  readonly depth?: number | undefined;
  /** Hidden units of each. Default 64. */
  readonly width?: number | undefined;
  /** Called at the beginning and after each stack with how many are done, and of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** An RBM as a layer of the net that it starts. The singular values are those of W/4, the weights of the tanh net that it is. */
export interface RBMLayerSpectrum extends SingularValues {
  /** Which layer it is, 1 for the second: the first reads data. */
  readonly layer: number;
  /** rms ∂E/∂x / rms ∂E/∂y, the product of the two below. */
  readonly attenuation: number;
  readonly slopeFactor: number;
  readonly weightFactor: number;
}

/** The singular values of RBMs over their training, and what becomes of gradients in the net that they start. Plain JSON. */
export interface RBMSpectra {
  readonly data: { readonly name: string; readonly fingerprint: string };
  readonly width: number;
  readonly moments: readonly { readonly epochs: number; readonly layers: readonly RBMLayerSpectrum[] }[];
}

const action = "follow the spectra of RBMs";
const EPOCHS = [0, 1, 2, 5, 10, 20, 50];
const SEED = 1;

/**
 * How the singular values of a stack's RBMs grow with their training, beside the attenuation of the net that would be started from them
 * at that moment.
 *
 * Each moment is a stack of its own, whose RBMs all had so many epochs, trained one on the other as the study does. A logistic layer is
 * one of tanh with W/4: where all singular values of W/4 are 1 and the units are not saturated, an error signal keeps its length.
 *
 * @param dataset - Examples of at least two classes, or with numeric targets.
 * @param options - The moments, and the size of the stack.
 * @returns The spectra, for `rbmSpectraPlot`.
 * @throws RangeError if a number is out of range, or the epochs do not rise.
 * @example
 * const { moments } = await rbmSpectra(await loadDigits(), { epochs: [0, 1], depth: 2, width: 8 });
 * moments.map(({ layers }) => layers.length); // [1, 1]
 *
 * @see Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014,
 * section 3, for singular values of 1 and what pretraining does to them in linear nets.
 */
export async function rbmSpectra(dataset: Dataset, options: RBMSpectraOptions = {}): Promise<RBMSpectra> {
  checkKeys(action, options, ["epochs", "depth", "width", "onProgress"]);
  const { onProgress = () => {} } = options;
  checkFunction(action, "onProgress", onProgress);
  const { depth: layers = 6, epochs = EPOCHS } = options;
  const depth = checkInteger(action, "depth", layers, { min: 2, max: 100 });
  const moments = checkEpochs(epochs);
  const ground = await experimentGround(dataset, { arms: [rbm], width: options.width });
  const { plan } = ground;
  const found: RBMSpectra["moments"][number][] = [];
  onProgress(0, moments.length);
  for (const epochs of moments) {
    found.push({ epochs, layers: await layersAt(dosed(epochs), depth, ground) });
    onProgress(found.length, moments.length);
  }
  return {
    data: { name: plan.data.name, fingerprint: plan.data.fingerprint },
    width: plan.widths[0]!,
    moments: found,
  };
}

/** The net of a stack whose RBMs had so many epochs. */
function dosed(epochs: number): Arm {
  return { ...rbm, name: "rbm so far", start: (ground) => startFromStack(ground, { epochs }, everything) };
}

async function layersAt(
  arm: Arm,
  depth: number,
  { plan, start }: Awaited<ReturnType<typeof experimentGround>>,
): Promise<readonly RBMLayerSpectrum[]> {
  const { start: started, labeled } = await start(arm, depth, SEED);
  const { network } = started;
  const { inputs, targets } = firstOf(labeled, plan.settings.probeExamples);
  const { layers } = new GradientProbe().measure(network, inputs, targets);
  return layers.slice(1, depth).map(({ attenuation = 0, slopeFactor = 0, weightFactor = 0 }, below) => {
    const layer = below + 1;
    const quarter = Matrix.mul(network.parameters[`${layer}.weights`]!, 1 / 4);
    const values = singularValuesOf(quarter, new RandomStream(SEED, `spectrum of layer ${layer}`));
    return { layer, ...values, attenuation, slopeFactor, weightFactor };
  });
}

function checkEpochs(given: readonly number[]): readonly number[] {
  const list = checkArray(action, "epochs to be a list of integers", given);
  if (list.length === 0) throw rangeError(action, "epochs to be a list of integers", "[]");
  for (const [index, epochs] of list.entries()) {
    checkInteger(action, "epochs", epochs, { min: index === 0 ? 0 : list[index - 1]! + 1, max: 1e6 });
  }
  return list;
}
