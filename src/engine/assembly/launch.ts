import {
  CHUNKS,
  CHUNKS_OF_PART,
  CLAIMS,
  COMMAND_BYTES,
  DONE,
  FIRST_COMMAND,
  GRAIN,
  GROUP_BYTES,
  GROUPS,
  NEXT_COMMAND,
  NO_COMMAND,
  PART_BYTES,
  PARTS,
  PROGRAM,
  TOTAL,
} from "./layout";
import { run } from "./run";

/**
 * Works on a launch until no chunk is left. Each thread that has a hand free calls it; `thread` counts them from 0.
 *
 * A launch has groups, none of which touches what another one writes, unless there is one thread: it runs them in their order. A
 * group is a list of commands over one range, cut into chunks. Who takes a chunk runs every command of the group on it, one after
 * the other, while the chunk is still in the cache. Which thread takes which chunk does not show in the result: no chunk reads what
 * another one writes.
 *
 * The chunks of each group are cut into as many parts as there are threads. A thread begins with its own part, the same
 * stretch of a matrix in every launch, so that what it wrote in one launch is still in its cache in the next; then it takes
 * what is left of the others' parts.
 *
 * Claims count down to zero and below, and a claim holds for whichever launch it falls into: a thread that comes late
 * finds nothing left, or helps with the next launch.
 */
export function work(thread: usize): void {
  const parts: usize = load<u32>(PARTS);
  const done = CLAIMS + (thread % parts) * PART_BYTES + DONE;
  for (let turn: usize = 0; turn < parts; turn++) {
    const part = (thread + turn) % parts;
    const claims = CLAIMS + part * PART_BYTES;
    for (;;) {
      const left = atomic.sub<i32>(claims, 1);
      if (left <= 0) break;
      runChunk(part, parts, load<i32>(claims + CHUNKS_OF_PART) - left, thread);
      atomic.add<i32>(done, 1);
    }
  }
}

/** Runs the chunk of a part with this index, counted through all groups. */
function runChunk(part: usize, parts: usize, index: usize, thread: usize): void {
  for (let group: usize = GROUPS; ; group += GROUP_BYTES) {
    const chunks: usize = load<u32>(group + CHUNKS);
    const first = (chunks * part) / parts;
    const count = (chunks * (part + 1)) / parts - first;
    if (index < count) return runCommands(group, first + index, thread);
    index -= count;
  }
}

/** Runs every command of a group on one of its chunks. */
function runCommands(group: usize, chunk: usize, thread: usize): void {
  const begin = chunk * load<u32>(group + GRAIN);
  const end = min(begin + load<u32>(group + GRAIN), load<u32>(group + TOTAL));
  let number = load<i32>(group + FIRST_COMMAND);
  while (number != NO_COMMAND) {
    const command: usize = PROGRAM + number * COMMAND_BYTES;
    run(command, begin, end, thread);
    number = load<i32>(command + NEXT_COMMAND);
  }
}

/** Waits for `chunks` chunks to be done, for so many looks at most; says whether they are. */
export function join(chunks: i32, looks: i32): bool {
  const parts: usize = load<u32>(PARTS);
  for (let look = 0; look < looks; look++) {
    let done = 0;
    for (let part: usize = 0; part < parts; part++) {
      done += atomic.load<i32>(CLAIMS + part * PART_BYTES + DONE);
    }
    if (done >= chunks) return true;
  }
  return false;
}
