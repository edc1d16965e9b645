import { causeOf } from "../check/cause.ts";
import { rangeError } from "../check.ts";

/**
 * Decompresses by the platform's own decoder, and refuses what is corrupt or cut short. The bytes come in pieces, so that
 * they need not be in memory all at once.
 */
export async function* decompress(
  action: string,
  name: string,
  format: "gzip" | "deflate-raw",
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array, void, void> {
  const { readable, writable } = new DecompressionStream(format);
  const writer = writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => {}); // what is wrong with the bytes shows when they are read
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw rangeError(action, `${name} to be intact ${format}`, `${bytes.length} bytes (${causeOf(error)})`);
  } finally {
    await reader.cancel().catch(() => {}); // of whatever nobody wants any more
  }
}
