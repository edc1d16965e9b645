import {
  CLAIM,
  COMMAND_BYTES,
  COMMANDS,
  DONE,
  GRAIN,
  MOST_COMMANDS,
  PROGRAM,
  TOTAL,
} from "../assembly/layout.ts";
import type { Kernels } from "./module.ts";
import type { Pool } from "./pool.ts";

/** Elements in a chunk of elementwise work: 16 kB, so that some operands of it fit into the first-level cache. */
const ELEMENTS_OF_CHUNK = 4096;
/** Chunks of a launch for which helpers are called in for the first time, or the first time after the memory grew: with fewer, waking them takes longer than the work. */
const FEWEST_CHUNKS = 8;
/** How often `join` looks before the pool is asked whether its helpers are alive: about a millisecond. */
const LOOKS = 100_000;

/** Where the commands are run. */
export interface LaunchSite {
  readonly kernels: Kernels;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Threads that may help; undefined for one thread. */
  readonly pool: Pool | undefined;
}

/**
 * Writes commands and has them run.
 *
 * Nothing runs when a command is written, but when its result is needed or when a command over another range comes.
 * Until then elementwise commands over as many elements gather, and a chunk of elements goes through all of them while it
 * is in the cache: weight decay and momentum, a field's means and a draw from them pass over the memory once.
 */
export class Launcher {
  readonly #site: LaunchSite;
  readonly #words: Int32Array;
  readonly #reals: Float32Array;
  /** The number of the memory with the pool, once helpers were called in. */
  #attached: number | undefined;
  #commands = 0;
  #total = 0;
  #grain = 1;
  #open = false;
  #at = 0;

  constructor(site: LaunchSite) {
    const { buffer } = site.memory;
    this.#site = site;
    this.#words = new Int32Array(buffer, 0, (PROGRAM + MOST_COMMANDS * COMMAND_BYTES) / 4);
    this.#reals = new Float32Array(buffer, 0, this.#words.length);
  }

  /** Begins a command that takes each element by itself; its arguments follow. */
  elementwise(operation: number, elements: number): this {
    const joins = this.#open && this.#total === elements && this.#commands < MOST_COMMANDS;
    if (!joins) {
      this.flush();
      this.#total = elements;
      this.#grain = ELEMENTS_OF_CHUNK;
      this.#open = true;
    }
    return this.#begin(operation);
  }

  /** Begins a command over a range of `total`, in chunks of `grain`; its arguments follow. */
  range(operation: number, total: number, grain: number): this {
    this.flush();
    this.#total = total;
    this.#grain = grain;
    return this.#begin(operation);
  }

  /** An argument that is an address or a whole number. */
  word(value: number): this {
    this.#words[this.#at++] = value;
    return this;
  }

  /** An argument that is a number with a fraction. */
  real(value: number): this {
    this.#reals[this.#at++] = value;
    return this;
  }

  /** Runs what was written. */
  flush(): void {
    if (this.#commands === 0) return;
    const chunks = Math.ceil(this.#total / this.#grain);
    const words = this.#words;
    words[TOTAL / 4] = this.#total;
    words[GRAIN / 4] = this.#grain;
    words[COMMANDS / 4] = this.#commands;
    this.#commands = 0;
    this.#open = false;
    Atomics.store(words, DONE / 4, 0);
    Atomics.store(words, CLAIM / 4, chunks);
    this.#callHelpers(chunks);
    const { kernels, pool } = this.#site;
    kernels.work(0);
    const joined = (): boolean => kernels.join(chunks, LOOKS) !== 0;
    if (!joined()) pool?.wait(joined);
  }

  /** Drops what was written and not run, of which nobody asks for the result any more. */
  discard(): void {
    this.#commands = 0;
    this.#open = false;
  }

  /** Calls helpers out of the memory, which is about to grow; the next launch that is large enough calls them in again. */
  recallHelpers(): void {
    if (this.#attached !== undefined) this.#site.pool?.recall(this.#attached);
    this.#attached = undefined;
  }

  /** Whether there are helpers that can be called, or none are wanted. */
  isSound(): boolean {
    return !this.#site.pool?.hasFailed();
  }

  #callHelpers(chunks: number): void {
    const { pool, module, memory } = this.#site;
    if (pool === undefined || chunks === 1) return;
    if (this.#attached === undefined) {
      if (chunks < FEWEST_CHUNKS) return;
      this.#attached = pool.attach(module, memory);
    }
    pool.check();
    pool.wake(this.#attached);
  }

  #begin(operation: number): this {
    this.#at = (PROGRAM + this.#commands * COMMAND_BYTES) / 4;
    this.#words[this.#at++] = operation;
    this.#commands += 1;
    return this;
  }
}
