import { runDemo } from "../demo.ts";
import { seedTextOf } from "../read-option.ts";
import type { Command } from "./command.ts";

/** `layerwise demo`. */
export const demoCommand: Command = {
  name: "demo",
  summary:
    "pretrain a stack of RBMs on digits and fine-tune it beside a random start, every gradient in view",
  help: `layerwise demo: a stack of RBMs on handwritten digits, fine-tuned beside the same net from a random start.

Usage
  layerwise demo [--seed SEED]

Example
  npx layerwise demo --seed 7`,
  operands: 0,
  options: { seed: { type: "string" } },
  async prepare(call) {
    const seed = seedTextOf("show the demo", call);
    return async (io) => {
      const ends = [io.signal, io.output.closed].filter((signal) => signal !== undefined); // it does nothing but print
      await runDemo(seed, io.output, { signal: AbortSignal.any(ends) });
      return 0;
    };
  },
};
