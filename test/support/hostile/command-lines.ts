import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DBN, Network, sigmoid } from "../../../src/index.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { callCommand } from "../call-command.ts";
import type { End, Kind } from "./case.ts";
import { mutatedText, oddNumbers, oneOf } from "./mutations.ts";

const home = mkdtempSync(join(tmpdir(), "layerwise-calls-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));
const at = (name: string): string => join(home, name);
const table = [
  "length,width,kind",
  ...Array.from({ length: 60 }, (_, row) => `${row},${row % 7},${"abc"[row % 3]}`),
];
writeFileSync(at("flowers.csv"), table.join("\n"));
writeFileSync(at("net.json"), JSON.stringify(Network.fromSizes([2, 3, 3], { activation: sigmoid, seed: 1 })));
writeFileSync(at("dbn.json"), JSON.stringify(new DBN({ sizes: [2, 3], seed: 1 })));
mkdirSync(at("folder"));
mkdirSync(at("results"));
writeFileSync(at("results/trials.jsonl"), "null\n");

/** Calls that do little: a model of one epoch, a part of a study in which there is no cell. */
const data = ["--data", "flowers.csv", "--label", "kind"];
const calls: readonly (readonly string[])[] = [
  [
    "pretrain",
    ...data,
    "--hidden",
    "2",
    "--epochs",
    "1",
    "--batch-size",
    "20",
    "--seed",
    "3",
    "--out",
    "out.json",
  ],
  [
    ...["diagnose", ...data, "--layers", "2", "--activation", "relu", "--start", "he", "--body", "plain"],
    ...["--optimizer", "sgd", "--rate", "0.1", "--epochs", "1", "--batch-size", "20", "--inputs", "raw"],
    ...["--budget", "0.01", "--seed", "1", "--out", "diagnosis", "--json"],
  ],
  ["diagnose", ...data, "--net", "net.json", "--budget", "0.01", "--out", "diagnosis"],
  ["probe", "net.json", ...data, "--json"],
  ["probe", "dbn.json", ...data],
  [
    "study",
    ...data,
    "--arms",
    "classical",
    "--depths",
    "1",
    "--widths",
    "2",
    "--seeds",
    "1",
    "--workers",
    "1",
    "--shard",
    "9/9",
    "--out",
    "study",
    "--resume",
  ],
  ["study", "merge", "results", "--out", "merged"],
  ["study", "--arms", "?"],
  ["--version"],
];

const words: readonly string[] = [
  ...[
    "",
    " ",
    "-",
    "--",
    "---",
    "x",
    "--help",
    "-h",
    "-v",
    "--no-such",
    "--out",
    "--out=",
    "--json",
    "--json=1",
    "--resume=no",
  ],
  ...[
    "--data=xls:a",
    "--seeds",
    "--label=",
    "--hidden=,",
    "--hidden=1,,2",
    "--hidden=1e9",
    "--epochs=1e99",
    "--workers=0",
  ],
  ...[
    "--shard=0/0",
    "--shard=1/99999999999999999999",
    "--depths=11",
    "--widths=1e9",
    "--labels=-1",
    "--budget=huge",
  ],
  ...[
    "\ud800",
    "\u0000",
    "../../..",
    "/dev/null/x",
    "/proc/x/y",
    "a".repeat(5000),
    "é",
    "$(x)",
    "%s%n",
    "demo",
    "merge",
    "study",
  ],
  ...["folder", "flowers.csv", "none", "folder/none/none", "constructor", "--constructor", "--__proto__=1"],
];

/** What a line on the side of errors may be: a sentence in the grammar, a warning, or what Node makes of the arguments. */
const sentence =
  /^layerwise: (Cannot .+: expected .+, got |warning: |expected .+, got |[A-Z].+\. Try layerwise )/s;
export const isRight = (line: string): boolean =>
  sentence.test(line) ||
  /^(layerwise: (no preparation was saved|stopped|failed)|Choosing learning|Comparing|Shard |Trying remedies)/.test(
    line,
  );

/** Calls of the command with wrong words: refused in one line with 2, or done. */
export const commandLines: Kind = {
  name: "command lines",
  share: 1.5,
  draw(seed, count) {
    const random = new RandomStream(seed, "command lines");
    return Array.from({ length: count }, () => {
      let args: string[] = [];
      do {
        args = [...oneOf(random, calls)];
        for (let times = 1 + random.integer(2); times > 0; times--) change(args, random);
      } while (!isToTry(args));
      return {
        describe: () => `layerwise ${args.map((word) => JSON.stringify(word.slice(0, 60))).join(" ")}`,
        run: () => call(args),
      };
    });
  },
};

function change(args: string[], random: RandomStream): void {
  const place = random.integer(args.length + 1);
  const word = oneOf(random, [...words, ...oddNumbers]);
  const ways = [
    () => args.splice(place, 0, word),
    () => args.splice(place, 1, word),
    () => args.splice(place, 1),
    () => args.splice(place, 0, args[random.integer(args.length || 1)] ?? ""),
    () => args.splice(place, 1, mutatedText(args[place] ?? "", random).value),
  ];
  oneOf(random, ways)();
}

/** Whether a call is one that does little, as far as it is valid: not a whole study, no demo, and no page that is served for ever. */
function isToTry(args: readonly string[]): boolean {
  if (args[0] === "demo" || args[0] === "playground") return false;
  const outside = args.filter((word) => /\.\.|^\/|=\/|:\/|,\//.test(word));
  if (outside.some((word) => !/^\/(dev\/null|proc)\//.test(word))) return false; // nothing is written outside
  if (args[0] === "study" && args[1] !== "merge") {
    const options = args.join(" ");
    return / --(shard[ =]9\/9|help)\b/.test(options) || args[args.indexOf("--arms") + 1] === "?";
  }
  if (args[0] !== "pretrain") return true;
  const isShort = /--epochs 1 /.test(`${args.join(" ")} `) && args.join(" ").split("--epochs").length === 2;
  return isShort && args.includes("--data") && args.includes("--out");
}

async function call(args: readonly string[]): Promise<End> {
  const here = process.cwd();
  process.chdir(home);
  const before = new Set(readdirSync("."));
  try {
    const { code, errors, output } = await callCommand(...args);
    const wrong = errors.find((line) => line !== "" && !isRight(line) && !(code === 2 && args.length === 0));
    const isHelp =
      args.length === 0 || errors.some((line) => line.startsWith("layerwise: does pretraining help"));
    if (wrong !== undefined && !isHelp)
      return { ending: "unclear", detail: `${code}: ${errors.join(" | ").slice(0, 400)}` };
    if (code !== 0 && errors.length === 0) return { ending: "unclear", detail: `${code} without a word` };
    if (code === 0 && output.length === 0) return { ending: "silent", detail: "0 without a word" };
    return { ending: code === 0 ? "accepted" : "clear", detail: errors.join(" | ") };
  } catch (error) {
    return { ending: "crash", detail: String(error) };
  } finally {
    for (const name of readdirSync("."))
      if (!before.has(name)) rmSync(name, { recursive: true, force: true });
    process.chdir(here);
  }
}
