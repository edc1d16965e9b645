type BullMQ = typeof import("bullmq");
type IORedis = typeof import("ioredis");

/** What a queue stands on: packages that are installed by those who use one. */
export interface QueuePackages {
  readonly bullmq: BullMQ;
  readonly ioredis: IORedis;
}

/**
 * Loads the packages of the queue.
 *
 * @throws Error with the line that installs them, where one is missing.
 */
export async function queuePackages(action: string): Promise<QueuePackages> {
  try {
    return { bullmq: await load("bullmq"), ioredis: await load("ioredis") };
  } catch (error) {
    throw new Error(
      `Cannot ${action}: expected the packages bullmq and ioredis, got ${(error as Error).message.split("\n")[0]}. ` +
        "Install them with npm install bullmq ioredis",
    );
  }
}

/** Imports a package by name when it is asked for: no bundle of the command holds it. */
async function load<Package>(name: string): Promise<Package> {
  return (await import(name)) as Package;
}
