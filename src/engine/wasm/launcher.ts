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

/** Elements in a chunk of elementwise work: 16 kB, so that some operands of it fit into the first-level cache. */
const ELEMENTS_OF_CHUNK = 4096;
/** How often `join` looks before it asks whether the other threads are alive. */
const LOOKS = 1_000_000;

/** Threads that help with a launch. */
export interface Helpers {
  /** Tells them that there is work. */
  wake(): void;
  /** Throws if one of them has died, or if they have been silent for longer than they may. */
  check(waitingSince: number): void;
}

/**
 * Writes commands and has them run.
 *
 * Nothing runs when a command is written, but when its result is needed or when a command over another range comes.
 * Until then elementwise commands over the same elements gather, and a chunk of elements goes through all of them while it
 * is in the cache: an optimizer's steps pass once over the memory, however many they are.
 */
export class Launcher {
  readonly #kernels: Kernels;
  readonly #helpers: Helpers | undefined;
  readonly #words: Int32Array;
  readonly #reals: Float32Array;
  #commands = 0;
  #total = 0;
  #grain = 1;
  #open = false;
  #at = 0;

  constructor(kernels: Kernels, memory: WebAssembly.Memory, helpers: Helpers | undefined) {
    this.#kernels = kernels;
    this.#helpers = helpers;
    this.#words = new Int32Array(memory.buffer, 0, (PROGRAM + MOST_COMMANDS * COMMAND_BYTES) / 4);
    this.#reals = new Float32Array(memory.buffer, 0, this.#words.length);
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
    if (chunks > 1) this.#helpers?.wake();
    this.#kernels.work(0);
    if (!this.#kernels.join(chunks, LOOKS)) this.#wait(chunks);
  }

  #begin(operation: number): this {
    this.#at = (PROGRAM + this.#commands * COMMAND_BYTES) / 4;
    this.#words[this.#at++] = operation;
    this.#commands += 1;
    return this;
  }

  #wait(chunks: number): void {
    const since = performance.now();
    while (!this.#kernels.join(chunks, LOOKS)) this.#helpers?.check(since);
  }
}
