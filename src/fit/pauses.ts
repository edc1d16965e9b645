const MILLISECONDS_BETWEEN_PAUSES = 50;

/** What a runtime may have to come back after its other work without waiting for a clock. */
interface Turns {
  readonly setImmediate?: (resume: () => void) => void;
  readonly scheduler?: { readonly yield?: () => Promise<void> };
}

/** Lets the event loop run now and then, so that a page, a Stop button and a progress bar stay alive. */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < MILLISECONDS_BETWEEN_PAUSES) return;
    await otherWork();
    last = performance.now();
  };
}

/** Resolves when the event loop has been round once: in Node and pages alike a timer would come a millisecond or four later. */
function otherWork(): Promise<void> {
  const { setImmediate, scheduler } = globalThis as Turns;
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}
