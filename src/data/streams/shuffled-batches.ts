import { checkInteger } from "../../check.ts";
import { type Seed, toSeed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";

/** Options of all that read batches from files. */
export interface StreamOptions {
  /** Examples of a batch, ≥ 1. The last may be smaller; one that would be left over joins the batch before it. Default 100. */
  readonly batchSize?: number | undefined;
  /**
   * How many examples wait to be drawn from: each that is read takes the place of one of them, at random. Only these are in memory. 0
   * leaves the order of the file. Default 10,000.
   */
  readonly shuffleBuffer?: number | undefined;
  /** Decides the order of each epoch. Default 0. */
  readonly seed?: Seed | undefined;
}

/** The names of those options. */
export const streamOptionNames: readonly string[] = ["batchSize", "shuffleBuffer", "seed"];

/** The options with their defaults, checked. */
export type CheckedStreamOptions = {
  readonly [Name in keyof StreamOptions]-?: NonNullable<StreamOptions[Name]>;
};

/** Checks those options. */
export function checkStreamOptions(action: string, options: StreamOptions): CheckedStreamOptions {
  const { batchSize = 100, shuffleBuffer = 10_000, seed = 0 } = options;
  return {
    batchSize: checkInteger(action, "batchSize", batchSize, { min: 1 }),
    shuffleBuffer: checkInteger(action, "shuffleBuffer", shuffleBuffer, { min: 0, max: 2 ** 24 }),
    seed: toSeed(action, seed),
  };
}

/** How many batches so many examples make. */
export function countBatches(examples: number, batchSize: number): number {
  const batches = Math.ceil(examples / batchSize);
  return batches > 1 && batchSize > 1 && examples % batchSize === 1 ? batches - 1 : batches;
}

/** Rows in batches, in the order that seed and epoch give them. */
export async function* shuffledBatches<Row>(
  rows: AsyncIterable<Row>,
  epoch: number,
  { batchSize, shuffleBuffer, seed }: CheckedStreamOptions,
): AsyncGenerator<Row[], void, void> {
  const random = new RandomStream(seed, `order of a stream, epoch ${epoch}`);
  let [full, next]: [Row[] | undefined, Row[]] = [undefined, []];
  for await (const row of shuffled(rows, shuffleBuffer, random)) {
    next.push(row);
    if (full && (next.length > 1 || batchSize === 1)) {
      yield full;
      full = undefined;
    }
    if (next.length === batchSize) [full, next] = [next, []];
  }
  if (full && next.length === 1) full.push(...next.splice(0));
  if (full) yield full;
  if (next.length > 0) yield next;
}

async function* shuffled<Row>(
  rows: AsyncIterable<Row>,
  size: number,
  random: RandomStream,
): AsyncGenerator<Row, void, void> {
  if (size < 2) return yield* rows;
  const waiting: Row[] = [];
  for await (const row of rows) {
    if (waiting.length < size) waiting.push(row);
    else {
      const place = random.integer(size);
      const drawn = waiting[place]!;
      waiting[place] = row;
      yield drawn;
    }
  }
  while (waiting.length > 0) {
    const place = random.integer(waiting.length);
    const drawn = waiting[place]!;
    waiting[place] = waiting.at(-1)!;
    waiting.pop();
    yield drawn;
  }
}
