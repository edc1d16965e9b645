import {
  FAILED,
  lastWordsOf,
  MAIL,
  MEMORY,
  NO_MEMORY,
  newControl,
  READY,
  raiseTicket,
  recordOf,
  STARTING,
  stateOf,
  WORKING,
} from "./pool-control.ts";
import type { StartThread, Thread } from "./pool-thread.ts";
import { workerSource } from "./worker-source.ts";

/** What helpers are told of a memory: that it is there, or without a module, that it is to be let go. */
export interface MemoryMessage {
  readonly number: number;
  readonly module?: WebAssembly.Module;
  readonly memory?: WebAssembly.Memory;
}

/** Where more threads than that end, something ends them all. */
const MOST_REPLACED = 10;

/** The helpers of a pool while they live, and the control block that they share with it. */
export class Crew {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #start: StartThread;
  readonly #threads: Thread[] = [];
  #replaced = 0;
  #failure: string | undefined;

  /** Starts the helpers. A runtime that refuses them leaves the crew without any, which is no failure. */
  constructor(helpers: number, start: StartThread) {
    this.#control = newControl(helpers);
    this.#start = start;
    for (let thread = 1; thread <= helpers && this.#begin(thread); thread++);
  }

  /** Sends a message to all. */
  post(message: MemoryMessage): void {
    for (const thread of this.#threads) thread.post(message);
    Atomics.add(this.#control, MAIL, 1);
    raiseTicket(this.#control);
  }

  /** Sends all of them to a memory. */
  wake(memory: number): void {
    Atomics.store(this.#control, MEMORY, memory);
    raiseTicket(this.#control);
  }

  /** Sends nobody anywhere: who comes late finds no memory to work on. */
  recall(): void {
    Atomics.store(this.#control, MEMORY, NO_MEMORY);
  }

  /** Whether no helper is in any memory, after so many looks at most. */
  isIdle(looks: number): boolean {
    const working = () => this.#threads.some((_, index) => stateOf(this.#control, index + 1) === WORKING);
    for (let look = 0; look < looks; look++) if (!working()) return true;
    return false;
  }

  /** Why the crew cannot go on, if it cannot. */
  failure(): string | undefined {
    for (let thread = 1; thread <= this.#threads.length && this.#failure === undefined; thread++) {
      if (stateOf(this.#control, thread) === FAILED) {
        this.#failure = `${lastWordsOf(this.#control, thread)} in thread ${thread}`;
      }
    }
    return this.#failure;
  }

  /** Ends all helpers. */
  stop(): void {
    for (const thread of this.#threads) thread.stop();
    this.#threads.length = 0;
  }

  /** Starts the helper with this number, which helps in the memories that are posted from now on; says whether there is one. */
  #begin(thread: number): boolean {
    try {
      const started: Thread = this.#start(workerSource, (reason) => {
        if (this.#threads[thread - 1] === started) this.#ended(thread, reason);
      });
      started.post({ control: this.#control, thread, received: Atomics.load(this.#control, MAIL) });
      this.#threads[thread - 1] = started;
      return true;
    } catch {
      return false;
    }
  }

  /**
   * A thread that ends before it has begun has claimed nothing: threads cannot be had here, and the others do its part. One
   * that ends between two launches has claimed nothing either, and another takes its place.
   */
  #ended(thread: number, reason: string): void {
    const state = stateOf(this.#control, thread);
    if (state === READY && this.#replaced < MOST_REPLACED) {
      this.#replaced += 1;
      Atomics.store(this.#control, recordOf(thread), STARTING);
      this.#begin(thread);
    } else if (state !== STARTING) this.#failure ??= `thread ${thread} ${reason}`;
  }
}
