import { checkInteger, show, typeError } from "../../check.ts";
import { DBN } from "../../dbn/dbn.ts";
import { engineOptionsOf } from "../../engine/select.ts";
import type { Head } from "../../head/head.ts";
import { linear } from "../../head/linear.ts";
import { softmax } from "../../head/softmax.ts";
import { type AbstractMatrix, toMatrix } from "../../matrix/matrix.ts";
import { Network } from "../../network/network.ts";
import { preparedBy } from "../../preprocess/check-preprocessor.ts";
import { standardize } from "../../preprocess/standardize.ts";
import { checkDataset, type Dataset } from "../dataset.ts";
import { fitColumns } from "../fit-columns.ts";
import { type PipelineFitOptions, sortOptions } from "./fit-options.ts";
import { fitPreparation, unitsFor } from "./fit-preparation.ts";
import { checkParts, type PipelineParts } from "./parts.ts";
import { readRows } from "./read-rows.ts";
import { type ReadTargets, readTargets, type Told } from "./read-targets.ts";

const action = "fit a pipeline";

/** Prepares a dataset, makes a net for it and trains it: the parts of a pipeline. */
export async function fitParts(dataset: Dataset, options: PipelineFitOptions): Promise<PipelineParts> {
  checkDataset(action, dataset);
  const { model, run, hidden, pretrain } = sortOptions(action, options);
  const told = toldOf(dataset, model.head);
  const { head, outputs, classNames, targetScaling } = told;
  const { columnNames, encoding } = dataset;
  const { columns } = toMatrix(action, "inputs", dataset.inputs);
  const named = {
    values: dataset.inputs,
    what: "column",
    names: columnNames,
    dataset: dataset.name,
  } as const;
  const preparation = fitColumns(action, named, () => fitPreparation(action, dataset, options));

  const examplesOf = (examples: Dataset): ReadTargets & Pick<Dataset, "inputs"> => {
    checkDataset(action, examples);
    const rows = readRows(action, examples, { columns, columnNames, encoding });
    return { ...readTargets(action, examples, told), inputs: preparedBy(action, preparation, rows) };
  };
  const training = examplesOf(dataset);
  const validation = options.validation === undefined ? undefined : examplesOf(options.validation);
  const runOptions = { ...run, ...(validation && { validation }) };

  const widths = [training.inputs.columns, ...hidden];
  const stack =
    pretrain &&
    new DBN({
      sizes: widths,
      seed: model.seed,
      visibleUnits: unitsFor(dataset, training.inputs, options),
      ...engineOptionsOf(model),
    });
  const start = (): Network =>
    stack?.toNetwork({ outputs, head, initializer: model.initializer }) ??
    Network.fromSizes([...widths, outputs], { ...model, head });
  const targetNames = training.targets instanceof Int32Array ? undefined : dataset.targetNames;
  const network = start();
  const parts = {
    model: network,
    preparation,
    columnNames,
    classNames,
    targetNames,
    targetScaling,
    encoding,
  };
  checkParts(action, parts);
  network.epochs(training, runOptions); // checks what it is given, before anything is trained
  if (stack === undefined) return { ...parts, history: await network.fit(training, runOptions) };
  const pretrainingHistory = await stack.pretrain(training.inputs, pretrain);
  const pretrained = start();
  const history = await pretrained.fit(training, runOptions);
  return { ...parts, model: pretrained, history, pretrainingHistory };
}

/** What a net is to tell of a dataset: classes where it has labels, else numbers or what another head makes of its targets. */
function toldOf(
  { name, labels, classes, classNames, targets, targetNames }: Dataset,
  given: Head | undefined,
): Told {
  const isNumeric = given?.targets === "numbers";
  if (labels !== undefined && !isNumeric) {
    const outputs = checkInteger(action, "classes", classes, { min: 2 });
    return { head: given ?? softmax, outputs, classNames, targetScaling: undefined };
  }
  if (targets === undefined) {
    const expected = isNumeric ? "targets, for a head that models numbers" : "labels or targets";
    throw typeError(action, `a dataset with ${expected}`, `one without, ${show(name)}`);
  }
  const head = given ?? linear;
  const scalingOf = (values: AbstractMatrix) =>
    fitColumns(action, { values, what: "target", names: targetNames, dataset: name }, () =>
      standardize.fit(values),
    );
  const targetScaling =
    head.targets === "numbers" ? scalingOf(toMatrix(action, "targets", targets)) : undefined;
  return { head, outputs: targets.columns, classNames: undefined, targetScaling };
}
