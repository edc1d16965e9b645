import { join } from "node:path";
import { checkOneOf, rangeError } from "../../check.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { checkCall } from "../../study/diagnose/check-call.ts";
import { diagnose } from "../../study/diagnose/diagnose.ts";
import type { DiagnoseOptions } from "../../study/diagnose/diagnose-options.ts";
import type { Diagnosis } from "../../study/diagnose/diagnosis.ts";
import type { InputsName } from "../../study/diagnose/recipe.ts";
import { checkWeights } from "../check-weights.ts";
import { quoted } from "../command-line.ts";
import { dataCode } from "../data-code.ts";
import { filesIn, toldDataOf, warnOf } from "../data-option.ts";
import { diagnosisText } from "../diagnosis-text.ts";
import { checkOutFile, checkOutFolder } from "../files/check-out.ts";
import { type NetToDiagnose, readNet } from "../net-file.ts";
import { showProgress } from "../progress.ts";
import { integerOf, integersOf, positiveOf, textOf } from "../read-option.ts";
import { stopCode } from "../stop.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import type { Call, Command } from "./command.ts";

const action = "diagnose a net";

/** What `--inputs` may be. */
const INPUTS: Readonly<Record<string, InputsName>> = {
  raw: "as they are",
  standardized: "standardized",
  unit: "in [0, 1]",
};

const FILES = ["diagnosis.json", "diagnosis.html"];
const DESCRIBED = ["layers", "start", "body"];
const TEXTS = [
  ...["net", "layers", "activation", "start", "body", "optimizer", "rate", "epochs", "batch-size", "inputs"],
  ...["budget", "seed", "out"],
];

/** `layerwise diagnose`. */
export const diagnoseCommand: Command = {
  name: "diagnose",
  summary: "what is wrong with your net, and what helps: measured on your data",
  help: `layerwise diagnose: what is wrong with a net, and what helps, measured on your data.

Trains the net as it is, with a probe on every gradient, and names what it finds. Where something is wrong, the three most promising
remedies are run against leaving it, paired by seed, the two best on more seeds, and a winner is named only if its interval carries
it. Writes diagnosis.html and diagnosis.json, and prints the program to paste.

Usage
  layerwise diagnose [options]

The net
  --layers 64,64,64     units of the hidden layers (default)
  --activation NAME     of the hidden layers: tanh (default), sigmoid, relu, …
  --start NAME          where weights start: glorot (default), he, lecun, classic, isometric, "normal(std=0.01)", …
  --body NAME           plain (default), normalized or residual
  --net FILE            instead of these: a model of layerwise, ONNX, weights of PyTorch in safetensors (with --activation), or a
                        description in JSON: {"layers": [64, 64], "activation": "relu", "start": "he"}

Its training
  --optimizer NAME      adam (default), sgd, momentum, nesterov or rmsprop
  --rate X              its learning rate (default 0.001; 0.1 of sgd, 0.01 of momentum)
  --epochs N            default: as many as make 1500 updates, 10 at least
  --batch-size N        default: a fiftieth of the examples, from 20 to 100
  --inputs HOW          raw (default), standardized, or unit: scaled to [0, 1]

The diagnosis
  --budget SECONDS      work that may be done, in seconds of a core of a plain machine (default 60); it is counted, not timed, so that
                        a seed gives the same result everywhere
  --seed N              default 1
  --out DIR             where the files go (default layerwise-diagnosis)
  --json                print diagnosis.json and nothing else; progress goes to standard error

${DATA_HELP}

Examples
  npx layerwise diagnose --layers 64,64,64,64,64,64 --activation sigmoid --optimizer sgd --rate 0.1
  npx layerwise diagnose --data iris.csv --label species --layers 50,50 --activation relu --rate 0.1
  npx layerwise diagnose --data houses.csv --target price --net model.safetensors`,
  operands: 0,
  options: {
    ...dataOptions,
    ...Object.fromEntries(TEXTS.map((name) => [name, { type: "string" as const }])),
    json: { type: "boolean" },
  },
  async prepare(call) {
    const options = optionsOf(call);
    const file = call.values.net as string | undefined;
    const other = DESCRIBED.find((name) => call.values[name] !== undefined);
    if (file !== undefined && other !== undefined) {
      throw rangeError(action, "--net, or a net in options", `--net and --${other}`);
    }
    const out = textOf(call, "out", "layerwise-diagnosis");
    const layers = integersOf(action, call, "layers");
    const dataset = await toldDataOf(call);
    checkWeights(action, "--layers", [
      dataset.inputs.columns,
      ...(layers ?? []),
      dataset.classes ?? dataset.targets!.columns,
    ]);
    const read =
      file === undefined
        ? described(call, layers, dataset)
        : readNet(action, file, dataset, textOf(call, "activation", "relu"));
    checkCall(action, read.net, read.dataset, options);
    checkOutFolder(action, out, { files: FILES, folders: [] });
    const files = [...filesIn(textOf(call, "data", "digits")), ...(file === undefined ? [] : [file])];
    for (const name of FILES) checkOutFile(action, join(out, name), files);
    const load = {
      dataset: [...dataCode(call, read.preparing ? "raw" : "dataset"), ...(read.preparing ?? [])].join("\n"),
      network: read.lines.join("\n"),
    };
    const json = call.values.json === true;
    const command = commandOf(call);
    return async ({ output, errors, signal }) => {
      warnOf(dataset, errors);
      const progress = showProgress(json ? errors : output);
      const onRun = (what: string, ended: number, all: number): void => {
        if (ended === 0) (json ? errors : output).status(`Training ${what}`);
        else if (ended === 1) progress.begin("Trying remedies", all - 1);
        else progress.advance(all - 1);
      };
      let diagnosis: Diagnosis;
      try {
        diagnosis = await diagnose(read.net, read.dataset, {
          ...options,
          load,
          onRun,
          ...(signal && { signal }),
        });
      } catch (error) {
        if (!signal?.aborted) throw error;
        errors.line("layerwise: stopped before the end of the diagnosis. Nothing is written.");
        return stopCode(signal);
      }
      writeWhole(join(out, "diagnosis.json"), `${JSON.stringify(diagnosis, null, 2)}\n`);
      const { renderDiagnosis } = await import("../../report/render-diagnosis.ts");
      writeWhole(join(out, "diagnosis.html"), await renderDiagnosis(diagnosis, command));
      (json ? errors : output).status("");
      if (json) output.line(JSON.stringify(diagnosis));
      else output.line(`${diagnosisText(diagnosis)}\n\n${join(out, "diagnosis.html")}`);
      return 0;
    };
  },
};

function optionsOf(call: Call): DiagnoseOptions {
  const inputs = call.values.inputs as string | undefined;
  const given = {
    optimizer: call.values.optimizer as string | undefined,
    rate: positiveOf(action, call, "rate"),
    epochs: integerOf(action, call, "epochs", { min: 1 }),
    batchSize: integerOf(action, call, "batch-size", { min: 1 }),
    inputs:
      inputs === undefined ? undefined : INPUTS[checkOneOf(action, "--inputs", inputs, Object.keys(INPUTS))],
    budget: positiveOf(action, call, "budget"),
    seed: integerOf(action, call, "seed", { min: 0 }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function described(
  call: Call,
  layers: readonly number[] | undefined,
  dataset: NetToDiagnose["dataset"],
): NetToDiagnose {
  const { activation, start, body } = call.values as Readonly<Record<string, string | undefined>>;
  const given = { layers, activation, start, body: body as "plain" | undefined };
  return {
    net: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    dataset,
    lines: [],
  };
}

/** The call again, from the options that decide the result. */
function commandOf({ values }: Call): string {
  const parts = Object.entries(values)
    .filter(([name]) => !["out", "json"].includes(name))
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${quoted(String(value))}`));
  return ["npx layerwise diagnose", ...parts].join(" ");
}
