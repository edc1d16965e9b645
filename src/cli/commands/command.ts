import type { ParseArgsConfig } from "node:util";
import type { Output } from "../output.ts";

/** Where a command writes, and what stops it. */
export interface CommandIO {
  readonly output: Output;
  /** Where it says what went wrong, and with --json how far it has come. */
  readonly errors: Output;
  readonly signal?: AbortSignal;
}

/** The options and operands of a call. */
export interface Call {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly operands: readonly string[];
}

/**
 * What can be called by name. `prepare` checks everything and trains nothing, and at most makes the folder of the results;
 * what it returns does the work and gives the exit code.
 */
export interface Command {
  readonly name: string;
  /** In a line. */
  readonly summary: string;
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** How many operands it takes; with `more`, at least so many. */
  readonly operands: number;
  readonly more?: boolean;
  /** Commands of its own, called by a second name: `layerwise study merge`. */
  readonly parts?: readonly Command[];
  /** Whether there is nothing to keep where it is stopped, so that it ends at once. */
  readonly keepsNothing?: boolean;
  prepare(call: Call): Promise<(io: CommandIO) => Promise<number>>;
}
