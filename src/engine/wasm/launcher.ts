import * as layout from "../assembly/layout.ts";
import { LaunchGroup, type Uses } from "./launch-group.ts";
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
 * Nothing runs when a command is written, but when its result is needed. Until then commands gather in groups. Elementwise
 * commands over as many elements share a group, and a chunk of elements goes through all of them while it is in the cache:
 * weight decay, momentum and the update pass over the memory once. Every other command has a group of its own. The groups of a
 * launch run side by side, so before a command that would meet what another group does, all that was written is run. One thread
 * runs them in their order: there only a long elementwise command, which may join an earlier group, asks what waits, and one of a
 * single chunk gains nothing by a shared group.
 */
export class Launcher {
  readonly #site: LaunchSite;
  readonly #words: Int32Array;
  readonly #reals: Float32Array;
  readonly #parts: number;
  /** Whether one thread runs the groups, in the order in which they were opened. */
  readonly #runsInOrder: boolean;
  /** The number of the memory with the pool, once helpers were called in. */
  #attached: number | undefined;
  #groups: LaunchGroup[] = [];
  #commands = 0;
  /** Chunks of a launch that helpers have begun with, and the caller not yet. */
  #started = 0;
  #at = 0;
  #serial = 0;

  constructor(site: LaunchSite) {
    const { buffer } = site.memory;
    this.#site = site;
    this.#words = new Int32Array(buffer, 0, layout.TABLES / 4);
    this.#reals = new Float32Array(buffer, 0, layout.TABLES / 4);
    this.#parts = 1 + (site.pool?.helpers ?? 0);
    this.#runsInOrder = this.#parts === 1;
    this.#words[layout.PARTS / 4] = this.#parts;
  }

  /** Begins a command that takes each element by itself, from matrices of so many elements; its arguments follow. */
  elementwise(operation: number, elements: number, uses: Uses): this {
    this.#finish();
    if (this.#runsInOrder && elements <= ELEMENTS_OF_CHUNK)
      return this.range(operation, elements, ELEMENTS_OF_CHUNK, uses);
    let joined: LaunchGroup | undefined;
    let isFree = true;
    for (const group of this.#groups) {
      if (joined === undefined && group.isElementwise && group.total === elements) joined = group;
      if (group === joined ? group.excludes(uses) : group.disturbs(uses)) isFree = false;
    }
    if (!isFree || this.#commands === layout.MOST_COMMANDS) this.flush();
    else if (joined) return this.#begin(operation, joined, uses);
    return this.#begin(operation, this.#open(elements, ELEMENTS_OF_CHUNK, true), uses);
  }

  /** Begins a command over a range of `total`, in chunks of `grain`; its arguments follow. */
  range(operation: number, total: number, grain: number, uses: Uses): this {
    this.#finish();
    if (this.#commands === layout.MOST_COMMANDS || (!this.#runsInOrder && this.disturbs(uses))) this.flush();
    return this.#begin(operation, this.#open(total, grain, false), uses);
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

  /** A number that no command on this memory has had; never 0. */
  nextSerial(): number {
    this.#serial = (this.#serial % 0xffffffff) + 1;
    return this.#serial;
  }

  /** Whether such uses would meet what was written and not run. */
  disturbs(uses: Uses): boolean {
    for (const group of this.#groups) if (group.disturbs(uses)) return true;
    return false;
  }

  /** Runs what was written, and waits for it. */
  flush(): void {
    this.#start();
    this.#finish();
  }

  /** Lets helpers run what was written while the caller does a task of its own, and runs the rest after it. */
  beside(task: () => void): void {
    this.#start();
    try {
      task();
    } finally {
      this.flush();
    }
  }

  /** Drops what was written and not run, of which nobody asks for the result any more. */
  discard(): void {
    this.#groups = [];
    this.#commands = 0;
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

  /** Has helpers begin with what was written. */
  #start(): void {
    if (this.#groups.length === 0) return;
    this.#started = this.#shareOut();
    this.discard();
    this.#callHelpers(this.#started);
  }

  /** Does what helpers have left of a launch that has started, if any has, and waits for them. */
  #finish(): void {
    const chunks = this.#started;
    if (chunks === 0) return;
    this.#started = 0;
    const { kernels, pool } = this.#site;
    kernels.work(0);
    const joined = (): boolean => kernels.join(chunks, LOOKS) !== 0;
    if (!joined()) pool?.wait(joined);
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

  /** Lets the chunks of every part be claimed, and returns how many there are. From the first claim on, all else must be written. */
  #shareOut(): number {
    const words = this.#words;
    let before = 0;
    for (let part = 0; part < this.#parts; part++) {
      const until = this.#chunksBefore(part + 1);
      const at = (layout.CLAIMS + part * layout.PART_BYTES) / 4;
      words[at + layout.CHUNKS_OF_PART / 4] = until - before;
      words[at + layout.DONE / 4] = 0;
      before = until;
    }
    for (let part = 0; part < this.#parts; part++) {
      const at = (layout.CLAIMS + part * layout.PART_BYTES) / 4;
      Atomics.store(words, at, words[at + layout.CHUNKS_OF_PART / 4]!);
    }
    return before;
  }

  /** How many chunks the parts before this one have, those of all groups. */
  #chunksBefore(part: number): number {
    let sum = 0;
    for (const { chunks } of this.#groups) sum += Math.floor((chunks * part) / this.#parts);
    return sum;
  }

  #open(total: number, grain: number, isElementwise: boolean): LaunchGroup {
    if (this.#groups.length === layout.MOST_GROUPS) this.flush();
    const at = layout.GROUPS + this.#groups.length * layout.GROUP_BYTES;
    const group = new LaunchGroup(total, grain, isElementwise, at + layout.FIRST_COMMAND);
    this.#words[(at + layout.TOTAL) / 4] = total;
    this.#words[(at + layout.GRAIN) / 4] = grain;
    this.#words[(at + layout.CHUNKS) / 4] = group.chunks;
    this.#groups.push(group);
    return group;
  }

  /** Begins a command as the last of a group. */
  #begin(operation: number, group: LaunchGroup, uses: Uses): this {
    const command = layout.PROGRAM + this.#commands * layout.COMMAND_BYTES;
    this.#words[group.link / 4] = this.#commands;
    this.#words[(command + layout.NEXT_COMMAND) / 4] = layout.NO_COMMAND;
    group.add(uses, command + layout.NEXT_COMMAND);
    this.#commands += 1;
    this.#at = command / 4;
    return this.word(operation);
  }
}
