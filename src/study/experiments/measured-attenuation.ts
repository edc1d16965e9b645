import type { Network } from "../../network/network.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import type { LayerGradient } from "../../probe/layer-gradient.ts";
import type { StartedTrial } from "../start-trial.ts";
import { firstOf } from "../trial-data.ts";
import type { ExperimentGround } from "./experiment-ground.ts";

/** What the probe finds in each layer of a start, on as many labelled examples as the study takes. */
export function layersOf(
  network: Network,
  { labeled }: StartedTrial,
  { plan }: ExperimentGround,
): readonly LayerGradient[] {
  const { inputs, targets } = firstOf(labeled, plan.settings.probeExamples);
  return new GradientProbe().measure(network, inputs, targets).layers;
}
