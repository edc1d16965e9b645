// Where a launch lies in the memory of a run, in bytes. Read by the kernels and by those who launch them.

/**
 * The chunks of each part that nobody has claimed yet, which may fall below zero, and behind it how many it has; each part
 * in a cache line of its own.
 */
export const CLAIMS = 0;
export const CLAIM_BYTES = 64;
export const CHUNKS_OF_PART = 4;
/** How many parts a launch is cut into at most. */
export const MOST_PARTS = 32;
/** Chunks that are done; in a cache line of its own. */
export const DONE = 2048;
/** How many parts there are. */
export const PARTS = 2112;

/** Where the groups begin: for each the length of what its chunks share out, the length of a chunk, their number, and the
 * number of its first command. */
export const GROUPS = 2176;
export const GROUP_BYTES = 16;
export const TOTAL = 0;
export const GRAIN = 4;
export const CHUNKS = 8;
export const FIRST_COMMAND = 12;
/** How many groups there is room for. */
export const MOST_GROUPS = 16;

/** Where the commands begin: a kernel's number, then its arguments, and in the last word the number of the next command of the group. */
export const PROGRAM = 2432;
/** The length of one command: thirty-two words of four bytes. */
export const COMMAND_BYTES = 128;
export const NEXT_COMMAND = 124;
/** What stands there in the last command of a group. */
export const NO_COMMAND = -1;
/** How many commands there is room for. */
export const MOST_COMMANDS = 40;

/** Where the tables of the kernels begin. */
export const TABLES = 8192;
/** Where matrices may begin. */
export const HEAP = 12288;
/** Every matrix starts at a multiple of this, and fills up to one: kernels read and write whole vectors. */
export const ALIGNMENT = 64;
/** How far behind the last matrix the memory goes on: kernels may read so far over an end. */
export const SLACK = 256;
