import { checkInteger, checkKeys } from "../check.ts";
import type { MatrixLike, Targets } from "../matrix/matrix.ts";
import type { Network } from "../network/network.ts";
import type { NetworkProbe, Observation } from "../network/probe.ts";
import { createReport, type GradientReport } from "./gradient-report.ts";
import { measureLayer } from "./layer-gradient.ts";

/** Options of `new GradientProbe`. */
export interface GradientProbeOptions {
  /** It looks at one update in so many, the first one included. Default 100. */
  readonly every?: number;
}

/**
 * Measures what each layer does to the gradient, at a moment or while a network trains, and alters nothing.
 *
 * Backpropagation through a layer y = f(x·W + b) multiplies the error signal twice: δ = ∂E/∂y ⊙ f′(z), then
 * ∂E/∂x = δ·Wᵀ. The probe takes the root mean square before and after each, so the attenuation across a layer comes
 * apart into exactly two factors, one of the slope and one of the weights.
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
    this.every = checkInteger("create a gradient probe", "every", options.every ?? 100, { min: 1 });
  }

  /** What it has seen during `fit`, in order of time. */
  get reports(): readonly GradientReport[] {
    return [...this.#reports];
  }

  /**
   * Measures a network on these examples at this moment, run as at prediction.
   *
   * @param network - The network, which is left as it is.
   * @param inputs - (examples, inputs)
   * @param targets - Class indices, or one row per example.
   * @returns One row per layer.
   * @throws RangeError if the data do not fit the network.
   */
  measure(network: Network, inputs: MatrixLike, targets: Targets): GradientReport {
    const { loss, traces, engine } = network.gradients(inputs, targets);
    return createReport(
      traces.map((trace) => measureLayer(engine, trace)),
      loss,
    );
  }

  /** Takes in one update; `fit` calls it. */
  observe({ engine, traces, moment: { step, epoch, loss }, parameters, updates }: Observation): void {
    const layers = traces.map((trace) => measureLayer(engine, trace, { parameters, updates }));
    this.#reports.push(createReport(layers, loss, { step, epoch }));
  }
}
