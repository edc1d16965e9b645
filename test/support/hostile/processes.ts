import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RandomStream } from "../../../src/random/stream.ts";
import { buildCommand, type End as ProcessEnd, runProgram } from "../built-command.ts";
import type { Case, End, Kind } from "./case.ts";
import { isRight } from "./command-lines.ts";
import { oneOf } from "./mutations.ts";

/** Seconds after which a process that does next to nothing hangs, on a machine that does much else. */
const PATIENCE = 90;
const canTry = existsSync("/bin/bash") && existsSync("/dev/full");

const rows = Array.from({ length: 60 }, (_, row) => `${(7 * row) % 61},${row % 7},${"abc"[row % 3]}`);
const data = ["--data", "flowers.csv", "--label", "kind"];
const study = [
  ...["study", ...data, "--arms", "classical", "--depths", "1", "--widths", "2", "--seeds", "1"],
  ...["--workers", "1", "--out", "results", "--resume"],
];
const pretrain = ["pretrain", ...data, "--hidden", "40,40", "--epochs", "60", "--out", "model.json"];

/** The command, built when the first case needs it. */
let built: Promise<{ readonly home: string; readonly command: string }> | undefined;
function program(): Promise<{ readonly home: string; readonly command: string }> {
  built ??= build();
  return built;
}

async function build(): Promise<{ readonly home: string; readonly command: string }> {
  const home = mkdtempSync(join(tmpdir(), "layerwise-processes-"));
  process.on("exit", () => rmSync(home, { recursive: true, force: true }));
  return { home, command: await buildCommand(home) };
}

/** A folder with a table and an old model in it. */
async function scene(): Promise<string> {
  const { home } = await program();
  const folder = mkdtempSync(join(home, "case-"));
  writeFileSync(join(folder, "flowers.csv"), ["length,width,kind", ...rows].join("\n"));
  writeFileSync(join(folder, "model.json"), "the old model");
  mkdirSync(join(folder, "folder"));
  return folder;
}

/** Runs the command in a shell, with limits before it and something done to its streams behind it. */
async function inShell(
  folder: string,
  args: readonly string[],
  before: string,
  behind: string,
): Promise<ProcessEnd> {
  const { command } = await program();
  const words = [process.execPath, command, ...args]
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(" ");
  const line = `${before} timeout -s KILL ${PATIENCE} ${words} ${behind}; exit "\${PIPESTATUS[0]}"`;
  return runProgram("/bin/bash", ["-c", line], folder);
}

const limits: readonly string[] = [
  "",
  "",
  ...[0, 1, 2, 4, 8, 16, 64].map((blocks) => `ulimit -f ${blocks};`),
];
const streams: readonly string[] = [
  ...[
    "",
    "> /dev/full",
    "2> /dev/full",
    "| head -1",
    "| head -c 1",
    ">&-",
    "2>&-",
    "<&- >&- 2>&-",
    "| true",
    "< /dev/null",
  ],
  ...["> /dev/null 2> /dev/full", "2>&1 | head -1", "> /dev/full 2>&1"],
];
const outs: readonly string[] = [
  ...[
    "model.json",
    "model.json",
    "folder",
    "folder/",
    "flowers.csv/x",
    "none/none/model.json",
    "/dev/full",
    "/dev/null/x",
  ],
  ...["/proc/model.json", "x".repeat(300), `${"folder/".repeat(700)}x`, "", "new.json", "./model.json"],
];
const calls: readonly (readonly string[])[] = [
  [...pretrain.slice(0, -4), "--epochs", "1"],
  study.slice(0, -3),
  ["--help"],
  ["study", "--arms", "?"],
  ["study", "--help"],
];

/** Disks without room, streams that are closed, outputs that cannot be written. */
const faultyFiles: Kind = {
  name: "faulty files",
  share: 1,
  draw(seed, count) {
    const random = new RandomStream(seed, "faulty files");
    return Array.from({ length: canTry ? count : 0 }, () => {
      const [limit, stream, call] = [oneOf(random, limits), oneOf(random, streams), oneOf(random, calls)];
      const args = call.includes("--data") ? [...call, "--out", oneOf(random, outs)] : call;
      return processCase(`${limit} layerwise ${args.join(" ").slice(0, 150)} ${stream}`, async (folder) => {
        const { code, errors } = await inShell(folder, args, limit, stream);
        return faultOf(folder, args, code, errors);
      });
    });
  },
};

const signals = ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL", "SIGKILL"] as const;
const exitCodes: Readonly<Record<string, number>> = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130 };

/** Signals at any time; what was in the folder is kept, and a study goes on to the bytes of a quiet one. */
const kills: Kind = {
  name: "kills",
  share: 0.2,
  draw(seed, count) {
    const random = new RandomStream(seed, "kills");
    return Array.from({ length: canTry ? count : 0 }, () => {
      const [signal, after] = [oneOf(random, signals), 200 + random.integer(1500)];
      const args = oneOf(random, [study, pretrain]);
      return processCase(`layerwise ${args[0]} with ${signal} after ${after} ms`, async (folder) => {
        const { command } = await program();
        const { code, errors } = await runProgram(process.execPath, [command, ...args], folder, (child) => {
          const timer = setTimeout(() => child.kill(signal), after);
          child.on("close", () => clearTimeout(timer));
        });
        // Before the command has begun to listen a signal ends it at once, as it does any process.
        if (code !== 0 && code !== null && code !== exitCodes[signal]) return `ended with ${code}: ${errors}`;
        const fault = faultOf(folder, args, code, errors, signal === "SIGKILL");
        return fault ?? (args === study ? resumedFault(folder) : undefined);
      });
    });
  },
};

/** What is not as after a quiet run, where a study goes on that was stopped. */
async function resumedFault(folder: string): Promise<string | undefined> {
  const { code, errors } = await inShell(folder, study, "", "> /dev/null");
  if (code !== 0) return `gone on with, it ended with ${code}: ${errors}`;
  const quiet = await quietRun();
  const name = ["trials.jsonl", "verdict.json"].find(
    (each) => readFileSync(join(folder, "results", each), "utf8") !== quiet[each],
  );
  return name && `${name} is not that of a quiet run`;
}

let quietFiles: Promise<Readonly<Record<string, string>>> | undefined;
function quietRun(): Promise<Readonly<Record<string, string>>> {
  quietFiles ??= scene().then(async (folder) => {
    await inShell(folder, study, "", "> /dev/null");
    const read = (name: string): string => readFileSync(join(folder, "results", name), "utf8");
    return { "trials.jsonl": read("trials.jsonl"), "verdict.json": read("verdict.json") };
  });
  return quietFiles;
}

/** What is wrong with how a process ended, or with the files that it left. */
function faultOf(
  folder: string,
  args: readonly string[],
  code: number | null,
  errors: string,
  wasKilled = false,
): string | undefined {
  if (code === 137 && !wasKilled) return "hang";
  const wrong = errors.split("\n").find((line) => line !== "" && !isRight(line));
  if (wrong !== undefined) return `unclear: ${wrong}`;
  if (code !== null && ![0, 1, 2, 129, 130, 141, 143].includes(code)) return `ended with ${code}`;
  const model = readFileSync(join(folder, "model.json"), "utf8");
  if (model !== "the old model" && !isJson(model)) return `half a model of ${model.length} characters`;
  if (code === 0 && args[0] === "pretrain" && args.at(-1) === "model.json" && !isJson(model))
    return "no model";
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".tmp"),
  );
  if (left.length > 0 && code !== null) return `left ${left.join()}`;
  const results = join(folder, "results");
  for (const name of existsSync(results) ? readdirSync(results) : []) {
    if (!/jsonl?$/.test(name)) continue;
    const text = readFileSync(join(results, name), "utf8");
    const whole = name.endsWith("l") ? text.split("\n").slice(0, -1) : [text];
    if (!whole.every(isJson) || (!text.endsWith("\n") && text !== "" && code !== null))
      return `half of ${name}`;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function processCase(what: string, run: (folder: string) => Promise<string | undefined>): Case {
  return {
    describe: () => what,
    async run(): Promise<End> {
      const folder = await scene();
      const fault = await run(folder);
      rmSync(folder, { recursive: true, force: true });
      if (fault === undefined) return { ending: "clear", detail: "" };
      const ending = fault === "hang" ? "hang" : fault.startsWith("unclear") ? "unclear" : "silent";
      return { ending, detail: fault };
    },
  };
}

/** What is tried with processes, each of which takes a part of a second. */
export const processKinds: readonly Kind[] = [faultyFiles, kills];
