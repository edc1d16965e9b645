import { rangeError } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Pipeline } from "../../data/pipeline/pipeline.ts";
import { targetKindOf } from "../../head/check-head.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import { toldDataOf, warnOf } from "../data-option.ts";
import { readModel } from "../saved-model.ts";
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

FILE holds a Pipeline, such as layerwise pretrain and layerwise train write, a Network or a DBN, as safetensors or JSON. RBMs are
given an untrained last layer with an output per class, or a linear one for the standardized target.

Options
  --json                print the figures as JSON and nothing else

${DATA_HELP}

The data are prepared as the pipeline has it. Where FILE holds a model alone, columns are scaled to [0, 1] by their range in
these data; images in [0, 1] stay as they are.

Example
  npx layerwise probe dbn.json --data mnist:./mnist`,
  operands: 1,
  keepsNothing: true,
  options: { ...dataOptions, json: { type: "boolean" } },
  async prepare(call) {
    const dataset = await toldDataOf(call);
    const { pipeline, note } = readModel(action, call.operands[0]!, dataset);
    checkOutputs(pipeline, dataset);
    const [inputs, targets] = [pipeline.prepare(dataset), pipeline.targetsOf(dataset)];
    const { network } = pipeline;
    const probe = new GradientProbe();
    return async ({ output, errors }) => {
      warnOf(dataset, errors);
      if (note !== undefined) errors.line(`layerwise: ${note}`);
      const report = probe.measure(network, inputs, targets);
      const jacobians = probe.jacobians(network, inputs);
      output.line(
        call.values.json === true ? JSON.stringify({ ...report, jacobians }) : `${report}\n\n${jacobians}`,
      );
      return 0;
    };
  },
};

/** Refuses classes for a net that tells numbers, numbers for one that tells classes, and more of either than it can tell. */
function checkOutputs(
  { network: { head, outputs }, classNames }: Pipeline,
  { labels, classes, classNames: names, targets }: Dataset,
): void {
  const isLinear = targetKindOf(head) === "numbers";
  if (isLinear !== (labels === undefined)) {
    const [expected, got] = isLinear
      ? ["numbers (--target COLUMN)", "classes"]
      : ["classes (--label COLUMN)", "numbers"];
    throw rangeError(action, `data of ${expected}, as a net with a ${head.name} head tells`, got);
  }
  const most = Math.max(2, outputs); // a single logistic output tells two classes
  const isNamed = classNames !== undefined && names !== undefined; // then each class is looked up by its name
  if (labels && !isNamed && classes! > most) {
    throw rangeError(action, `data of at most ${most} classes, as the net has outputs`, `${classes}`);
  }
  if (targets && !labels && targets.columns !== outputs) {
    throw rangeError(action, `data of ${outputs} targets, as the net has outputs`, `${targets.columns}`);
  }
}
