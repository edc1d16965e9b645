import { activationByName } from "../../activation/by-name.ts";
import { DBN } from "../../dbn/dbn.ts";
import { linear } from "../../head/linear.ts";
import { softmax } from "../../head/softmax.ts";
import { batchNorm } from "../../layers/batch-norm.ts";
import { dense } from "../../layers/dense.ts";
import { dropout } from "../../layers/dropout.ts";
import type { Layer } from "../../layers/layer.ts";
import { residual } from "../../layers/residual.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { Network } from "../../network/network.ts";
import { initializerByName } from "./initializer-by-name.ts";
import { AS_GIVEN, type Recipe, type Task } from "./recipe.ts";

const action = "make a net to diagnose";

/** What a net is made from beside its recipe. */
export interface Making {
  readonly task: Task;
  /** Prepared inputs of the training examples, which RBMs learn from. */
  readonly inputs: AbstractMatrix;
  readonly seed: number;
  /** The net that was handed over, where one was. */
  readonly given: Network | undefined;
}

/** The net of a recipe before training; `recipeCode` writes the program that makes the same. */
export async function makeNetwork(recipe: Recipe, making: Making): Promise<Network> {
  if (!recipe.pretraining) return drawNetwork(recipe, making);
  const { task, inputs, seed } = making;
  const dbn = new DBN({ sizes: [task.inputs, ...recipe.layers], seed, threads: 1 });
  await dbn.pretrain(inputs, { epochs: recipe.epochs });
  return dbn.toNetwork({ outputs: task.outputs, head: headOf(task) });
}

/** The net of a recipe without pretraining. */
export function drawNetwork(recipe: Recipe, { task, seed, given }: Omit<Making, "inputs">): Network {
  if (recipe.start === AS_GIVEN && given) return copyOf(given);
  const { outputs } = task;
  const sizes = [task.inputs, ...recipe.layers];
  const hidden = recipe.layers.flatMap((units, index) => hiddenLayer(recipe, sizes[index]!, units));
  const initializer = initializerByName(action, recipe.start);
  const layers = [...hidden, dense({ inputs: sizes.at(-1)!, outputs, initializer })];
  return new Network({ layers, head: headOf(task), seed, threads: 1 });
}

const headOf = ({ numeric }: Task): Network["head"] => (numeric ? linear : softmax);

function hiddenLayer(recipe: Recipe, inputs: number, outputs: number): readonly Layer[] {
  const activation = activationByName(action, recipe.activation);
  const layer = dense({ inputs, outputs, activation, initializer: initializerByName(action, recipe.start) });
  const around = recipe.body === "residual" && inputs === outputs ? residual([layer]) : layer;
  return [
    around,
    ...(recipe.body === "normalized" ? [batchNorm({ units: outputs })] : []),
    ...(recipe.dropout > 0 ? [dropout({ rate: recipe.dropout })] : []),
  ];
}

/** A net to be trained by itself, on one thread. */
export function copyOf({ layers, head, seed, parameters, statistics, engineKind, frozen }: Network): Network {
  const engine =
    engineKind.name === "wasm" ? { engine: "wasm" as const, threads: 1 } : { engine: engineKind };
  return new Network({ layers, head, seed, parameters, statistics, ...engine }).freeze(...frozen);
}
