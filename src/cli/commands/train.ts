import { join } from "node:path";
import { rangeError } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { PipelineFitOptions } from "../../data/pipeline/fit-options.ts";
import { Pipeline } from "../../data/pipeline/pipeline.ts";
import { split } from "../../data/split.ts";
import { formatNumber, percentCell } from "../../display/table.ts";
import type { EpochRecord } from "../../fit/history.ts";
import { type CheckpointParts, withCheckpoints } from "../../io/checkpoints/checkpoints.ts";
import { adam } from "../../optimizer/adam.ts";
import { checkWeights } from "../check-weights.ts";
import { filesIn, toldDataOf, warnOf } from "../data-option.ts";
import { checkCheckpoints, checkOutFile } from "../files/check-out.ts";
import { aboutRun } from "../fingerprint.ts";
import { type Output, warnTo } from "../output.ts";
import { integerOf, integersOf, numberOf, positiveOf, seedTextOf, textOf } from "../read-option.ts";
import { stopCode } from "../stop.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import { progressTo, tellProgress } from "../tell-progress.ts";
import { writeModel } from "../write-model.ts";
import type { Command } from "./command.ts";

const action = "train";
const MOST_EPOCHS = 1_000_000;

/** `layerwise train`. */
export const trainCommand: Command = {
  name: "train",
  summary: "train a net on your data, test it and save it",
  help: `layerwise train: a net on your data, saved with its preparation and the names of its classes as a model file, which
layerwise predict, layerwise probe and loadModel of layerwise/io read.

Usage
  layerwise train [options]

Options
  --hidden 100          units of the hidden layers, from the data upwards (default 100; "" for none: a linear model)
  --pretrain            start the hidden layers, of logistic units then, from a stack of RBMs
  --epochs N            default: as many as make 1500 updates, 10 at least
  --batch-size N        default: a fiftieth of the examples, from 20 to 100
  --learning-rate X     of Adam, default 0.001
  --test SHARE          of the examples that are kept to test with, default 0.2; 0 trains on all
  --seed SEED           default 1
  --out FILE            default model.safetensors; JSON where it ends in .json
  --checkpoints FOLDER  keeps where it stands there, after each epoch; called again with the same data and options it goes on, with
                        others it is refused

${DATA_HELP}

Columns are standardized, images in [0, 1] stay as they are. Classes become a softmax, a number a linear output.

Examples
  npx layerwise train
  npx layerwise train --data iris.csv --label species --out iris.safetensors
  npx layerwise train --data houses.csv --target price --categorical all --missing mean --hidden 50,50`,
  operands: 0,
  options: {
    ...dataOptions,
    ...Object.fromEntries(
      ["hidden", "epochs", "batch-size", "learning-rate", "test", "seed", "out", "checkpoints"].map(
        (name) => [name, { type: "string" as const }],
      ),
    ),
    pretrain: { type: "boolean" },
  },
  async prepare(call) {
    const hidden = call.values.hidden === "" ? [] : (integersOf(action, call, "hidden") ?? [100]);
    const epochs = integerOf(action, call, "epochs", { min: 0, max: MOST_EPOCHS });
    const batchSize = integerOf(action, call, "batch-size", { min: 1 });
    const learningRate = positiveOf(action, call, "learning-rate");
    const testShare = numberOf(action, call, "test", { min: 0, below: 1 }) ?? 0.2;
    const seed = seedTextOf(action, call);
    const out = textOf(call, "out", "model.safetensors");
    checkOutFile(action, out, filesIn(textOf(call, "data", "digits")));
    const folder = call.values.checkpoints as string | undefined;
    const dataset = await toldDataOf(call);
    const outputs = dataset.classes ?? dataset.targets!.columns;
    checkWeights(action, "--hidden", [dataset.inputs.columns, ...hidden, outputs]);
    const stratified = dataset.labels !== undefined;
    const { rows } = dataset.inputs;
    if (testShare > 0 && [0, rows].includes(Math.round((1 - testShare) * rows))) {
      const expected = `--test to set aside at least one of ${rows} examples and to leave one (0 trains on all)`;
      throw rangeError(action, expected, `${testShare}`);
    }
    const { train, test } =
      testShare === 0 ? { train: dataset } : split(dataset, { fraction: 1 - testShare, stratified, seed });
    const isPretrained = call.values.pretrain === true;
    if (isPretrained && hidden.length === 0) throw rangeError(action, "--hidden with --pretrain", "none");
    if (folder !== undefined) checkCheckpoints(action, folder, out);
    return async ({ output, errors, signal }) => {
      warnOf(dataset, errors);
      const stop = signal && { signal };
      const options: PipelineFitOptions = {
        hidden,
        seed,
        epochs,
        batchSize,
        ...(learningRate !== undefined && { optimizer: adam({ learningRate }) }),
        onEpoch: tellProgress(output, epochLine),
        ...stop,
      };
      const ofRBMs = { onEpoch: progressTo(output), ...stop };
      const fit = (net?: CheckpointParts, rbms?: CheckpointParts): Promise<Pipeline> =>
        Pipeline.fit(train, { ...options, ...net, pretrain: isPretrained && { ...ofRBMs, ...rbms } });
      const fitIn = (directory: string): Promise<Pipeline> => {
        const given = { ...{ hidden, epochs, "batch-size": batchSize }, "learning-rate": learningRate, seed };
        const kept = { about: aboutRun(train, { command: "train", ...given, pretrain: isPretrained }) };
        const fitNet = (rbms?: CheckpointParts): Promise<Pipeline> =>
          withCheckpoints(directory, (net) => fit(net, rbms), kept);
        return isPretrained ? withCheckpoints(join(directory, "rbms"), fitNet, kept) : fitNet();
      };
      let pipeline: Pipeline;
      try {
        pipeline = await (folder === undefined ? fit() : fitIn(folder));
      } catch (error) {
        if (!signal?.aborted) throw error;
        const advice = folder === undefined ? "Nothing is saved." : "Called again it goes on.";
        errors.line(`layerwise: stopped before the end of the training. ${advice}`);
        return stopCode(signal);
      }
      for (const history of [pipeline.pretrainingHistory, pipeline.history]) {
        for (const warning of history?.warnings ?? []) warnTo(errors)(warning);
      }
      writeModel(out, pipeline, call);
      if (test) tell(pipeline, test, output);
      output.line(out);
      return 0;
    };
  },
};

/** How well the net does on examples that it has not seen. */
function tell(pipeline: Pipeline, test: Dataset, output: Output): void {
  const { loss, accuracy, rSquared } = pipeline.evaluate(test);
  const figures = [
    accuracy !== undefined && `accuracy ${percentCell(accuracy)}`,
    rSquared !== undefined && `R² ${formatNumber(rSquared, 4)}`,
    `loss ${formatNumber(loss, 4)}`,
  ].filter((figure) => figure);
  output.line(`\ntest ${figures.join(", ")} on ${test.inputs.rows} examples that were not trained on\n`);
}

function epochLine({ epoch, loss, accuracy }: EpochRecord): string {
  const share = accuracy === undefined ? "" : `  accuracy ${percentCell(accuracy)}`;
  return `epoch ${epoch}  loss ${formatNumber(loss!, 4)}${share}`;
}
