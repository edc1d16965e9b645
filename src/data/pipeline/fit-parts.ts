import { checkInteger, show, typeError } from "../../check.ts";
import { DBN } from "../../dbn/dbn.ts";
import { engineOptionsOf } from "../../engine/select.ts";
import type { Head } from "../../head/head.ts";
import { linear } from "../../head/linear.ts";
import { softmax } from "../../head/softmax.ts";
import { type AbstractMatrix, toMatrix } from "../../matrix/matrix.ts";
import { Network } from "../../network/network.ts";
import { standardize } from "../../preprocess/standardize.ts";
import { checkDataset, type Dataset } from "../dataset.ts";
import { type PipelineFitOptions, type SortedOptions, sortOptions } from "./fit-options.ts";
import { fitPreparation } from "./fit-preparation.ts";
import { checkParts, type PipelineParts } from "./parts.ts";
import { readRows } from "./read-rows.ts";
import { readTargets } from "./read-targets.ts";

const action = "fit a pipeline";

/** Prepares a dataset, makes a net for it and trains it: the parts of a pipeline. */
export async function fitParts(dataset: Dataset, options: PipelineFitOptions): Promise<PipelineParts> {
  const { model, run: settings, hidden, pretrain } = sortOptions(action, options);
  checkDataset(action, dataset);
  const { columnNames, encoding } = dataset;
  const raw = toMatrix(action, "inputs", dataset.inputs); // (examples, columns)
  const { outputs, head, tellsNumbers } = endOf(dataset, model.head);
  const preparation = fitPreparation(action, dataset, options);
  const targetScaling = head.name === "linear" ? standardize.fit(dataset.targets!) : undefined;
  const classNames = tellsNumbers ? undefined : dataset.classNames;

  const prepare = (rows: AbstractMatrix): AbstractMatrix => preparation?.transform(rows) ?? rows;
  const inputs = prepare(raw); // (examples, inputs)
  const widths = [inputs.columns, ...hidden];
  const stack = pretrain && stackOf(widths, model, options);
  const start = (): Network =>
    stack
      ? stack.toNetwork({ outputs, head, ...(model.initializer && { initializer: model.initializer }) })
      : Network.fromSizes([...widths, outputs], { ...model, head });
  const parts = {
    model: start(),
    preparation,
    columnNames,
    classNames,
    targetNames: tellsNumbers ? dataset.targetNames : undefined,
    targetScaling,
    encoding,
  };
  checkParts(action, parts);

  const told = (examples: Dataset) =>
    readTargets(action, examples, { head, outputs, classNames, targetScaling }).targets;
  const targets = told(dataset);
  const validation = options.validation && {
    inputs: prepare(readRows(action, options.validation, { columns: raw.columns, columnNames, encoding })),
    targets: told(options.validation),
  };
  const run = { ...settings, ...(validation && { validation }) };
  parts.model.epochs(inputs, targets, run); // checks what it is given, before anything is trained
  if (stack === undefined) return { ...parts, history: await parts.model.fit(inputs, targets, run) };
  const pretrainingHistory = await stack.pretrain(inputs, pretrain);
  const pretrained = start();
  const history = await pretrained.fit(inputs, targets, run);
  return { ...parts, model: pretrained, history, pretrainingHistory };
}

/** The head of a net for a dataset, and its width. */
function endOf(
  { name, labels, classes, targets }: Dataset,
  given: Head | undefined,
): { readonly outputs: number; readonly head: Head; readonly tellsNumbers: boolean } {
  if (labels !== undefined && given?.name !== "linear") {
    const outputs = checkInteger(action, "classes", classes, { min: 2 });
    return { outputs, head: given ?? softmax, tellsNumbers: false };
  }
  if (targets !== undefined) return { outputs: targets.columns, head: given ?? linear, tellsNumbers: true };
  const expected = labels === undefined ? "labels or targets" : "targets, as a linear head tells them";
  throw typeError(action, `a dataset with ${expected}`, `one without, ${show(name)}`);
}

function stackOf(
  sizes: readonly number[],
  model: SortedOptions["model"],
  { visibleUnits }: PipelineFitOptions,
): DBN {
  return new DBN({
    sizes,
    ...(visibleUnits && { visibleUnits }),
    ...(model.seed !== undefined && { seed: model.seed }),
    ...engineOptionsOf(model),
  });
}
