import { rangeError } from "../check.ts";

/** Decompresses by the platform's own decoder, and refuses what is corrupt or cut short. */
export async function decompress(
  action: string,
  name: string,
  format: "gzip" | "deflate-raw",
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw rangeError(action, `${name} to be intact ${format}`, `${bytes.length} bytes (${reason})`);
  }
}
