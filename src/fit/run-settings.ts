import type { CheckedFitOptions } from "./fit-options.ts";
import type { RunSettings } from "./history.ts";
import type { Job } from "./job.ts";
import type { Place } from "./place.ts";

/** What a run used; of a stream what came is what is known. */
export function settingsOf(
  { layer, sampler, stream, examples }: Job,
  { batchSize, epochs, optimizer }: Pick<CheckedFitOptions, "batchSize" | "epochs" | "optimizer">,
  { records, epoch, examples: seen, largest }: Place,
): RunSettings {
  const learningRate = records[0]?.learningRate;
  return Object.freeze({
    ...(layer === undefined ? {} : { layer }),
    ...(stream
      ? { examples: Math.round(seen / Math.max(1, epoch)), batchSize: largest }
      : { examples, batchSize }),
    ...{ epochs, optimizer: optimizer.name },
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(sampler === undefined ? {} : { sampler }),
  });
}
