import { message } from "../../check.ts";
import type { HostProduct } from "./host-product.ts";
import { Crew } from "./pool-crew.ts";
import { type StartThread, startThread } from "./pool-thread.ts";

/**
 * Threads that help with launches. All runs that ask for the same number and the same product share one pool; its threads start at
 * the first `attach`. Helpers make a launch faster and are never needed for it: whoever launches works too, until no chunk is left.
 */
export interface Pool {
  /** How many threads there are besides the caller's own; they call `work` with 1 … helpers. */
  readonly helpers: number;
  /** Hands the helpers a run's module and memory, without waiting for them; returns the number of the memory. */
  attach(module: WebAssembly.Module, memory: WebAssembly.Memory): number;
  /** Lets the helpers let go of a memory; one that is collected unclosed is detached by itself. */
  detach(memory: number): void;
  /**
   * Calls the helpers out of a memory that is about to grow, and waits until the last has left it; afterwards it is attached anew.
   * A helper may go on with the size that the memory had when it was handed over, and then trap on what lies behind.
   */
  recall(memory: number): void;
  /** Says that there are chunks to claim in this memory. */
  wake(memory: number): void;
  /** Waits for the chunks that helpers have claimed, by calling `joined`, which says after some looks if all are done. */
  wait(joined: () => boolean): void;
  /** Throws if a helper has died: the pool is of no more use, and `poolOf` returns another one. */
  check(): void;
  /** Whether a helper has died. */
  hasFailed(): boolean;
}

/** Seconds without an end after which a launch is given up: no chunk takes a hundredth of that. */
const PATIENCE = 30;
/** How often the states of the helpers are looked at in one round. */
const LOOKS = 1000;
/** Seconds that one round of looks counts at most, so that a machine that slept in between gives nothing up. */
const LONGEST_ROUND = 0.1;
/**
 * Bytes that helpers may have let go of before they are replaced, as soon as no run needs them. Garbage collectors do not
 * count shared memory and would leave it lying; that of a thread that ends goes at once.
 */
const MOST_GARBAGE = 2 ** 27;

const pools = new Map<string, ThreadPool>();

/** What is shared by all runs on so many threads with the same product. */
export function keyOf(threads: number, host?: HostProduct): string {
  return `${threads} ${host?.engine}`;
}

/** The pool for so many threads, the caller's among them; undefined where one thread has to do it all. */
export function poolOf(threads: number, host?: HostProduct): Pool | undefined {
  if (threads <= 1) return undefined;
  const key = keyOf(threads, host);
  let pool = pools.get(key);
  if (pool === undefined || pool.hasFailed()) {
    const before = host?.program ?? "";
    pool = new ThreadPool(threads, (program, ended) => startThread(before + program, ended));
    pools.set(key, pool);
  }
  return pool;
}

/** A page has memory to share only if its server isolates it from other origins; older browsers say so in two ways. */
export function canShareMemory(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === "function" && crossOriginIsolated !== false;
}

/** A pool whose threads `start` starts. */
export class ThreadPool implements Pool {
  readonly helpers: number;
  readonly #start: StartThread;
  readonly #abandoned: FinalizationRegistry<number>;
  readonly #attached = new Map<number, WeakRef<WebAssembly.Memory>>();
  #crew: Crew | undefined;
  #garbage = 0;
  #memories = 0;
  #failure: string | undefined;

  constructor(threads: number, start: StartThread) {
    this.helpers = threads - 1;
    this.#start = start;
    this.#abandoned = new FinalizationRegistry((memory) => this.detach(memory));
  }

  attach(module: WebAssembly.Module, memory: WebAssembly.Memory): number {
    const number = ++this.#memories;
    this.#crew ??= new Crew(this.helpers, this.#start);
    this.#crew.post({ number, module, memory });
    this.#attached.set(number, new WeakRef(memory));
    this.#abandoned.register(memory, number, memory);
    return number;
  }

  detach(memory: number): void {
    const attached = this.#attached.get(memory)?.deref();
    this.#garbage += attached?.buffer.byteLength ?? MOST_GARBAGE;
    this.#attached.delete(memory);
    this.#crew?.post({ number: memory });
    if (this.#attached.size === 0 && this.#garbage >= MOST_GARBAGE) this.#dismiss();
  }

  recall(memory: number): void {
    const attached = this.#attached.get(memory)?.deref();
    if (attached) this.#abandoned.unregister(attached);
    this.#attached.delete(memory);
    const crew = this.#crew;
    if (crew === undefined) return;
    crew.recall();
    this.wait(() => crew.isIdle(LOOKS));
    crew.post({ number: memory });
  }

  wake(memory: number): void {
    this.#crew?.wake(memory);
  }

  wait(joined: () => boolean): void {
    let waited = 0;
    let before = performance.now();
    while (!joined()) {
      this.check();
      const now = performance.now();
      waited += Math.min((now - before) / 1000, LONGEST_ROUND);
      before = now;
      if (waited > PATIENCE) this.#failure = `no end of a launch within ${PATIENCE} seconds`;
    }
  }

  check(): void {
    if (!this.hasFailed()) return;
    this.#dismiss();
    const action = `train on ${this.helpers + 1} threads`;
    throw new Error(message(action, "the threads to stay alive", this.#failure!));
  }

  hasFailed(): boolean {
    this.#failure ??= this.#crew?.failure();
    return this.#failure !== undefined;
  }

  #dismiss(): void {
    this.#crew?.stop();
    this.#crew = undefined;
    this.#garbage = 0;
  }
}
