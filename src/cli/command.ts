import { type ParseArgsConfig, parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import type { Call, Command } from "./commands/command.ts";
import { demoCommand } from "./commands/demo.ts";
import { diagnoseCommand } from "./commands/diagnose.ts";
import { exportCommand } from "./commands/export.ts";
import { infoCommand } from "./commands/info.ts";
import { playgroundCommand } from "./commands/playground.ts";
import { predictCommand } from "./commands/predict.ts";
import { pretrainCommand } from "./commands/pretrain.ts";
import { probeCommand } from "./commands/probe.ts";
import { studyCommand } from "./commands/study.ts";
import { trainCommand } from "./commands/train.ts";
import { workerCommand } from "./commands/worker.ts";
import { inOneLine, type Output, outputCode } from "./output.ts";
import { withoutPasswords } from "./queue/redis-address.ts";
import { type Stop, stopCode } from "./stop.ts";

const commands: readonly Command[] = [
  studyCommand,
  workerCommand,
  diagnoseCommand,
  trainCommand,
  predictCommand,
  pretrainCommand,
  probeCommand,
  infoCommand,
  exportCommand,
  demoCommand,
  playgroundCommand,
];

const HELP = `layerwise: does pretraining help against vanishing gradients? Measured, layer by layer.

Usage
${commands.map(({ name, summary }) => `  layerwise ${name.padEnd(10)} ${summary}`).join("\n")}
  layerwise COMMAND --help     its options, with examples
  layerwise --version          the version

Examples
  npx layerwise study
  npx layerwise study --data csv:iris.csv,label=species
  npx layerwise train --data iris.csv --label species
  npx layerwise demo --seed 7`;

/**
 * Runs the command with these arguments.
 *
 * @returns The exit code: 0, 1 if it failed in the middle, 2 if it was called wrongly and did nothing, 130, 143 or 129 if it
 * was stopped by Ctrl-C, by SIGTERM or by SIGHUP.
 */
export async function runCommand(
  args: readonly string[],
  output: Output,
  errors: Output,
  stop?: Pick<Stop, "signal"> & Partial<Stop>,
): Promise<number> {
  const { signal } = stop ?? {};
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h") {
    (name === undefined ? errors : output).line(HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    output.line(manifest.version);
    return 0;
  }
  const io = { output, errors, ...(signal && { signal }) };
  let run: Awaited<ReturnType<Command["prepare"]>>;
  try {
    const whole = commandNamed(name);
    const part = whole.parts?.find((each) => each.name === `${name} ${rest[0]}`);
    const command = part ?? whole;
    const call = readCall(command, part ? rest.slice(1) : rest);
    if (call.values.help) {
      output.line(command.help);
      return 0;
    }
    if (command.keepsNothing) stop?.atOnce?.();
    run = await command.prepare(call);
  } catch (error) {
    errors.line(lineOf(error));
    return 2;
  }
  try {
    return await run(io);
  } catch (error) {
    if (signal?.aborted) return stopCode(signal);
    if (output.closed?.aborted) return outputCode(output);
    errors.line(lineOf(error));
    return 1;
  } finally {
    for (const each of [output, errors]) each.status(""); // what has stopped in the middle leaves none
  }
}

function lineOf(error: unknown): string {
  return `layerwise: ${withoutPasswords(inOneLine((error as Error).message))}`;
}

function commandNamed(name: string): Command {
  const command = commands.find((each) => each.name === name);
  if (command) return command;
  const known = commands.map((each) => each.name).join(", ");
  throw new RangeError(`expected one of the commands ${known}, got "${name}". Try layerwise --help.`);
}

function readCall({ name, options, operands: count, more = false }: Command, args: readonly string[]): Call {
  const {
    values,
    positionals: operands,
    tokens,
  } = parsed(name, {
    args: withNegatives(args, options),
    tokens: true,
    allowPositionals: true,
    options: { ...options, help: { type: "boolean", short: "h" } },
  });
  const once = tokens.flatMap((token) => (token.kind === "option" ? token.name : []));
  const twice = once.find((each, index) => once.indexOf(each) < index && !options[each]?.multiple);
  if (twice !== undefined) {
    throw new RangeError(`expected --${twice} once, got it twice. Try layerwise ${name} --help.`);
  }
  const fits = more ? operands.length >= count : operands.length === count;
  if (!fits && !values.help) {
    const got = operands.length === 0 ? "none" : operands.join(" ");
    const expected = `${more ? "at least " : ""}${count} operand${count === 1 ? "" : "s"}`;
    throw new RangeError(`expected ${expected} of ${name}, got ${got}. Try layerwise ${name} --help.`);
  }
  const given = Object.entries(values).map(([option, value]) => [option, inOne(value)]);
  return { values: Object.fromEntries(given), operands };
}

/** Joins a value that begins like a negative number to its option, `--shard=-1/4`: Node would take it for another option. */
function withNegatives(args: readonly string[], options: Command["options"]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? "";
    const takesValue = before.startsWith("--") && options[before.slice(2)]?.type === "string";
    if (takesValue && /^-[\d.]/.test(arg)) joined.splice(-1, 1, `${before}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

/** Lists of names in an option that was given several times, as one. */
function inOne<Value>(value: Value): Value | string {
  return Array.isArray(value) ? value.join(",") : value;
}

/** What Node makes of the arguments; of its errors the first sentence, and where the options are listed. */
function parsed<Config extends ParseArgsConfig>(
  name: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s/);
    throw new RangeError(`${sentence}. Try layerwise ${name} --help.`);
  }
}
