import { causeOf } from "../../check/cause.ts";
import { rangeError, show, typeError } from "../../check.ts";
import { nodeModule } from "../../files/node-module.ts";
import { isStream } from "../../fit/stream.ts";

/**
 * A file that is read piece by piece, anew in each epoch: its path in Node, Deno and Bun, or what opens it, such as
 * `async () => (await fetch(url)).body`. Gzipped or not.
 */
export type ByteSource = string | (() => ByteStream | Promise<ByteStream>);

/** The bytes of a file in pieces of any length. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ReadableStream<Uint8Array>;

/** Refuses what is no such source; one that opens the same stream again will be when it does. */
export function checkSource(action: string, name: string, source: ByteSource): ByteSource {
  if (typeof source === "string" && source !== "") return source;
  if (typeof source === "function") {
    const opened = new WeakSet<object>();
    return async () => {
      const stream = await source();
      if (typeof stream !== "object" || stream === null) return stream;
      if (opened.has(stream)) {
        const expected = `${name} to open a new stream each time, as async () => (await fetch(url)).body does`;
        throw rangeError(action, expected, "the one that it opened before");
      }
      opened.add(stream);
      return stream;
    };
  }
  throw typeError(action, `${name} to be a path, or a function that opens a stream`, show(source));
}

/** The bytes of a file, unpacked where it is gzipped. */
export async function* piecesOf(
  action: string,
  name: string,
  source: ByteSource,
): AsyncGenerator<Uint8Array, void, void> {
  const raw = checked(action, name, source);
  try {
    let head: Uint8Array = new Uint8Array();
    while (head.length < 2) {
      const { done, value } = await raw.next();
      if (done) break;
      head = head.length === 0 ? value : Uint8Array.of(...head, ...value);
    }
    const whole = chained(head, raw);
    yield* head[0] === 0x1f && head[1] === 0x8b ? unpacked(action, name, whole) : whole;
  } finally {
    await raw.return(); // of whatever was left before its end, which nobody else closes
  }
}

async function* unpacked(
  action: string,
  name: string,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  let failure: unknown;
  const written = (async () => {
    for await (const piece of packed) await writer.write(piece as Uint8Array<ArrayBuffer>);
    await writer.close();
  })().catch(async (error: unknown) => {
    failure = error;
    await writer.abort(error).catch(() => {});
  });
  try {
    yield* readerOf(readable);
    await written;
  } catch (error) {
    const known = failure instanceof Error && failure.message.startsWith("Cannot ");
    if (known) throw failure;
    throw rangeError(action, `${name} to be intact gzip`, causeOf(error));
  }
}

async function* checked(
  action: string,
  name: string,
  source: ByteSource,
): AsyncGenerator<Uint8Array, void, void> {
  const stream = typeof source === "string" ? await openFile(action, name, source) : await source();
  if ((stream as ReadableStream | undefined)?.locked === true)
    throw rangeError(action, `${name} to open a stream that nobody else reads`, "one that is locked");
  const pieces =
    typeof (stream as ReadableStream | undefined)?.getReader === "function"
      ? readerOf(stream as ReadableStream<Uint8Array>)
      : (stream as AsyncIterable<Uint8Array> | Iterable<Uint8Array>);
  if (!isStream<Uint8Array, unknown>(pieces)) {
    throw typeError(action, `${name} to open a stream of bytes`, show(stream));
  }
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array))
      throw typeError(action, `pieces of ${name} to be Uint8Arrays`, show(piece));
    if (piece.length > 0) yield piece;
  }
}

async function openFile(action: string, name: string, path: string): Promise<AsyncIterable<Uint8Array>> {
  const { createReadStream } = nodeModule(action, "node:fs");
  return (async function* () {
    const stream = createReadStream(path, { highWaterMark: 2 ** 18 });
    try {
      yield* stream as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw rangeError(action, `${name} to be a file that can be read`, `${show(path)} (${causeOf(error)})`);
    } finally {
      stream.destroy();
    }
  })();
}

async function* readerOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function* chained(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  if (first.length > 0) yield first;
  yield* rest;
}
