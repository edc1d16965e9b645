import { availableParallelism } from "node:os";
import { toldDataOf, warnOf } from "../data-option.ts";
import { checkRedis } from "../queue/connect.ts";
import { queuePackages } from "../queue/queue-packages.ts";
import { runQueueWorker } from "../queue/queue-worker.ts";
import { redisAddress } from "../queue/redis-address.ts";
import { integerOf } from "../read-option.ts";
import { DATA_HELP, dataOptions } from "../table-options.ts";
import type { Command } from "./command.ts";

const action = "work on the queue";

/** Each is a process with the data in its memory. */
const MOST_TRIALS = 1024;

/** `layerwise worker`. */
export const workerCommand: Command = {
  name: "worker",
  summary: "runs trials of layerwise study --queue on this machine",
  help: `layerwise worker: runs the trials that layerwise study --queue submits, until it is stopped.

Needs the packages bullmq and ioredis (npm install bullmq ioredis) and a Redis with --appendonly yes that all machines reach.

Usage
  layerwise worker redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE] [options]
                    rediss:// for TLS; the password is never printed. NODE_EXTRA_CA_CERTS=FILE trusts a certificate of your own

Options
  --concurrency N   trials at once, each in a process of its own with one thread (default: all cores)

Data come with the study where they have at most 64 MiB. Larger ones must lie on each machine; they are known by their contents.
${DATA_HELP}

Examples
  npx layerwise worker redis://queue.example:6379
  npx layerwise worker rediss://:secret@queue.example:6380/1 --data mnist:./mnist --concurrency 4

Stopped by Ctrl-C or SIGTERM it ends the trials that it is at, takes no more, and ends with 130 or 143; the second time it ends at
once, and another worker runs its trials. Ends with 2 where it was called wrongly, with 1 where no study fits its version or its data.`,
  operands: 1,
  options: { ...dataOptions, concurrency: { type: "string" } },
  async prepare(call) {
    const address = redisAddress(action, "the queue", call.operands[0]!);
    const concurrency =
      integerOf(action, call, "concurrency", { min: 1, max: MOST_TRIALS }) ?? availableParallelism();
    const given = Object.keys(dataOptions).some((name) => call.values[name] !== undefined);
    const dataset = given ? await toldDataOf(call) : undefined;
    await checkRedis(action, address, (await queuePackages(action)).ioredis, () => {});
    return (io) => {
      if (dataset) warnOf(dataset, io.errors);
      return runQueueWorker({ address, concurrency, ...(dataset && { dataset }) }, io);
    };
  },
};
