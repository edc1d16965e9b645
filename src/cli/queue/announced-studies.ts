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

/** Takes back what was announced, where no trial is left. */
export async function withdraw({ redis, queueOf }: QueueConnection, fingerprint: string): Promise<void> {
  const queue = queueOf(fingerprint);
  if ((await queue.count()) + (await queue.getActiveCount()) > 0) return;
  await redis.hdel(STUDIES, fingerprint);
  await redis.del(dataKey(fingerprint));
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
