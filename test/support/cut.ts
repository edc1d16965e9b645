import { expect } from "vitest";
import type { FitOptions } from "../../src/fit/fit-options.ts";
import { Run } from "../../src/fit/run.ts";

/** What is handed to a `fit` besides its own options. */
interface Part extends Pick<FitOptions, "run" | "onBatch"> {
  readonly run: Run;
}

/**
 * Trains in parts: the run is cut after each of these numbers of batches, goes through JSON, and is gone on with by a model that began
 * elsewhere. Returns what the last part does.
 */
export async function inParts<Result>(
  cuts: readonly number[],
  train: (part: Part, isFirst: boolean) => Promise<Result>,
): Promise<Result> {
  let run = new Run();
  for (const cut of cuts.filter((batches) => batches > 0)) {
    let left = cut;
    const onBatch = (): void => {
      left -= 1;
      if (left === 0) throw new Error("cut");
    };
    const isFirst = run.state === undefined;
    await train({ run, onBatch }, isFirst).catch((error: Error) => expect(error.message).toBe("cut"));
    run = Run.fromJSON(JSON.parse(JSON.stringify(run)));
  }
  return train({ run }, run.state === undefined);
}

/** The figures of a history and the bits of a model, without the seconds. */
export function withoutSeconds(...told: readonly unknown[]): string {
  return JSON.stringify(told, (key, value) => (key === "seconds" ? undefined : value));
}
