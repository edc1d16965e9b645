import { rangeError } from "../../check.ts";
import { intoUnitInterval } from "../../data/into-unit-interval.ts";
import { Pipeline } from "../../data/pipeline/pipeline.ts";
import { DBN } from "../../dbn/dbn.ts";
import { formatNumber } from "../../display/table.ts";
import type { EpochRecord, RBMHistory } from "../../fit/history.ts";
import { normal } from "../../initializer/normal.ts";
import { type CheckpointParts, withCheckpoints } from "../../io/checkpoints/checkpoints.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { preparedBy } from "../../preprocess/check-preprocessor.ts";
import { piecewise } from "../../schedule/piecewise.ts";
import { checkWeights } from "../check-weights.ts";
import { dataOf, filesIn, warnOf } from "../data-option.ts";
import { checkCheckpoints, checkOutFile } from "../files/check-out.ts";
import { aboutRun } from "../fingerprint.ts";
import { warnTo } from "../output.ts";
import { integerOf, integersOf, positiveOf, seedTextOf, textOf } from "../read-option.ts";
import { stopCode } from "../stop.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import { tellProgress } from "../tell-progress.ts";
import { writeModel } from "../write-model.ts";
import type { Command } from "./command.ts";

const action = "pretrain";
const MOST_EPOCHS = 1_000_000;

/** `layerwise pretrain`. */
export const pretrainCommand: Command = {
  name: "pretrain",
  summary: "train a stack of RBMs on your data and save it",
  help: `layerwise pretrain: a stack of RBMs on your data, saved with how the data were prepared, as JSON that
Pipeline.fromJSON of layerwise/data reads, or as safetensors that loadModel of layerwise/io reads.

Usage
  layerwise pretrain --hidden 100,100 [options]

Options
  --hidden 100,100      units of the hidden layers, from the data upwards (required)
  --epochs N            for each RBM (default 20)
  --batch-size N        default 20
  --learning-rate X     default 0.1
  --seed SEED           default 1
  --out FILE            default dbn.json; a name that does not end in .json is safetensors, two thirds smaller, which PyTorch and NumPy
                        read
  --checkpoints FOLDER  keeps where it stands there, after each epoch; called again with the same data and options it goes on, with
                        others it is refused

${DATA_HELP}

Columns are scaled to [0, 1] by their range, and what lies outside it later is clipped; images in [0, 1] stay as they are.
The file holds that scaling, and layerwise probe uses it.

Example
  npx layerwise pretrain --data mnist:./mnist --hidden 500,500 --epochs 10 --batch-size 100 --out dbn.json`,
  operands: 0,
  options: {
    ...dataOptions,
    ...Object.fromEntries(
      ["hidden", "epochs", "batch-size", "learning-rate", "seed", "out", "checkpoints"].map((name) => [
        name,
        { type: "string" as const },
      ]),
    ),
  },
  async prepare(call) {
    const hidden = integersOf(action, call, "hidden");
    if (hidden === undefined) throw rangeError(action, "--hidden, such as --hidden 100,100", "none");
    const epochs = integerOf(action, call, "epochs", { min: 0, max: MOST_EPOCHS }) ?? 20;
    const batchSize = integerOf(action, call, "batch-size", { min: 1 }) ?? 20;
    const learningRate = positiveOf(action, call, "learning-rate") ?? 0.1;
    const seed = seedTextOf(action, call);
    const out = textOf(call, "out", "dbn.json");
    checkOutFile(action, out, filesIn(textOf(call, "data", "digits")));
    const folder = call.values.checkpoints as string | undefined;
    const dataset = await dataOf(call);
    const { inputs, columnNames, classNames, encoding } = dataset;
    const preparation = intoUnitInterval(dataset);
    const data = preparedBy(action, preparation, inputs); // (examples, visible)
    checkWeights(action, "--hidden", [data.columns, ...hidden]);
    if (folder !== undefined) checkCheckpoints(action, folder, out);
    const dbn = new DBN({ sizes: [data.columns, ...hidden], initializer: normal({ std: 0.1 }), seed });
    return async ({ output, errors, signal }) => {
      warnOf(dataset, errors);
      const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
      const optimizer = sgd({ learningRate, momentum });
      const options = { epochs, batchSize, optimizer, seed, ...(signal && { signal }) };
      let last: EpochRecord | undefined;
      let isStopped = false;
      try {
        const train = (saved?: CheckpointParts): Promise<RBMHistory> => {
          const onEpoch = tellProgress(output, (record) => {
            last = record;
            const error = formatNumber(record.reconstructionError!, 4);
            return `${placeOf(record, epochs)}  squared reconstruction error ${error}`;
          });
          return dbn.pretrain(data, { ...options, ...saved, onEpoch });
        };
        const given = {
          command: "pretrain",
          hidden,
          epochs,
          "batch-size": batchSize,
          "learning-rate": learningRate,
          seed,
        };
        const history = await (folder === undefined
          ? train()
          : withCheckpoints(folder, train, { about: aboutRun(dataset, given) }));
        for (const warning of history.warnings) warnTo(errors)(warning);
        output.line(`\n${dbn.handOver(data)}\n`);
      } catch (error) {
        if (!signal?.aborted) throw error;
        isStopped = true;
      }
      const reached = last && `${placeOf(last, epochs)}, the last being RBM ${hidden.length - 1}`;
      if (isStopped && reached === undefined) {
        errors.line("layerwise: stopped before the end of the first epoch. Nothing is saved.");
        return stopCode(signal);
      }
      const pipeline = new Pipeline({ model: dbn, preparation, columnNames, classNames, encoding });
      writeModel(out, pipeline, call);
      if (isStopped) {
        errors.line(`layerwise: stopped after ${reached}. What was learned by then is saved.`);
        output.line(out);
        return stopCode(signal);
      }
      output.line(out);
      return 0;
    };
  },
};

/** How far pretraining has come. */
function placeOf({ layer, epoch }: EpochRecord, epochs: number): string {
  return `RBM ${layer}  epoch ${epoch} of ${epochs}`;
}
