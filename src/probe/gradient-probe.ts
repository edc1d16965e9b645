import { checkInteger, checkKeys, checkOneOf } from "../check.ts";
import { showing } from "../display/displayed.ts";
import { backwardSequence } from "../layers/sequence.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import { type MatrixLike, type Targets, toMatrix } from "../matrix/matrix.ts";
import { checkNetwork } from "../network/check-network.ts";
import { type ExampleArguments, sortArguments } from "../network/example-arguments.ts";
import { readExamples } from "../network/examples.ts";
import type { Network } from "../network/network.ts";
import { lossPass } from "../network/pass.ts";
import type { NetworkProbe, Observation } from "../network/probe.ts";
import { checkLike } from "../parameters.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { measureAffine } from "./affine-gradient.ts";
import { createReport } from "./create-report.ts";
import type { GradientReport } from "./gradient-report.ts";
import { tracesInRange } from "./in-range.ts";
import type { JacobianReport } from "./jacobian-report.ts";
import { measureJacobians } from "./jacobians.ts";
import { measureLayer } from "./layer-gradient.ts";
import { type LayerMovement, measureMovement } from "./layer-movement.ts";
import type { SpectrumMethod } from "./singular-values.ts";

/** Options of `new GradientProbe`. */
export interface GradientProbeOptions {
  /** It looks at one update in so many, the first one included. Default 100. */
  readonly every?: number | undefined;
}

/** Options of `probe.jacobians`. */
export interface JacobianOptions {
  /** How many examples to take the mean over, the first ones first. Default 10. */
  readonly examples?: number | undefined;
  /** Default `"auto"`: exact up to 256 units, Lanczos above. */
  readonly method?: SpectrumMethod | undefined;
  /** Decides the random directions of Lanczos. Default 0. */
  readonly seed?: Seed | undefined;
}

/**
 * Measures what each layer does to the gradient, at a moment or while a network trains, and alters nothing.
 *
 * Backpropagation through a layer y = f(x·W + b) multiplies the error signal twice: δ = ∂E/∂y ⊙ f′(z), then
 * ∂E/∂x = δ·Wᵀ. The probe takes the root mean square before and after each, so the attenuation across a layer comes
 * apart into exactly two factors, one of the slope and one of the weights.
 *
 * Where the error signal leaves the range in which float32 keeps its digits, the probe goes on down with it scaled by a power
 * of two, in a backward pass of its own: deep nets are measured right on every engine, and training keeps its bits.
 *
 * @example
 * const probe = new GradientProbe({ every: 50 });
 * await network.fit(inputs, labels, { probe });
 * console.log(probe.reports.at(-1)); // a table, one row per layer
 * console.log(probe.measure(network, inputs, labels));
 *
 * @see the question is that of Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen" (1991), and of Glorot
 * and Bengio, AISTATS 2010, section 4.2.
 */
export class GradientProbe implements NetworkProbe {
  readonly every: number;
  readonly #reports: GradientReport[] = [];

  constructor(options: GradientProbeOptions = {}) {
    checkKeys("create a gradient probe", options, ["every"]);
    const { every = 100 } = options;
    this.every = checkInteger("create a gradient probe", "every", every, { min: 1 });
    showing(this, () => ({
      title: `GradientProbe, ${this.#reports.length} reports`,
    }));
  }

  /** What it has seen during `fit`, in order of time. */
  get reports(): readonly GradientReport[] {
    return [...this.#reports];
  }

  /** The same for a dataset, `{ inputs, labels }` or `{ inputs, targets }`. */
  measure(network: Network, data: DatasetLike): GradientReport;
  /**
   * Measures a network on these examples at this moment, run as at prediction.
   *
   * @param network - The network, which is left as it is.
   * @param inputs - (examples, inputs)
   * @param targets - Class indices, or one row per example.
   * @returns One row per layer.
   * @throws RangeError if the data do not fit the network.
   */
  measure(network: Network, inputs: MatrixLike, targets: Targets): GradientReport;
  measure(network: Network, ...given: ExampleArguments<never>): GradientReport {
    const action = "measure the gradient";
    checkNetwork(action, network);
    const [data] = sortArguments(action, given);
    const { loss, pass, logitsGradient } = lossPass(action, network, readExamples(action, network, data));
    const { engine, values, passes } = pass;
    const { traces, gradients } = backwardSequence(engine, values, passes, logitsGradient);
    checkLike(action, "a gradient of", gradients, network.parameters);
    return createReport(
      tracesInRange(engine, values, traces).map((trace) => {
        const [weights, bias] = ["weights", "bias"].map(
          (name) => network.parameters[`${trace.path}.${name}`],
        );
        const affine = trace.layer.affine ? measureAffine(engine, trace, weights!, bias!) : {};
        return Object.freeze({ ...measureLayer(engine, trace), ...affine });
      }),
      loss,
    );
  }

  /**
   * The singular values of each layer's Jacobian ∂y/∂x and of the way from the first to the last: how far they lie apart says how
   * unevenly the directions of an error signal shrink, their mean square by how much a random one does.
   *
   * @param network - The network, run as at prediction.
   * @param inputs - (examples, inputs)
   * @param options - How many of the examples, first ones first, to take the mean over (default 10); the `method`, by default
   *   `"auto"`: exact up to 256 units and Lanczos above, whose smallest value is a bound from above, as `smallestIsBound`
   *   says; and the `seed` of its random directions (default 0).
   * @returns A row for every layer but the last.
   * @throws RangeError if the data do not fit the network or an option is out of range.
   * @see Saxe, McClelland, Ganguli, ICLR 2014, section 3; Pennington, Schoenholz, Ganguli, "Resurrecting the sigmoid in deep
   * learning through dynamical isometry", NIPS 2017.
   */
  jacobians(network: Network, inputs: MatrixLike, options: JacobianOptions = {}): JacobianReport {
    const action = "measure Jacobians";
    checkKeys(action, options, ["examples", "method", "seed"]);
    checkNetwork(action, network);
    const { examples = 10, method = "auto", seed = 0 } = options;
    const x = toMatrix(action, "inputs", inputs, {
      columns: network.inputs,
      precision: network.engineKind.precision,
    });
    return measureJacobians(network, x, {
      examples: checkInteger(action, "examples", examples, { min: 1 }),
      method: checkOneOf(action, "method", method, ["auto", "exact", "lanczos"]),
      seed: toSeed(action, seed),
    });
  }

  /**
   * How far every layer y = f(x·W + b) is from its start: in its weights, and in what it says of these examples.
   *
   * @param start - The network before training, such as `Network.fromJSON(network.toJSON())`.
   * @param network - The same network later.
   * @param inputs - (examples, inputs)
   * @throws RangeError if the two have different layers.
   */
  movement(start: Network, network: Network, inputs: MatrixLike): readonly LayerMovement[] {
    return measureMovement(start, network, inputs);
  }

  /** Takes in one update; `fit` calls it. */
  observe({ engine, traces, moment: { step, epoch, loss }, parameters, updates }: Observation): void {
    const layers = tracesInRange(engine, parameters, traces).map((trace) =>
      measureLayer(engine, trace, { parameters, updates }),
    );
    this.#reports.push(createReport(layers, loss, { step, epoch }));
  }
}
