import { existsSync, readFileSync } from "node:fs";
import { rangeError, show } from "../../check.ts";
import { DBN } from "../../dbn/dbn.ts";
import type { DBNJSON } from "../../dbn/dbn-json.ts";
import { Network } from "../../network/network.ts";
import type { NetworkJSON } from "../../network/network-json.ts";
import { minMax } from "../../preprocess/min-max.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import { loadData } from "../data-option.ts";
import { textOf } from "../read-option.ts";
import type { Command } from "./command.ts";

const action = "probe";

/** `layerwise probe`. */
export const probeCommand: Command = {
  name: "probe",
  summary: "measure the gradients of a saved net, layer by layer, on your data",
  help: `layerwise probe: the gradients of a saved net or stack of RBMs, layer by layer, on your data.

Usage
  layerwise probe FILE [--data WHAT] [--json]

FILE is the JSON of a Network, or of a DBN, which is given an untrained last layer with an output per class.

Options
  --data WHAT   digits (default), mnist:DIR, idx:IMAGES,LABELS or csv:FILE,label=COLUMN
  --json        print the figures as JSON

Columns outside [0, 1] are scaled by their range.

Example
  npx layerwise probe dbn.json --data mnist:./mnist`,
  operands: 1,
  options: { data: { type: "string" }, json: { type: "boolean" } },
  async prepare(call) {
    const { inputs, labels, classes } = await loadData(textOf(call, "data", "digits"));
    const network = readNetwork(call.operands[0]!, classes);
    if (network.inputs !== inputs.columns) {
      throw rangeError(action, `data of ${network.inputs} columns, as the net takes`, `${inputs.columns}`);
    }
    if (network.outputs < classes) {
      throw rangeError(
        action,
        `data of at most ${network.outputs} classes, as the net has outputs`,
        `${classes}`,
      );
    }
    const scaled = inputs.min() < 0 || inputs.max() > 1 ? minMax.fit(inputs).transform(inputs) : inputs;
    const probe = new GradientProbe();
    return async ({ output }) => {
      const report = probe.measure(network, scaled, labels);
      const jacobians = probe.jacobians(network, scaled);
      output.line(
        call.values.json === true ? JSON.stringify({ ...report, jacobians }) : `${report}\n\n${jacobians}`,
      );
      return 0;
    };
  },
};

function readNetwork(file: string, outputs: number): Network {
  if (!existsSync(file)) throw rangeError(action, "a file that exists", show(file));
  try {
    const json = JSON.parse(readFileSync(file, "utf8")) as NetworkJSON | DBNJSON;
    return "rbms" in json ? DBN.fromJSON(json).toNetwork({ outputs }) : Network.fromJSON(json);
  } catch (error) {
    throw rangeError(action, "the JSON of a Network or a DBN", `${show(file)} (${(error as Error).message})`);
  }
}
