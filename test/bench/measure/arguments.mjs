import { parseArgs } from "node:util";

/** The parts, each in a file of its own under `parts`. */
const PARTS = ["rbm", "net", "products", "scaling", "memory", "size", "probe"];

const ROUNDS = 7;
const ROUNDS_WHEN_QUICK = 2;

/**
 * Reads the command line: parts to run (all where none is named), `--quick` or `--rounds N`, `--only` words
 * of the systems' names, with commas between them, and `--json` with the file for the results.
 *
 * @throws Error if an argument is unknown.
 */
export function parseArguments(words) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      only: { type: "string" },
      json: { type: "string" },
    },
  });
  const names = positionals.length === 0 ? PARTS : positionals;
  const unknown = names.find((name) => !PARTS.includes(name));
  if (unknown !== undefined) {
    throw new Error(`Cannot run the benchmark: expected parts of ${PARTS.join(", ")}, got ${unknown}`);
  }
  const rounds = Number(values.rounds ?? (values.quick ? ROUNDS_WHEN_QUICK : ROUNDS));
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw new Error(`Cannot run the benchmark: expected rounds to be an integer ≥ 1, got ${values.rounds}`);
  }
  return {
    parts: names,
    rounds,
    only: values.only?.split(",") ?? [],
    json: values.json,
  };
}
