import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTrialLog } from "../../../src/cli/trials/trial-log.ts";
import { datasetFromRows } from "../../../src/data/index.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import {
  conclude,
  inThisThread,
  planStudy,
  runTrials,
  type Study,
  type TrialResult,
} from "../../../src/study/index.ts";
import { type End, endOf, type Kind } from "./case.ts";
import { type Json, mutatedJson } from "./mutated-json.ts";
import { mutatedText } from "./mutations.ts";
import { notFinite } from "./not-finite.ts";

const dataset = datasetFromRows(
  Array.from({ length: 60 }, (_, row) => [row % 2, (row * 7) % 5]),
  { labels: Array.from({ length: 60 }, (_, row) => row % 2) },
);

type Studied = Omit<Study, "verdict">;

/** A real study of two epochs, run when the first case needs it. */
let study: Promise<Studied> | undefined;
function studied(): Promise<Studied> {
  study ??= runShortStudy();
  return study;
}

async function runShortStudy(): Promise<Studied> {
  const options = { arms: ["classical", "rbm"], depths: [2], widths: [2], labels: [30], seeds: 1 };
  const whole = await planStudy(dataset, options);
  const pretraining = { ...whole.settings.pretraining, epochs: 1 };
  const tuning = { ...whole.tuning, seeds: whole.tuning.seeds.slice(0, 1), widenings: 0 };
  const plan = { ...whole, tuning, settings: { ...whole.settings, epochs: 2, pretraining } };
  return { plan, results: await runTrials(plan, { execute: inThisThread(dataset) }) };
}

/** Something that is done to one of the lines, or to the text of all. */
type Attack = (lines: readonly string[]) => { readonly label: string; readonly text: string };

/** Results of trials as they stand in a folder: a line is refused and kept apart, or holds what it says and can be concluded from. */
export const trialLines: Kind = {
  name: "trial lines",
  share: 0.5,
  draw(seed, count) {
    const random = new RandomStream(seed, "trial lines");
    return Array.from({ length: count }, () => {
      const name = random.integer(2 ** 31);
      const own = new RandomStream(seed, `trial line ${name}`);
      const attack: Attack = (lines) => {
        const at = own.integer(lines.length);
        if (own.integer(4) === 0) {
          const { label, value } = mutatedText(lines.join("\n"), own);
          return { label, text: Buffer.from(value).toString() };
        }
        const { label, value } = own.integer(2)
          ? mutatedText(lines[at]!, own)
          : asText(mutatedJson(JSON.parse(lines[at]!) as Json, own));
        const text = Buffer.from(lines.with(at, value).join("\n")).toString(); // what UTF-8 makes of it
        return { label: `line ${at}, ${label}`, text };
      };
      return {
        describe: () => `a folder of trials, case ${name}`,
        async run() {
          const { plan, results } = await studied();
          const lines = results.map((result) => JSON.stringify(result));
          const made = attack(lines);
          const { ending, detail } = await tryFolder(plan, lines, made.text);
          return { ending, detail: `${made.label}: ${detail}` };
        },
      };
    });
  },
};

const asText = ({ label, value }: { label: string; value: Json }) => ({
  label,
  value: JSON.stringify(value),
});

async function tryFolder(plan: unknown, lines: readonly string[], text: string): Promise<End> {
  const folder = mkdtempSync(join(tmpdir(), "layerwise-hostile-"));
  const refused: string[] = [];
  try {
    writeFileSync(join(folder, "trials.jsonl"), text);
    const end = await endOf(
      async () => {
        const log = await openTrialLog(folder, (warning) => refused.push(warning));
        await log.finish([]);
        return log.known;
      },
      (known) => faultOf(plan, lines, text, known, folder),
    );
    return end.ending === "accepted" && refused.length > 0 ? { ending: "clear", detail: refused[0]! } : end;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is wrong with what was taken from a folder. */
function faultOf(
  plan: unknown,
  lines: readonly string[],
  text: string,
  known: readonly TrialResult[],
  folder: string,
): string | undefined {
  const given = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const said = new Set(given.flatMap((line) => parsed(line)));
  const invented = known.find((result) => !said.has(JSON.stringify(result)));
  if (invented) return `${invented.id} holds what no line says`;
  const kept = new Set(known.map((result) => JSON.stringify(result)));
  const ids = given.flatMap(parsed).map((line) => (JSON.parse(line) as TrialResult | null)?.id);
  const lost = lines.find((line) => {
    const { id } = JSON.parse(line) as TrialResult;
    return given.includes(line) && !kept.has(line) && ids.filter((each) => each === id).length === 1;
  });
  if (lost !== undefined) return `lost ${lost.slice(0, 60)}`;
  const other = known.find((result) => !lines.includes(JSON.stringify(result)) && !hasShapeOf(lines, result));
  if (other) return `${other.id} has another shape`;
  const written = readFileSync(join(folder, "trials.jsonl"), "utf8").trim().split("\n");
  if (known.length > 0 && known.some((result) => !written.includes(JSON.stringify(result))))
    return "not written";
  if (known.every((result) => lines.includes(JSON.stringify(result)))) return undefined;
  const place = notFinite(conclude(plan, known));
  return place === undefined ? undefined : `a verdict with a number that is none${place}`;
}

function parsed(line: string): string[] {
  try {
    return [JSON.stringify(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** Whether a result has the fields of one of these, and each of its type: a number may be null where a loss was not finite. */
function hasShapeOf(lines: readonly string[], result: TrialResult): boolean {
  return lines.some((line) => isLike(JSON.parse(line), result, ""));
}

/** Figures that the types of a result have with a question mark, and what is but told. */
const mayBeMissing = new Set([
  ...[
    "activation",
    "weightGradientNorm",
    "errorBeforeActivation",
    "slopeFactor",
    "weightFactor",
    "attenuation",
  ],
  ...[
    "meanSlope",
    "saturatedShare",
    "predictedAttenuation",
    "attenuationBound",
    "deadShare",
    "signalToNoise",
  ],
  ...["surviving", "survivingPerLayer", "survivingBySlopes", "survivingByWeights", "survivingBound"],
  ...["endToEnd", "rbms", "baseError", "diverged"],
]);

function isLike(model: unknown, value: unknown, name: string): boolean {
  if (value === null) return model === null;
  if (Array.isArray(model)) {
    if (!Array.isArray(value)) return false;
    return value.every((item) => model.some((other) => isLike(other, item, name)));
  }
  if (typeof model !== "object" || model === null) return typeof value === typeof model;
  if (typeof value !== "object") return false;
  const [fields, own] = [model as Record<string, unknown>, value as Record<string, unknown>];
  const kept = Object.keys(fields).every((key) => Object.hasOwn(own, key) || mayBeMissing.has(key));
  return (
    kept && Object.keys(own).every((key) => !Object.hasOwn(fields, key) || isLike(fields[key], own[key], key))
  );
}
