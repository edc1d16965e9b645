import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { runDemo } from "./demo.ts";
import { outputTo } from "./output.ts";

const HELP = `layerwise: does pretraining help against vanishing gradients? Measured, layer by layer.

Usage
  layerwise demo [--seed SEED]   pretrain a stack of RBMs on handwritten digits, fine-tune it beside
                                 the same net from a random start, every gradient in view
  layerwise --help               this text
  layerwise --version            the version

Examples
  npx layerwise demo
  npx layerwise demo --seed 7
`;

/** Runs the command with these arguments, and returns its exit code: 0, 1 if it failed, 2 if it was called wrongly. */
async function main(args: readonly string[]): Promise<number> {
  const call = readCall(args);
  if (call instanceof Error) {
    console.error(`layerwise: ${call.message}\nTry layerwise --help.`);
    return 2;
  }
  const { values, positionals } = call;
  if (values.help) return print(HELP);
  if (values.version) return print(version());
  const [command, ...rest] = positionals;
  if (command !== "demo" || rest.length > 0) {
    const got = positionals.length === 0 ? "nothing" : JSON.stringify(positionals.join(" "));
    console.error(`layerwise: expected the command "demo", got ${got}\nTry layerwise --help.`);
    return 2;
  }
  await runDemo(values.seed ?? "1", outputTo(process.stdout));
  return 0;
}

function readCall(args: readonly string[]): ReturnType<typeof parse> | Error {
  try {
    return parse(args);
  } catch (error) {
    return error as Error;
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "v" },
      seed: { type: "string" },
    },
  });
}

function print(text: string): number {
  console.log(text.trimEnd());
  return 0;
}

function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

process.exitCode = await main(process.argv.slice(2));
