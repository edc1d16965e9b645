import type { StudyOptions } from "../study/plan.ts";
import type { Shard } from "../study/trials-of-plan.ts";
import type { RedisAddress } from "./queue/redis-address.ts";

/** What `layerwise study` was asked to do. */
export interface StudyCall {
  readonly options: StudyOptions;
  /** The folder of the results. */
  readonly out: string;
  /** Threads, ≥ 1. */
  readonly workers: number;
  readonly shard?: Shard;
  /** Where workers on other machines are asked to run the trials. */
  readonly queue?: RedisAddress;
  readonly json: boolean;
  /** The command line that does it again. */
  readonly command: string;
}
