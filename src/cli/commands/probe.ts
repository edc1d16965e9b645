import { existsSync, readFileSync } from "node:fs";
import { rangeError, show } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import { DBN } from "../../dbn/dbn.ts";
import type { DBNJSON } from "../../dbn/dbn-json.ts";
import { linear } from "../../head/linear.ts";
import type { Targets } from "../../matrix/matrix.ts";
import { Network } from "../../network/network.ts";
import type { NetworkJSON } from "../../network/network-json.ts";
import { minMax } from "../../preprocess/min-max.ts";
import { standardize } from "../../preprocess/standardize.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import { toldDataOf, warnOf } from "../data-option.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import type { Command } from "./command.ts";

const action = "probe";

/** `layerwise probe`. */
export const probeCommand: Command = {
  name: "probe",
  summary: "measure the gradients of a saved net, layer by layer, on your data",
  help: `layerwise probe: the gradients of a saved net or stack of RBMs, layer by layer, on your data.

Usage
  layerwise probe FILE [--data WHAT] [--json]

FILE is the JSON of a Network, or of a DBN, which is given an untrained last layer with an output per class, or a linear
one for the standardized target.

Options
  --json                print the figures as JSON and nothing else

${DATA_HELP}

Columns outside [0, 1] are scaled by their range.

Example
  npx layerwise probe dbn.json --data mnist:./mnist`,
  operands: 1,
  options: { ...dataOptions, json: { type: "boolean" } },
  async prepare(call) {
    const dataset = await toldDataOf(call);
    const { inputs } = dataset;
    const { network, targets } = readNetwork(call.operands[0]!, dataset);
    if (network.inputs !== inputs.columns) {
      throw rangeError(action, `data of ${network.inputs} columns, as the net takes`, `${inputs.columns}`);
    }
    checkOutputs(network, dataset);
    const scaled = inputs.min() < 0 || inputs.max() > 1 ? minMax.fit(inputs).transform(inputs) : inputs;
    const probe = new GradientProbe();
    return async ({ output, errors }) => {
      warnOf(dataset, errors);
      const report = probe.measure(network, scaled, targets);
      const jacobians = probe.jacobians(network, scaled);
      output.line(
        call.values.json === true ? JSON.stringify({ ...report, jacobians }) : `${report}\n\n${jacobians}`,
      );
      return 0;
    };
  },
};

/** A net, and what it is to tell: the last layer of a stack of RBMs is made for it. */
function readNetwork(
  file: string,
  dataset: Dataset,
): { readonly network: Network; readonly targets: Targets } {
  if (!existsSync(file)) throw rangeError(action, "a file that exists", show(file));
  const { labels, classes, targets } = dataset;
  try {
    const json = JSON.parse(readFileSync(file, "utf8")) as NetworkJSON | DBNJSON;
    if (!("rbms" in json)) return { network: Network.fromJSON(json), targets: labels ?? targets! };
    const dbn = DBN.fromJSON(json);
    if (labels) return { network: dbn.toNetwork({ outputs: classes! }), targets: labels };
    const network = dbn.toNetwork({ outputs: targets!.columns, head: linear });
    return { network, targets: standardize.fit(targets!).transform(targets!) };
  } catch (error) {
    throw rangeError(action, "the JSON of a Network or a DBN", `${show(file)} (${(error as Error).message})`);
  }
}

/** Refuses classes for a net that tells numbers, numbers for one that tells classes, and more of either than it can tell. */
function checkOutputs({ head, outputs }: Network, { labels, classes, targets }: Dataset): void {
  const isLinear = head.name === "linear";
  if (isLinear !== (labels === undefined)) {
    const [expected, got] = isLinear
      ? ["numbers (--target COLUMN)", "classes"]
      : ["classes (--label COLUMN)", "numbers"];
    throw rangeError(action, `data of ${expected}, as a net with a ${head.name} head tells`, got);
  }
  const most = Math.max(2, outputs); // a single logistic output tells two classes
  if (labels && classes! > most) {
    throw rangeError(action, `data of at most ${most} classes, as the net has outputs`, `${classes}`);
  }
  if (targets && !labels && targets.columns !== outputs) {
    throw rangeError(action, `data of ${outputs} targets, as the net has outputs`, `${targets.columns}`);
  }
}
