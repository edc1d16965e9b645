/*
 * How the thread that launches and its helpers come together, in a block of 32-bit words that they share.
 *
 * Whoever has chunks to give away writes the number of the memory into MEMORY and then raises TICKET. A helper that finds
 * TICKET other than the one it served last calls `work` on that memory, which returns at once where nothing is left. It
 * reads MEMORY after TICKET: what it finds is as new as the ticket or newer, and if newer, another ticket follows. A launch
 * that it misses in this way was over before.
 *
 * A helper looks at TICKET for a while and then sleeps on it. It counts itself into SLEEPERS first, and `Atomics.wait`
 * looks at TICKET once more; who raises TICKET looks at SLEEPERS afterwards. So either the helper sees the new ticket, or
 * it is seen sleeping and is woken: no ticket is slept through. Nothing calls into the system while helpers are awake.
 *
 * A memory that is about to grow is taken back: MEMORY is cleared first, and then the states of the helpers are looked at. A
 * helper says that it works before it reads MEMORY. So either it is seen working and waited for, or it finds no memory.
 *
 * A helper that looks or sleeps receives no messages. Messages are counted in MAIL after they are sent, and TICKET is
 * raised after that. A helper that meets a new ticket compares MAIL with the number of messages it has received, and goes
 * back to its event loop until it has them all; then it serves the ticket. So a memory that was attached before a launch
 * is there when the launch is served.
 */

/** Raised when there is something to do. */
export const TICKET = 0;
/** The number of the memory that has chunks to claim. */
export const MEMORY = 1;
/** The number that no memory has. */
export const NO_MEMORY = 0;
/** How many helpers sleep, or are about to. */
export const SLEEPERS = 16;
/** How many messages each helper was sent. */
export const MAIL = 32;
/** Where the record of the first helper begins: its state, the length of its last words, and these. */
export const RECORDS = 48;
/** The length of a record. */
export const RECORD_WORDS = 128;

/** The states of a helper: it has not begun, it is there, it works on a launch, it met an error. */
export const STARTING = 0;
export const READY = 1;
export const WORKING = 2;
export const FAILED = 3;

/** A control block for so many helpers. */
export function newControl(helpers: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(
    new SharedArrayBuffer((RECORDS + helpers * RECORD_WORDS) * Int32Array.BYTES_PER_ELEMENT),
  );
}

/** Raises the ticket, and wakes who sleeps. */
export function raiseTicket(control: Int32Array): void {
  Atomics.add(control, TICKET, 1);
  if (Atomics.load(control, SLEEPERS) > 0) Atomics.notify(control, TICKET);
}

/** The state of the helper with this number, counted from 1. */
export function stateOf(control: Int32Array, thread: number): number {
  return Atomics.load(control, recordOf(thread));
}

/** What a helper wrote of the error that it met. */
export function lastWordsOf(control: Int32Array, thread: number): string {
  const begin = recordOf(thread) + 2;
  return String.fromCharCode(...control.subarray(begin, begin + control[begin - 1]!));
}

/** Where the record of a helper begins. */
export function recordOf(thread: number): number {
  return RECORDS + (thread - 1) * RECORD_WORDS;
}
