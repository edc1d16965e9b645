import { holds, rangeError } from "../../check.ts";
import { checkDataset, type Dataset } from "../../data/dataset.ts";
import { checkFinite, toMatrix } from "../../matrix/matrix.ts";
import { checkNetwork } from "../../network/check-network.ts";
import type { Network } from "../../network/network.ts";
import { columnExtremes } from "../../preprocess/columns.ts";
import {
  type CheckedDiagnoseOptions,
  checkDiagnoseOptions,
  type DiagnoseOptions,
} from "./diagnose-options.ts";
import { drawNetwork } from "./make-network.ts";
import { type NetDescription, readDescription, recipeOfNetwork } from "./net-description.ts";
import type { Recipe, Task } from "./recipe.ts";

/** With fewer there is nothing to validate and test on. */
const FEWEST_EXAMPLES = 50;

/** A call of `diagnose` with nothing wrong in it. */
export interface CheckedCall {
  readonly checked: CheckedDiagnoseOptions;
  readonly task: Task;
  /** What the caller asks about, with zeros where the length of the run is left to the plan. */
  readonly asked: Recipe;
  /** The net that was handed over, where it was not described. */
  readonly given: Network | undefined;
}

/** Checks net, data and options once, at the door, by making the net too: some starts cannot be drawn for some widths. */
export function checkCall(
  action: string,
  net: Network | NetDescription,
  dataset: Dataset,
  options: DiagnoseOptions,
): CheckedCall {
  const checked = checkDiagnoseOptions(action, options);
  checkDataset(action, dataset);
  const task = taskOf(action, dataset);
  const given = isNetwork(net) ? checkFits(action, checkNetwork(action, net), task) : undefined;
  const described = given ? recipeOfNetwork(given) : readDescription(action, net as NetDescription, task);
  const { inputs, trainer, rate, epochs = 0, batchSize = 0 } = checked;
  const training = { inputs, optimizer: trainer.name, rate, epochs, batchSize };
  const others = { pretraining: false, earlyStopping: false, classWeights: false };
  const asked = { ...described, ...training, ...others };
  const { parameters, engineKind } = drawNetwork(asked, { task, seed: checked.seed, given });
  for (const [name, values] of Object.entries(parameters)) {
    checkFinite(action, name, values, engineKind.precision);
  }
  return { checked, task, given, asked };
}

const isNetwork = (net: Network | NetDescription): net is Network =>
  holds(() => "layers" in net && "head" in net);

/** What a net is to tell of these examples, which are finite and enough. */
function taskOf(action: string, dataset: Dataset): Task {
  const { inputs, labels, classes, classNames, columnNames, targets } = dataset;
  toMatrix(action, "inputs", inputs, { precision: "float32" });
  if (labels === undefined && targets === undefined) {
    throw rangeError(action, "a dataset with labels or targets", "one without");
  }
  if (inputs.rows < FEWEST_EXAMPLES) {
    throw rangeError(action, `at least ${FEWEST_EXAMPLES} examples`, `${inputs.rows}`);
  }
  if (labels !== undefined) {
    const there = new Set(labels).size;
    if (there < 2) throw rangeError(action, "examples of at least two classes", `${there}`);
    const names = classNames && { classNames };
    return { inputs: inputs.columns, outputs: classes!, numeric: false, columnNames, ...names };
  }
  toMatrix(action, "targets", targets!, { precision: "float32" });
  const { minimums, maximums } = columnExtremes(targets!);
  if (minimums.to1DArray().every((least, column) => least === maximums.get(0, column))) {
    throw rangeError(action, "numbers to tell that differ", `${minimums.get(0, 0)} in every row`);
  }
  return { inputs: inputs.columns, outputs: targets!.columns, numeric: true, columnNames };
}

/** Refuses a net that does not take these inputs or cannot tell what is to be told. */
function checkFits(action: string, network: Network, task: Task): Network {
  if (network.inputs !== task.inputs) {
    throw rangeError(action, `data of ${network.inputs} columns, as the net takes`, `${task.inputs}`);
  }
  const trained = Object.keys(network.parameters).filter(
    (name) => !network.frozen.has(Number.parseInt(name, 10)),
  );
  if (trained.length === 0) throw rangeError(action, "a net with a layer to train", "one that is all frozen");
  const isLinear = network.head.name === "linear";
  if (isLinear !== task.numeric) {
    const [expected, got] = isLinear ? ["numbers", "classes"] : ["classes", "numbers"];
    throw rangeError(action, `data of ${expected}, as a net with a ${network.head.name} head tells`, got);
  }
  const most = task.numeric ? network.outputs : Math.max(2, network.outputs);
  if (task.numeric ? task.outputs !== most : task.outputs > most) {
    throw rangeError(
      action,
      `data of ${most} ${task.numeric ? "targets" : "classes"}, as the net has outputs`,
      `${task.outputs}`,
    );
  }
  return network;
}
