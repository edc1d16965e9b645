import { join } from "node:path";
import type { Dataset } from "../../data/dataset.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { bottleneckPlot } from "../../plots/bottleneck-plot.ts";
import { depthsPlot } from "../../plots/depths-plot.ts";
import { phasePlot } from "../../plots/phase-plot.ts";
import type { Plot } from "../../plots/plot.ts";
import { rbmSpectraPlot } from "../../plots/rbm-spectra-plot.ts";
import { speedPlot } from "../../plots/speed-plot.ts";
import { trajectoryPlot } from "../../plots/trajectory-plot.ts";
import { bottleneck } from "../../study/experiments/bottleneck.ts";
import { depthsByStart } from "../../study/experiments/depths-by-start.ts";
import { phaseDiagram } from "../../study/experiments/phase-diagram.ts";
import { rbmSpectra } from "../../study/experiments/rbm-spectra.ts";
import { speedByDepth } from "../../study/experiments/speed-by-depth.ts";
import { functionTrajectories } from "../../study/experiments/trajectories.ts";
import { planStudy } from "../../study/plan.ts";
import { toldDataOf, warnOf } from "../data-option.ts";
import { armsOf, countsOf, markOf, topsOf } from "../experiment-options.ts";
import { checkOutFolder } from "../files/check-out.ts";
import { wrap } from "../output.ts";
import { showProgress } from "../progress.ts";
import { textOf } from "../read-option.ts";
import { stopCode } from "../stop.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import type { Call, Command } from "./command.ts";

/** An experiment beside the study: what it computes, and how that is drawn. */
interface Experiment<Options, Result> {
  readonly name: string;
  readonly summary: string;
  readonly about: string;
  /** Lines of help on the options of its own. */
  readonly optionsHelp: readonly string[];
  readonly options: Command["options"];
  optionsOf(call: Call, action: string): Options;
  run(dataset: Dataset, options: Options & { readonly onProgress: Progress }): Promise<Result>;
  plot(result: Result): Plot;
}

type Progress = (done: number, total: number) => void;

/** Where the results of experiments go. */
const OUT = "layerwise-experiments";

/** `layerwise study phases` and the other experiments. */
export const experimentCommands: readonly Command[] = [
  commandOf({
    name: "phases",
    summary: "how deep nets train over the spread of weights and biases, and where starts lie",
    about:
      "Trains logistic nets over a grid of starts, deeper and deeper, beside what mean field predicts, and places the study's starts on it.",
    optionsHelp: [
      "--arms A,B,…    the starts that are placed",
      "--width N       units of a hidden layer (64)",
    ],
    options: { arms: { type: "string" }, width: { type: "string" } },
    optionsOf: (call, action) => ({ ...armsOf(call), ...countsOf(action, call, { width: 1 }) }),
    run: phaseDiagram,
    plot: phasePlot,
  }),
  commandOf({
    name: "depths",
    summary: "how deep starts train, over several seeds",
    about:
      "Draws the nets of each start several times and trains them, deeper and deeper, beside what a layer leaves of the gradient before.",
    optionsHelp: [
      "--arms A,B,…    the starts, compared with the first (rbm,rbm permuted,same survival)",
      "--width N       units of a hidden layer (64)",
      "--seeds N       runs of each start (5)",
    ],
    options: { arms: { type: "string" }, width: { type: "string" }, seeds: { type: "string" } },
    optionsOf: (call, action) => ({ ...armsOf(call), ...countsOf(action, call, { width: 1, seeds: 1 }) }),
    run: depthsByStart,
    plot: depthsPlot,
  }),
  commandOf({
    name: "speed",
    summary: "how fast starts train, by depth",
    about:
      "Trains the nets of each start, deeper and deeper, until their training error is small, each at its best rate, and counts the epochs: do deep nets need more than shallow ones?",
    optionsHelp: [
      "--arms A,B,…    the starts (linear classical,linear glorot,linear orthogonal,linear pretrained)",
      "--width N       units of a hidden layer (64)",
      "--mark SHARE    the training error of a trained net, as a share of that by chance (0.03)",
      "--times N       how many times the epochs of the study's quick budget a net has at most (3)",
      "--seeds N       runs of each start (3)",
    ],
    options: {
      ...{ arms: { type: "string" }, width: { type: "string" }, mark: { type: "string" } },
      ...{ times: { type: "string" }, seeds: { type: "string" } },
    },
    optionsOf: (call, action) => ({
      ...armsOf(call),
      ...markOf(action, call),
      ...countsOf(action, call, { width: 1, times: 1, seeds: 1 }),
    }),
    run: speedByDepth,
    plot: speedPlot,
  }),
  commandOf({
    name: "bottleneck",
    summary: "what is left of the training loss under a small uppermost layer, from each start",
    about:
      "Trains deep nets with few units in the uppermost hidden layer for long, from several starts, each at its best rate: does pretraining help the layers below to be optimized?",
    optionsHelp: [
      "--arms A,B,…    the starts (classical,isometric,rbm,autoencoder,greedy supervised)",
      "--tops 64,20    units of the uppermost hidden layer, each number by itself (as many as in the others,20)",
      "--depth N       hidden layers (3)",
      "--width N       units of each but the uppermost (64)",
      "--times N       how many times the epochs of the study's quick budget (3)",
      "--seeds N       runs of each start (5)",
    ],
    options: {
      ...{ arms: { type: "string" }, tops: { type: "string" }, depth: { type: "string" } },
      ...{ width: { type: "string" }, times: { type: "string" }, seeds: { type: "string" } },
    },
    optionsOf: (call, action) => ({
      ...armsOf(call),
      ...topsOf(action, call),
      ...countsOf(action, call, { depth: 2, width: 1, times: 1, seeds: 1 }),
    }),
    run: bottleneck,
    plot: bottleneckPlot,
  }),
  commandOf({
    name: "trajectories",
    summary: "where nets go while they learn, seen as functions",
    about:
      "Trains nets from several starts, several times, and draws all that they compute on the test examples along two axes.",
    optionsHelp: [
      "--arms A,B,…    what is trained (classical,isometric,rbm,autoencoder)",
      "--depth N       hidden layers (2)",
      "--width N       units of a hidden layer (64)",
      "--seeds N       runs of each start (5)",
    ],
    options: {
      ...{ arms: { type: "string" }, depth: { type: "string" } },
      ...{ width: { type: "string" }, seeds: { type: "string" } },
    },
    optionsOf: (call, action) => ({
      ...armsOf(call),
      ...countsOf(action, call, { depth: 1, width: 1, seeds: 1 }),
    }),
    run: functionTrajectories,
    plot: trajectoryPlot,
  }),
  commandOf({
    name: "spectra",
    summary: "the singular values of RBMs over their training, beside the gradients of the net they start",
    about: "Trains stacks of RBMs for more and more epochs, and measures the net that each would start.",
    optionsHelp: ["--depth N       RBMs in the stack (6)", "--width N       hidden units of each (64)"],
    options: { depth: { type: "string" }, width: { type: "string" } },
    optionsOf: (call, action) => countsOf(action, call, { depth: 2, width: 1 }),
    run: rbmSpectra,
    plot: rbmSpectraPlot,
  }),
];

function commandOf<Options, Result>(experiment: Experiment<Options, Result>): Command {
  const { name, summary, about, optionsHelp, options, optionsOf, run, plot } = experiment;
  const action = `run study ${name}`;
  const files = [`${name}.json`, `${name}.svg`, `${name}.vl.json`];
  return {
    name: `study ${name}`,
    summary,
    help: `layerwise study ${name}: ${summary}.

${wrap(`${about} Minutes on the digits. Writes ${files[0]} and its picture, ${files[1]} and ${files[2]}, into a folder. docs/experiments.md says what is to be seen.`, 118)}

Usage
  layerwise study ${name} [options]

Options
${[...optionsHelp, `--out DIR       where they go (${OUT})`, "--json          print the JSON and nothing else"].map((line) => `  ${line}`).join("\n")}

${DATA_HELP}

Example
  npx layerwise study ${name} --data digits`,
    operands: 0,
    options: { ...dataOptions, ...options, out: { type: "string" }, json: { type: "boolean" } },
    async prepare(call) {
      const out = textOf(call, "out", OUT);
      const chosen = optionsOf(call, action);
      const dataset = await toldDataOf(call);
      await planStudy(dataset, armsOf(call)); // refuses what cannot be done with these data
      checkOutFolder(action, out, { files, folders: [] });
      return async ({ output, errors, signal }) => {
        warnOf(dataset, errors);
        const json = call.values.json === true;
        const progress = showProgress(json ? errors : output);
        const result = await run(dataset, {
          ...chosen,
          onProgress: (done, total) => {
            signal?.throwIfAborted();
            if (done === 0) progress.begin(name, total);
            else progress.advance();
          },
        });
        if (signal?.aborted) return stopCode(signal);
        const { renderSvg } = await import("../../show/render-svg.ts");
        const picture = plot(result);
        const texts = [
          `${JSON.stringify(result, null, 2)}\n`,
          await renderSvg(picture),
          `${JSON.stringify(picture, null, 2)}\n`,
        ];
        for (const [index, file] of files.entries()) writeWhole(join(out, file), texts[index]!);
        output.line(json ? JSON.stringify(result) : join(out, files[1]!));
        return 0;
      };
    },
  };
}
