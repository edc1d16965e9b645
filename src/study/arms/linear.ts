import { identity } from "../../activation/identity.ts";
import { linear } from "../../head/linear.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { glorotUniform } from "../../initializer/glorot.ts";
import type { Initializer } from "../../initializer/initializer.ts";
import { orthogonal } from "../../initializer/orthogonal.ts";
import { dense } from "../../layers/dense.ts";
import type { Arm } from "../arm.ts";
import { hiddenLayers, networkOf } from "../ground.ts";
import { startFromAutoencoders } from "./autoencoder.ts";

/**
 * A net whose hidden layers are linear: all of its slopes are 1, so the weights alone decide what survives.
 *
 * @see Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014.
 */
function linearStart(start: string, weights: string, initializer: Initializer): Arm {
  return Object.freeze({
    name: `linear ${start}`,
    description: `linear net, ${weights}`,
    kind: "control",
    tags: ["linear"],
    start: (ground) => ({
      network: networkOf(
        ground,
        hiddenLayers(ground, (fan) => dense({ ...fan, activation: identity, initializer })),
      ),
    }),
  } satisfies Arm);
}

/**
 * A linear net from linear autoencoders with tied weights and without noise. Each learns the principal directions of what is below it: its
 * best weights have W·Wᵀ = 1 on these, so a layer keeps what it is given, as an orthogonal one does.
 *
 * @see Saxe, McClelland, Ganguli, 2014, section 3; Baldi, Hornik, "Neural networks and principal component analysis", Neural Networks 2, 1989.
 */
const linearPretrained: Arm = Object.freeze({
  name: "linear pretrained",
  description: "linear net, every layer from a stack of linear autoencoders",
  kind: "control",
  tags: ["linear"],
  start: (ground) => startFromAutoencoders(ground, { activation: identity, decoder: linear, noise: "none" }),
} satisfies Arm);

/** The attenuation without any slope: that of the weights alone. */
export const linearNets: readonly Arm[] = [
  linearStart("classical", "weights from U(±1/√n)", classicUniform),
  linearStart("glorot", "Glorot's uniform weights", glorotUniform),
  linearStart("orthogonal", "orthogonal weights", orthogonal()),
  linearPretrained,
];
