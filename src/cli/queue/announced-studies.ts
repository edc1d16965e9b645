import type { Redis } from "ioredis";
import { rangeError } from "../../check.ts";
import { type AboutProgram, isSameProgram, programText, readAbout } from "./about-program.ts";
import { PREFIX, type QueueConnection } from "./connect.ts";

/** What workers are told of the trials on one set of data. */
export interface AnnouncedStudy {
  readonly fingerprint: string;
  /** What the data are called. */
  readonly name: string;
  readonly program: AboutProgram;
}

/** Data up to this size travel in Redis; larger ones must lie on each machine. */
export const MOST_BYTES: number = 64 * 1024 * 1024;

const STUDIES = `${PREFIX}:studies`;

/** Where BullMQ keeps the jobs of a queue, by what they are at. */
const TRIALS_ARE_IN = ["wait", "paused", "prioritized", "delayed", "active", "completed", "failed"] as const;

/** In one step of Redis, so that nobody adds a trial between the look and the removal. */
const REMOVE = `
if redis.call("EXISTS", unpack(KEYS, 2, 1 + ARGV[2])) > 0 then return end
if ARGV[3] == "announced" then redis.call("HDEL", KEYS[1], ARGV[1]) end
if redis.call("HEXISTS", KEYS[1], ARGV[1]) == 1 then return end
redis.call("DEL", unpack(KEYS, 2 + ARGV[2]))
`;

/** Where the bytes of a dataset are. */
export function dataKey(fingerprint: string): string {
  return `${PREFIX}:data:${fingerprint}`;
}

/** Tells workers of a study, and puts its data beside it where they are not too large; refuses a queue with trials of another program. */
export async function announce(
  { redis, queueOf }: QueueConnection,
  { fingerprint, name, program }: AnnouncedStudy,
  bytes: Buffer | undefined,
): Promise<void> {
  const before = await redis.hget(STUDIES, fingerprint);
  const other = before === null ? undefined : announcedIn(fingerprint, before);
  if (other && !isSameProgram(other.program, program) && (await queueOf(fingerprint).count()) > 0) {
    throw rangeError(
      "submit the study",
      `a queue of ${programText(program)}`,
      `one with trials of ${programText(other.program)}. Let its workers end them, or take another database, as in redis://host/1`,
    );
  }
  if (bytes) await redis.set(dataKey(fingerprint), bytes, "NX");
  await redis.hset(STUDIES, fingerprint, JSON.stringify({ name, program }));
}

/** Takes back what was announced and all that its queue has left, where it holds no trial any more. */
export function withdraw(connection: QueueConnection, fingerprint: string): Promise<void> {
  return remove(connection, fingerprint, "announced");
}

/** Takes away what a worker wrote after its study was taken back: the queue notes each look for trials that stall. Data are the submitter's. */
export function removeRemains(connection: QueueConnection, fingerprint: string): Promise<void> {
  return remove(connection, fingerprint, "remains");
}

async function remove(
  { redis, queueOf }: QueueConnection,
  fingerprint: string,
  what: "announced" | "remains",
): Promise<void> {
  const { keys } = queueOf(fingerprint);
  const trials = TRIALS_ARE_IN.map((state) => keys[state]!);
  const left = [...Object.values(keys), ...(what === "announced" ? [dataKey(fingerprint)] : [])];
  await redis.eval(
    REMOVE,
    1 + trials.length + left.length,
    STUDIES,
    ...trials,
    ...left,
    fingerprint,
    trials.length,
    what,
  );
}

/** The studies that workers are told of. What is no announcement is left out. */
export async function announcedStudies(redis: Redis): Promise<AnnouncedStudy[]> {
  const found = await redis.hgetall(STUDIES);
  return Object.entries(found).flatMap(([fingerprint, text]) => announcedIn(fingerprint, text) ?? []);
}

function announcedIn(fingerprint: string, text: string): AnnouncedStudy | undefined {
  try {
    const { name, program } = JSON.parse(text) as { name: unknown; program: unknown };
    return { fingerprint, name: String(name), program: readAbout(program) };
  } catch {
    return undefined;
  }
}
