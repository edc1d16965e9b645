import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { runDemo } from "./demo.ts";
import type { Output } from "./output.ts";

const HELP = `layerwise: does pretraining help against vanishing gradients? Measured, layer by layer.

Usage
  layerwise demo [--seed SEED]   pretrain a stack of RBMs on handwritten digits, fine-tune it beside
                                 the same net from a random start, every gradient in view
  layerwise --help               this text
  layerwise --version            the version

Examples
  npx layerwise demo
  npx layerwise demo --seed 7`;

/** Runs the command with these arguments, and returns its exit code: 0, or 2 if it was called wrongly. */
export async function runCommand(args: readonly string[], output: Output, errors: Output): Promise<number> {
  const call = readCall(args);
  if (call instanceof Error) {
    errors.line(`layerwise: ${call.message}\nTry layerwise --help.`);
    return 2;
  }
  const { values, positionals } = call;
  if (values.help || values.version) {
    output.line(values.help ? HELP : manifest.version);
    return 0;
  }
  const [command, ...rest] = positionals;
  if (command !== "demo" || rest.length > 0) {
    const got = positionals.length === 0 ? "nothing" : JSON.stringify(positionals.join(" "));
    errors.line(`layerwise: expected the command "demo", got ${got}\nTry layerwise --help.`);
    return 2;
  }
  await runDemo(values.seed ?? "1", output);
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
