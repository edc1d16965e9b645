// Where a launch lies in the memory of a run, in bytes. Read by the kernels and by those who launch them.

/** Chunks that nobody has claimed yet; may fall below zero. */
export const CLAIM = 0;
/** Chunks that are done; in a cache line of its own. */
export const DONE = 64;
/** The length of what the chunks share out: elements, rows, or panels. */
export const TOTAL = 128;
/** The length of one chunk. */
export const GRAIN = 132;
/** How many commands the launch has. */
export const COMMANDS = 136;
/** Where the commands begin: a kernel's number, then its arguments. */
export const PROGRAM = 192;
/** The length of one command: thirty-two words of four bytes. */
export const COMMAND_BYTES = 128;
/** How many commands there is room for. */
export const MOST_COMMANDS = 30;
/** Where matrices may begin: behind the commands and the tables of the kernels. */
export const HEAP = 8192;
/** Every matrix starts at a multiple of this, and fills up to one: kernels read and write whole vectors. */
export const ALIGNMENT = 64;
/** How far behind the last matrix the memory goes on: kernels may read so far over an end. */
export const SLACK = 256;
