import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { rangeError } from "../../check.ts";
import { inOneLine } from "../output.ts";
import { type QueuePackages, queuePackages } from "./queue-packages.ts";
import { type RedisAddress, withoutPasswords } from "./redis-address.ts";

/** What all keys in Redis begin with. */
export const PREFIX = "layerwise";

/** A connection to the Redis of a queue, which waits where Redis is away for a while. */
export interface QueueConnection {
  readonly bullmq: QueuePackages["bullmq"];
  readonly redis: Redis;
  /** The queue of the trials on one set of data, by its fingerprint. */
  queueOf(fingerprint: string): Queue;
  close(): Promise<void>;
}

/** Milliseconds until an address that does not answer is given up at the beginning. */
const PATIENCE = 5000;

/** Milliseconds between two tries to reach a Redis that has been there. */
const LONGEST_PAUSE = 1000;

/**
 * Connects to Redis, and refuses one that may throw jobs away.
 *
 * @param warn - Told where Redis keeps nothing on disk, and of each time that it goes away or comes back.
 */
export async function connectQueue(
  action: string,
  address: RedisAddress,
  warn: (text: string) => void,
): Promise<QueueConnection> {
  const { bullmq, ioredis } = await queuePackages(action);
  await checkRedis(action, address, ioredis, warn);
  const redis = new ioredis.Redis(address.url, {
    maxRetriesPerRequest: null, // a command waits as long as Redis is away
    retryStrategy: (attempt) => Math.min(100 * attempt, LONGEST_PAUSE),
  });
  let isAway = false;
  let isClosed = false;
  redis.on("error", () => {}); // what it says of a lost connection, "close" says as well
  redis.on("close", () => {
    if (!isAway && !isClosed) warn(`Redis at ${address.shown} is away; waiting for it`);
    isAway = true;
  });
  redis.on("ready", () => {
    if (isAway) warn(`Redis at ${address.shown} is there again`);
    isAway = false;
  });
  const queues = new Map<string, Queue>();
  return {
    bullmq,
    redis,
    queueOf(fingerprint) {
      const queue =
        queues.get(fingerprint) ??
        new bullmq.Queue(fingerprint, { connection: redis, prefix: PREFIX, skipMetasUpdate: true }); // who only looks writes nothing
      if (!queues.has(fingerprint)) queue.on("error", () => {}); // the connection tells of it
      queues.set(fingerprint, queue);
      return queue;
    },
    async close() {
      isClosed = true;
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      redis.disconnect();
    },
  };
}

/** Asks Redis once whether it is there, lets this client in and keeps what it is given. */
export async function checkRedis(
  action: string,
  { url, shown }: RedisAddress,
  ioredis: QueuePackages["ioredis"],
  warn: (text: string) => void,
): Promise<void> {
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE,
    commandTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let first: Error | undefined;
  redis.on("error", (error) => {
    first ??= error;
  });
  try {
    await redis.connect();
    const told = `${await redis.info("memory")}\n${await redis.info("persistence")}`;
    if (first) throw first; // such as a password that nobody asked for
    const policy = /^maxmemory_policy:(\S+)/m.exec(told)?.[1] ?? "no policy";
    if (policy !== "noeviction") {
      throw rangeError(
        action,
        `Redis at ${shown} to have the maxmemory-policy noeviction, since any other may throw trials away`,
        policy,
      );
    }
    if (!/^aof_enabled:1/m.test(told)) {
      warn(`Redis at ${shown} loses trials where it is killed: start it with --appendonly yes`);
    }
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const reason = reasonOf(first ?? error);
    const remedy = /certificate/.test(reason)
      ? ". The environment variable NODE_EXTRA_CA_CERTS names a file with certificates of your own"
      : "";
    throw new Error(`Cannot ${action}: expected Redis at ${shown} to answer, got ${reason}${remedy}`);
  } finally {
    redis.disconnect();
  }
}

/** Why Redis did not answer, in a line without passwords. */
function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return withoutPasswords(inOneLine(message || code || "no answer"));
}
