import { availableParallelism } from "node:os";
import { rangeError, show } from "../../check.ts";
import { arms } from "../../study/arms/all.ts";
import { optimizers } from "../../study/optimizers/all.ts";
import { planStudy, type StudyOptions } from "../../study/plan.ts";
import type { Budget, StudyPlan } from "../../study/study-plan.ts";
import type { Shard } from "../../study/trials-of-plan.ts";
import { checkWeights } from "../check-weights.ts";
import { quoted } from "../command-line.ts";
import { toldDataOf, warnOf } from "../data-option.ts";
import { checkOutFolder } from "../files/check-out.ts";
import { checkRedis } from "../queue/connect.ts";
import { queuePackages } from "../queue/queue-packages.ts";
import { showQueueStatus } from "../queue/queue-status.ts";
import { type RedisAddress, redisAddress } from "../queue/redis-address.ts";
import { integerOf, integersOf, namesOf, textOf } from "../read-option.ts";
import { runStudyCommand, STUDY_FILES } from "../study-run.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import { holdsTrials } from "../trials/trial-folder.ts";
import type { Call, Command, CommandIO } from "./command.ts";
import { experimentCommands } from "./study-experiments.ts";
import { mergeCommand } from "./study-merge.ts";

const action = "run the study";

/** Intervals hold long before that, and every seed is a trial of every arm. */
const MOST_SEEDS = 1000;

/** Each has memory of its own. */
const MOST_WORKERS = Math.max(256, availableParallelism());

const HELP = `layerwise study: does pretraining help against vanishing gradients, and why? Measured on your data.

Trains the same deep net from every start, paired by seed, with a probe on every gradient, and writes into one
folder: report.html, verdict.json, trials.jsonl and the plots. Killed, it goes on where it was with --resume. Any number
of studies may work in one folder at once.

Usage
  layerwise study [options]
  layerwise study merge DIR… [--out DIR]    the results of several folders into one
  layerwise study phases | depths | bottleneck | trajectories | spectra    experiments beside it, each with --help

Options
  --budget SIZE     quick (default, minutes), standard or full: what the options below are where not given
  --arms A,B,…      what is compared, such as classical,rbm,isometric,relu, and "classical + adam" for another optimizer
                    (layerwise study --arms ? lists them)
  --optimizers A,…  trains each arm by these as well, such as adam,irprop (layerwise study --optimizers ? lists them)
  --depths 1,3,6    numbers of hidden layers, up to 10
  --widths 64       units of a hidden layer
  --labels 100,500  labelled examples; RBMs always see all
  --epochs N        how long a net is trained
  --pretraining-epochs N   and each layer before, of the pretrained arms (default: as long, and at least 20)
  --times 10,20     trains the classical start, and what it is held against, for so many times the epochs as well
  --transfer-from 0,1,2   sets these classes apart, counted from 0, as another task to start from; the study is about the others
  --engine NAME     wasm (default, float32) or reference (float64, slower)
  --seeds N         how many times everything is repeated; four or more can settle a claim
  --out DIR         where the results go (default layerwise-study)
  --workers N       threads (default: all cores)
  --shard I/N       only part I of N, for N machines; merge their folders and --resume
  --queue redis://… the trials are run by layerwise worker on any number of machines (layerwise worker --help)
  --status          with --queue: how far its studies are, and how many workers there are
  --resume          keep what is in the folder and run what is missing
  --json            print verdict.json and nothing else; progress goes to standard error

${DATA_HELP}

Examples
  npx layerwise study
  npx layerwise study --data iris.csv --label species --depths 2,4 --out iris
  npx layerwise study --arms classical,rbm --optimizers adam --depths 1,3,6
  npx layerwise study --data houses.csv --target price --categorical all --missing mean
  npx layerwise study --data mnist:./mnist --budget full --seeds 5 --resume

Ends with 0, with 2 where it was called wrongly and nothing was trained, with 1 where it failed in the middle. Stopped by
Ctrl-C, SIGTERM or the end of its terminal it ends with 130, 143 or 129 and keeps the trials that had ended. Where nobody
reads its output, as in … | head -1, it does its work and ends with 141, as after SIGPIPE.`;

/** `layerwise study`. */
export const studyCommand: Command = {
  name: "study",
  summary: "the experiment: every start, every gradient, verdicts and a report, on your data",
  help: HELP,
  operands: 0,
  parts: [mergeCommand, ...experimentCommands],
  options: {
    ...dataOptions,
    ...Object.fromEntries(
      [
        ...["budget", "arms", "optimizers", "depths", "widths", "labels", "epochs", "pretraining-epochs"],
        ...["times", "transfer-from", "engine", "seeds", "out", "workers", "shard", "queue"],
      ].map((name) => [name, { type: "string" as const }]),
    ),
    status: { type: "boolean" },
    resume: { type: "boolean" },
    json: { type: "boolean" },
  },
  async prepare(call) {
    const json = call.values.json === true;
    if (call.values.arms === "?") {
      const listed = arms.map(({ name, description, kind }) => ({ name, description, kind }));
      return (io) => listNamed(io, listed, json);
    }
    if (call.values.optimizers === "?") {
      return (io) =>
        listNamed(
          io,
          optimizers.map(({ name, description }) => ({ name, description })),
          json,
        );
    }
    const queue = await queueOf(call);
    if (call.values.status === true) {
      if (queue === undefined) throw rangeError(action, "--queue beside --status", "none");
      return (io) => showQueueStatus(queue, json, io);
    }
    const out = textOf(call, "out", "layerwise-study");
    const options = optionsOf(call);
    const workers =
      integerOf(action, call, "workers", { min: 1, max: MOST_WORKERS }) ?? availableParallelism();
    const shard = shardOf(call);
    const dataset = await toldDataOf(call);
    checkSize(await planStudy(dataset, options)); // refuses what cannot be done with these data
    checkFolder(out, call.values.resume === true);
    const command = commandOf(call);
    return (io) => {
      warnOf(dataset, io.errors);
      const study = {
        options,
        out,
        workers,
        ...(shard && { shard }),
        ...(queue && { queue }),
        json,
        command,
      };
      return runStudyCommand(study, dataset, io);
    };
  },
};

/** What can be asked for, with half a sentence each. */
async function listNamed(
  { output }: CommandIO,
  listed: readonly { readonly name: string; readonly description: string }[],
  json: boolean,
): Promise<number> {
  if (json) output.line(JSON.stringify(listed));
  else for (const { name, description } of listed) output.line(`${name.padEnd(22)}${description}`);
  return 0;
}

function optionsOf(call: Call): StudyOptions {
  const given = {
    budget: call.values.budget as Budget | undefined,
    arms: namesOf(call, "arms"),
    optimizers: namesOf(call, "optimizers"),
    depths: integersOf(action, call, "depths"),
    widths: integersOf(action, call, "widths"),
    labels: integersOf(action, call, "labels"),
    epochs: integerOf(action, call, "epochs", { min: 1 }),
    pretrainingEpochs: integerOf(action, call, "pretraining-epochs", { min: 1 }),
    times: integersOf(action, call, "times"),
    transferFrom: integersOf(action, call, "transfer-from"),
    engine: call.values.engine as StudyOptions["engine"],
    seeds: integerOf(action, call, "seeds", { min: 1, max: MOST_SEEDS }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Refuses nets that are too large to train. */
function checkSize({ data, depths, widths }: StudyPlan): void {
  const hidden = Array.from({ length: Math.max(...depths) }, () => Math.max(...widths));
  checkWeights(action, "--widths and --depths", [data.inputs, ...hidden, data.classes ?? data.targets!]);
}

function shardOf({ values }: Call): Shard | undefined {
  const text = values.shard as string | undefined;
  if (text === undefined) return undefined;
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!index || !count || index > count) {
    throw rangeError(action, "--shard to be a part and their number, such as 1/4", show(text));
  }
  return { index, count };
}

/** The Redis that `--queue` names, which must answer. */
async function queueOf({ values }: Call): Promise<RedisAddress | undefined> {
  const text = values.queue as string | undefined;
  if (text === undefined) return undefined;
  const address = redisAddress(action, "--queue", text);
  if (values.workers !== undefined) {
    throw rangeError(action, "--workers without --queue, whose workers say --concurrency", "both");
  }
  await checkRedis(action, address, (await queuePackages(action)).ioredis, () => {});
  return address;
}

/** Refuses a folder that cannot be written, or that holds results which nobody said to keep. */
function checkFolder(out: string, resume: boolean): void {
  checkOutFolder(action, out, STUDY_FILES);
  if (!resume && holdsTrials(out)) {
    throw rangeError(action, "--resume, or another --out, where a folder holds results", show(out));
  }
}

/** The call again, from the options that decide the result. */
function commandOf({ values }: Call): string {
  const parts = Object.entries(values)
    .filter(([name]) => !["out", "workers", "shard", "queue", "resume", "json"].includes(name))
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${quoted(String(value))}`));
  return ["npx layerwise study", ...parts].join(" ");
}
