/** With a batch that begins shortly before a pause is due: a page feels tasks of up to 50 ms as smooth. */
const MILLISECONDS_BETWEEN_PAUSES = 4;

/** What a runtime may have to come back after its other work without waiting for a clock. */
interface Turns {
  readonly setImmediate?: (resume: () => void) => void;
}

/** Work that says by `yield` where the event loop may run. */
export type Work<Result> = Generator<void, Result, void>;

/** Does work in one go. */
export function atOnce<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does work with pauses where it may have some, until a signal; what is no work is the result. */
export async function inTurns<Result extends object>(
  work: Work<Result> | Result,
  pause: () => Promise<void>,
  signal?: AbortSignal,
): Promise<Result> {
  if (!("next" in work)) return work;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await pause();
    signal?.throwIfAborted();
  }
}

/** Lets the event loop run, first at once and then now and again, so that a page, a Stop button and a progress bar stay alive. */
export function pauses(): () => Promise<void> {
  let last = -Infinity;
  return async () => {
    if (performance.now() - last < MILLISECONDS_BETWEEN_PAUSES) return;
    await otherWork();
    last = performance.now();
  };
}

/**
 * Resolves when the event loop has been round once. In Node a timer would come a millisecond later, in a page four; what `scheduler.yield`
 * promises comes before a page may draw.
 */
function otherWork(): Promise<void> {
  const { setImmediate } = globalThis as Turns;
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
