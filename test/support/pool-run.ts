import * as layout from "../../src/engine/assembly/layout.ts";
import { SCALE } from "../../src/engine/assembly/operations.ts";
import { instantiate, type Kernels, kernelModule } from "../../src/engine/wasm/module.ts";
import type { Pool } from "../../src/engine/wasm/pool.ts";

const FIRST_ELEMENT = 65536;
/** The bits of 2 in single precision. */
const TWO = 0x40000000;

/** The compiled kernels. */
export const kernels: WebAssembly.Module = kernelModule()!;

/** A memory with launches in it that double numbers, and that nobody works on unless told to. */
export class PoolRun {
  readonly memory: WebAssembly.Memory;
  readonly #kernels: Kernels;

  constructor(pages = 4) {
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: 4096, shared: true });
    this.#kernels = instantiate(kernels, this.memory);
  }

  /** Chunks that nobody has claimed. */
  get unclaimed(): number {
    return Atomics.load(new Int32Array(this.memory.buffer), layout.CLAIMS / 4);
  }

  /** Makes as many chunks of `grain` ones, to be doubled. */
  prepare(chunks: number, grain = 64): void {
    const words = new Int32Array(this.memory.buffer);
    const reals = new Float32Array(this.memory.buffer);
    const elements = chunks * grain;
    reals.fill(1, FIRST_ELEMENT / 4, FIRST_ELEMENT / 4 + elements);
    words.set([elements, grain, chunks, 0], layout.GROUPS / 4); // one group, which begins with the first command
    words.set([SCALE, TWO, FIRST_ELEMENT, FIRST_ELEMENT], layout.PROGRAM / 4);
    words[(layout.PROGRAM + layout.NEXT_COMMAND) / 4] = layout.NO_COMMAND;
    words[layout.PARTS / 4] = 1;
    words[(layout.CLAIMS + layout.CHUNKS_OF_PART) / 4] = chunks;
    words[(layout.CLAIMS + layout.DONE) / 4] = 0;
    Atomics.store(words, layout.CLAIMS / 4, chunks);
  }

  /** Works on the launch as the thread that calls. */
  work(): void {
    this.#kernels.work(0);
  }

  /** Whether so many chunks are done, after so many looks. */
  joined(chunks: number, looks = 1): boolean {
    return this.#kernels.join(chunks, looks) !== 0;
  }

  /** The sum of what the launch has left: twice the number of its elements, where all of it was done once. */
  sum(chunks: number, grain = 64): number {
    const first = FIRST_ELEMENT / 4;
    return new Float32Array(this.memory.buffer)
      .subarray(first, first + chunks * grain)
      .reduce((a, b) => a + b);
  }

  /** Has the helpers do a launch of so many chunks by themselves, and returns its sum. */
  async launch(pool: Pool, number: number, chunks: number, grain = 64): Promise<number> {
    this.prepare(chunks, grain);
    pool.wake(number);
    await until("the helpers have done all chunks", () => this.joined(chunks, 1000));
    return this.sum(chunks, grain);
  }
}

/** Waits until something is so, for half a minute at most. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 30_000; look++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`Waited in vain until ${what}`);
}
