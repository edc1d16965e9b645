import { rangeError, show } from "../../check.ts";
import type { Layer } from "../../layers/layer.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { rowOf } from "../../matrix/storage.ts";
import { checkNetwork } from "../../network/check-network.ts";
import type { Network } from "../../network/network.ts";
import type { PlaneCoordinates } from "./depth-scale.ts";

/** The place of one layer. */
export interface LayerPlace extends PlaneCoordinates {
  /** Which layer it is, 0 on the inputs. */
  readonly layer: number;
}

/**
 * Where the hidden layers of a net lie in the plane of σ_w and σ_b, each but the first, whose inputs are data.
 *
 * A logistic unit gives (1 + t)/2, t = tanh(z/2), whose mean is no 0 but ½: half of each weight acts as a bias. In t the next layer
 * reads z/2 = t·(W/4) + (b + ½·1ᵀW)/2. So a logistic layer is one of tanh with the weights W/4 and the biases (b + ½·1ᵀW)/2, and that is
 * placed: σ_w = √(inputs·⟨(W/4)²⟩), σ_b = √⟨((b + ½·1ᵀW)/2)²⟩. A layer of tanh is placed as it is.
 *
 * @param network - A net of dense layers with `sigmoid` or `tanh`, at least two of them hidden.
 * @returns One place per hidden layer, the second first.
 * @throws RangeError if the net has other hidden layers, or fewer than two.
 * @example
 * const network = Network.fromSizes([64, 100, 100, 10], { activation: sigmoid, initializer: isometricLogistic(), seed: 1 });
 * const [{ weightDeviation, biasDeviation }] = placeOf(network);
 * [weightDeviation.toFixed(3), biasDeviation.toFixed(3)]; // ["1.000", "0.000"]
 *
 * @see Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017, section 2, for σ_w and σ_b.
 */
export function placeOf(network: Network): readonly LayerPlace[] {
  const action = "place a network";
  checkNetwork(action, network);
  const hidden = network.layers.slice(0, -1);
  const odd = hidden.find((layer) => !isPlaceable(layer));
  if (odd) {
    const activation = odd.activation ? ` with ${odd.activation.name}` : "";
    throw rangeError(action, "dense hidden layers with sigmoid or tanh", `${show(odd.kind)}${activation}`);
  }
  if (hidden.length < 2) throw rangeError(action, "at least two hidden layers", `${hidden.length}`);
  return Object.freeze(
    hidden.slice(1).map((layer, below) => {
      const values = (name: string) => network.parameters[`${below + 1}.${name}`]!;
      return placeOfLayer(below + 1, values("weights"), values("bias"), hidden[below]!, layer);
    }),
  );
}

/** Whether a layer is one of tanh, or can be read as one. */
export function isPlaceable({ kind, activation }: Layer): boolean {
  return kind === "dense" && (activation?.name === "sigmoid" || activation?.name === "tanh");
}

function placeOfLayer(
  layer: number,
  weights: AbstractMatrix,
  bias: AbstractMatrix,
  below: Layer,
  { activation }: Layer,
): LayerPlace {
  const { rows, columns } = weights; // (inputs, outputs)
  const fromMean = below.activation!.name === "sigmoid" ? 0.5 : 0; // y = (1 + t)/2, or t
  const taken = fromMean === 0 ? 1 : 0.5;
  const passed = activation!.name === "sigmoid" ? 0.5 : 1; // tanh(z/2), or tanh(z)
  const biases = Float64Array.from(bias.getRow(0));
  let square = 0;
  for (let row = 0; row < rows; row++) {
    const values = rowOf(weights, row);
    for (let unit = 0; unit < columns; unit++) {
      square += (taken * passed * values[unit]!) ** 2;
      biases[unit]! += fromMean * values[unit]!;
    }
  }
  const biasSquare = biases.reduce((sum, value) => sum + (passed * value) ** 2, 0);
  return Object.freeze({
    layer,
    weightDeviation: Math.sqrt(square / columns), // √(inputs · mean)
    biasDeviation: Math.sqrt(biasSquare / columns),
  });
}
