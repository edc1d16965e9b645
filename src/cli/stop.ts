import { closeSync } from "node:fs";

/** What a process is asked to end with, and the exit codes that shells know of it: 128 and the number of the signal. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** How a process is asked to end. */
export interface Stop {
  /** Aborts on Ctrl-C, on a polite request to end, and where the terminal is closed; the second time the process ends at once. */
  readonly signal: AbortSignal;
  /** From now on it ends at once the first time. */
  readonly atOnce: () => void;
}

/** Listens to what asks this process to end. */
export function listenToStop(): Stop {
  const stop = new AbortController();
  const listeners = Object.entries(codes).map(([name, exitCode]) => {
    const listener = () => stop.abort(Object.assign(new Error(`stopped by ${name}`), { exitCode }));
    process.once(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: stop.signal,
    atOnce() {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

/**
 * Ends a process that was stopped, with what is left to run in it. Node restores the modes of the terminal at its end and aborts
 * where the terminal is gone, so after SIGHUP it is let go before.
 */
export function endStopped(signal: AbortSignal): void {
  if (stopCode(signal) === codes.SIGHUP) for (const stream of [0, 1, 2]) letGo(stream);
  process.exit();
}

function letGo(stream: number): void {
  try {
    closeSync(stream);
  } catch {} // it was closed before
}

/** The exit code where a command was stopped. */
export function stopCode(signal: AbortSignal | undefined): number {
  return (signal?.reason as { readonly exitCode?: number } | undefined)?.exitCode ?? codes.SIGINT;
}
