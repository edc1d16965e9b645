import {
  checkFunction,
  checkInteger,
  checkRecord,
  holds,
  inGrammar,
  isList,
  rangeError,
  show,
  typeError,
} from "../check.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import { isMatrix } from "../matrix/matrix.ts";

/**
 * Batches that come one after the other, from a file or from elsewhere: whatever can be gone through anew in each epoch. What knows more
 * says so: how many `batches` an epoch has, by which rates go on within it, and the order of each epoch, from 1.
 */
export interface BatchStream<Batch = DatasetLike> extends AsyncIterable<Batch> {
  readonly batches?: number | undefined;
  readonly epoch?: ((epoch: number) => AsyncIterable<Batch> | Iterable<Batch>) | undefined;
  /** What decides which batches come, such as their size and a seed: a run goes on with the same alone. */
  readonly about?: Readonly<Record<string, string | number>> | undefined;
  /** An error about a batch, with the place in the file that it is about; it is thrown in its stead. */
  readonly explain?: ((error: unknown, batch: unknown) => unknown) | undefined;
}

/** What is taken for a stream: one, or whatever else gives its batches one after the other, such as a generator. */
export type Batches<Batch> = BatchStream<Batch> | Iterable<Batch>;

/** Batches as a job takes them: those of an epoch, from 1, without the first ones, until a signal. */
export interface Source<Batch> {
  readonly batches: number | undefined;
  readonly about?: Readonly<Record<string, string | number>> | undefined;
  epoch(epoch: number, from: number, signal?: AbortSignal): AsyncIterable<Batch>;
}

/** Whether a value is that; a list or a matrix, which can be gone through too, is whole data. */
export function isStream<Batch, Whole>(value: Whole | Batches<Batch>): value is Batches<Batch> {
  return holds(
    () =>
      typeof value === "object" && !isList(value) && !isMatrix(value) && iteratorOf(value as Batches<Batch>),
  );
}

const iteratorOf = <Batch>(batches: Batches<Batch>): (() => AsyncIterator<Batch>) =>
  (batches as BatchStream<Batch>)[Symbol.asyncIterator] ?? (batches as Iterable<Batch>)[Symbol.iterator];

/** Refuses options that are given and have no meaning for a stream. */
export function refuseBesideStream(action: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    throw typeError(action, `no such ${name} beside a stream, whose batches come as they are`, show(value));
  }
}

/** Reads data that are all there, or come as a stream of such. */
export function wholeOrStream<Given, Data>(
  action: string,
  data: Given | Batches<Given>,
  read: (name: string, data: Given) => Data,
): Data | Source<Data> {
  if (!isStream<Given, Given>(data)) return read("data", data);
  return sourceOf(action, data, (batch) => read("a batch", batch));
}

/** Reads a stream at a public door; each batch is read when it comes, and the counts are held to what was said. */
export function sourceOf<Given, Batch>(
  action: string,
  stream: Batches<Given>,
  readBatch: (batch: Given) => Batch,
): Source<Batch> {
  const { batches, epoch: orderOf, about, explain } = stream as BatchStream<Given>;
  if (batches !== undefined) checkInteger(action, "batches of the stream", batches, { min: 1 });
  if (orderOf !== undefined) checkFunction(action, "epoch of the stream", orderOf);
  if (explain !== undefined) checkFunction(action, "explain of the stream", explain);
  if (about !== undefined) checkRecord(action, "about of the stream to be texts and numbers by name", about);
  const read = (batch: Given): Batch => {
    try {
      return readBatch(batch);
    } catch (error) {
      throw explain?.call(stream, error, batch) ?? error;
    }
  };
  return {
    ...{ batches, about },
    async *epoch(epoch, from, signal) {
      const given = orderOf ? orderOf.call(stream, epoch) : stream;
      if (!isStream<Given, unknown>(given) && !isList(given))
        throw typeError(action, "epoch of the stream to give batches", show(given));
      let count = 0;
      try {
        for await (const batch of signal ? until(signal, given) : given) {
          if (count >= from) yield read(batch);
          count += 1;
        }
      } catch (error) {
        const told = inGrammar(action, "a batch", error);
        const place = ` (batch ${count + 1} of epoch ${epoch})`; // which a stream within this one may have told
        if (signal?.aborted || told.message.endsWith(place)) throw error;
        throw new (told.constructor as ErrorConstructor)(told.message + place, { cause: error });
      }
      const least = Math.max(from, 1);
      if (batches === undefined ? count >= least : count === batches) return;
      const told = batches ?? `at least ${least}`;
      throw rangeError(
        action,
        `epoch ${epoch} of the stream to have ${told} batches`,
        `${count}${count ? "" : "; a generator can be gone through only once"}`,
      );
    },
  };
}

/** The same batches, each turned into something else as it comes, at once or later. */
export function mapSource<Batch, Result>(
  source: Source<Batch>,
  f: (batch: Batch) => Result | Promise<Result>,
): Source<Result> {
  return {
    ...source,
    async *epoch(...which) {
      for await (const batch of source.epoch(...which)) yield f(batch);
    },
  };
}

/** The same batches until a signal, which does not wait for one that is under way: it may never come. */
const until = <Batch>(signal: AbortSignal, batches: Batches<Batch>): AsyncIterable<Batch> => ({
  [Symbol.asyncIterator]() {
    const iterator = iteratorOf(batches).call(batches);
    const end = async () => Object(await iterator.return?.());
    return {
      next: () =>
        new Promise((resolve, reject) => {
          const stop = (): void => {
            reject(signal.reason);
            end().catch(reject);
          };
          if (signal.aborted) return stop();
          signal.addEventListener("abort", stop);
          (async () => iterator.next())()
            .finally(() => signal.removeEventListener("abort", stop))
            .then(resolve, reject);
        }),
      return: end,
    };
  },
});

/** The indices of all examples of a batch. */
export const allOf = (examples: number): Uint32Array =>
  Uint32Array.from({ length: examples }, (_, index) => index);
