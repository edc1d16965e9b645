import { CLAIM, COMMAND_BYTES, COMMANDS, DONE, GRAIN, PROGRAM, TOTAL } from "./layout";
import { run } from "./run";

/**
 * Works on a launch until no chunk is left. Each thread that has a hand free calls it; `thread` counts them from 0.
 *
 * A launch is a list of commands over one range, cut into chunks. Who takes a chunk runs every command on it, one
 * after the other, while the chunk is still in the cache. Which thread takes which chunk does not show in the result:
 * no chunk reads what another one writes.
 *
 * Claims count down to zero and below, and a claim holds for whichever launch it falls into: a thread that comes late
 * finds nothing left, or helps with the next launch.
 */
export function work(thread: usize): void {
  for (;;) {
    const left = atomic.sub<i32>(CLAIM, 1);
    if (left <= 0) return;
    const begin = (left - 1) * load<u32>(GRAIN);
    const end = min(begin + load<u32>(GRAIN), load<u32>(TOTAL));
    const commands = load<i32>(COMMANDS);
    for (let command = 0; command < commands; command++) {
      run(PROGRAM + command * COMMAND_BYTES, begin, end, thread);
    }
    atomic.add<i32>(DONE, 1);
  }
}

/** Waits for `chunks` chunks to be done, for so many looks at most; says whether they are. */
export function join(chunks: i32, looks: i32): bool {
  for (let look = 0; look < looks; look++) {
    if (atomic.load<i32>(DONE) >= chunks) return true;
  }
  return false;
}
