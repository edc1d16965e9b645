import {
  FAILED,
  lastWordsOf,
  MAIL,
  MEMORY,
  NO_MEMORY,
  newControl,
  raiseTicket,
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

/** The helpers of a pool while they live, and the control block that they share with it. */
export class Crew {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #threads: Thread[] = [];
  #failure: string | undefined;

  /** Starts the helpers. A runtime that refuses them leaves the crew without any, which is no failure. */
  constructor(helpers: number, start: StartThread) {
    this.#control = newControl(helpers);
    for (let thread = 1; thread <= helpers; thread++) {
      try {
        const started = start(workerSource, (reason) => this.#ended(thread, reason));
        started.post({ control: this.#control, thread });
        this.#threads.push(started);
      } catch {
        break;
      }
    }
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

  /** A thread that ends before it has begun has claimed nothing: threads cannot be had here, and the others do its part. */
  #ended(thread: number, reason: string): void {
    const isStopped = this.#threads.length === 0;
    if (!isStopped && stateOf(this.#control, thread) !== STARTING)
      this.#failure ??= `thread ${thread} ${reason}`;
  }
}
