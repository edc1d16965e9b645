import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

const source = (path: string): string => fileURLToPath(new URL(`../../src/cli/${path}`, import.meta.url));

/** How a process ended, and what it printed. */
export interface End {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Builds the command as it is shipped, with the program of its worker threads beside it; returns its file. */
export async function buildCommand(directory: string): Promise<string> {
  await build({
    entry: { cli: source("main.ts"), "study-worker": source("study-worker.ts") },
    format: ["esm"],
    outDir: join(directory, "dist"),
    outExtension: () => ({ js: ".js" }),
    noExternal: [/.*/],
    config: false,
    silent: true,
    esbuildOptions: (options) => {
      options.banner = {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      };
    },
  });
  return join(directory, "dist", "cli.js");
}

/** Runs a program to its end; `meanwhile` has it while it runs. */
export function runProgram(
  program: string,
  args: readonly string[],
  directory: string,
  meanwhile: (child: ChildProcess) => void = () => {},
): Promise<End> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: directory });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      errors += text;
    });
    child.on("close", (code) => resolve({ code, output, errors }));
    meanwhile(child);
  });
}

/** Ends a process at once after so many milliseconds, unless it has ended before. */
function killAfter(milliseconds: number): (child: ChildProcess) => void {
  return (child) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.on("close", () => clearTimeout(timer));
  };
}

/** Kills a process so many milliseconds after it has printed so many lines. */
export function killAfterLines(lines: number, milliseconds: number): (child: ChildProcess) => void {
  return (child) => {
    let printed = 0;
    child.stdout!.on("data", (text: Buffer) => {
      const before = printed;
      printed += `${text}`.split("\n").length - 1;
      if (before < lines && printed >= lines) killAfter(milliseconds)(child);
    });
  };
}
