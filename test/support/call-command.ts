import { runCommand } from "../../src/cli/command.ts";
import type { Output } from "../../src/cli/output.ts";

/** An output that keeps its lines, as one that is no terminal gets them. */
export function collectLines(): Output & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    isTerminal: false,
    lines,
    line: (text) => lines.push(...text.split("\n")),
    status: () => undefined,
  };
}

/** Runs the command in this process: its exit code, and what it printed. */
export async function callCommand(
  ...args: string[]
): Promise<{ code: number; output: string[]; errors: string[] }> {
  const [output, errors] = [collectLines(), collectLines()];
  const code = await runCommand(args, output, errors);
  return { code, output: output.lines, errors: errors.lines };
}
