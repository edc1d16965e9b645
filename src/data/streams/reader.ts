/** Takes so many bytes after the other from pieces of any length. */
export class Reader {
  readonly #pieces: AsyncGenerator<Uint8Array, void, void>;
  #left: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncGenerator<Uint8Array, void, void>) {
    this.#pieces = pieces;
  }

  /** The next bytes, fewer only at the end. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < count) {
      if (this.#left.length === 0) {
        const { done, value } = await this.#pieces.next();
        if (done) break;
        this.#left = value;
      }
      const part = this.#left.subarray(0, count - length);
      this.#left = this.#left.subarray(part.length);
      parts.push(part);
      length += part.length;
    }
    if (parts.length === 1) return parts[0]!;
    const joined = new Uint8Array(length);
    let place = 0;
    for (const part of parts) {
      joined.set(part, place);
      place += part.length;
    }
    return joined;
  }

  async close(): Promise<void> {
    await this.#pieces.return();
  }
}
