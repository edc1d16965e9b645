// Where a launch lies in the memory of a run, in bytes. Read by the kernels and by those who launch them.

/**
 * For each part a cache line of its own: its chunks that nobody has claimed yet, which may fall below zero; how many it has;
 * and how many chunks are done by the thread that begins with this part, of whichever part.
 */
export const CLAIMS = 0;
export const PART_BYTES = 64;
export const CHUNKS_OF_PART = 4;
export const DONE = 8;
/** How many parts a launch is cut into at most, and so how many threads there are at most. */
export const MOST_PARTS = 64;
/** How many parts there are. */
export const PARTS = 4096;
/** Where it stands, for each thread, of which product and of which block of its rows it has listed the nonzeros. */
export const LISTED = 4160;
export const LISTED_BYTES = 64;

/** Where the groups begin: for each the length of what its chunks share out, the length of a chunk, their number, and the
 * number of its first command. */
export const GROUPS = 8256;
export const GROUP_BYTES = 16;
export const TOTAL = 0;
export const GRAIN = 4;
export const CHUNKS = 8;
export const FIRST_COMMAND = 12;
/** How many groups there is room for. */
export const MOST_GROUPS = 16;

/** Where the commands begin: a kernel's number, then its arguments, and in the last word the number of the next command of the group. */
export const PROGRAM = 8512;
/** The length of one command: thirty-two words of four bytes. */
export const COMMAND_BYTES = 128;
export const NEXT_COMMAND = 124;
/** What stands there in the last command of a group. */
export const NO_COMMAND = -1;
/** How many commands there is room for. */
export const MOST_COMMANDS = 60;

/** Where the tables of the kernels begin. */
export const TABLES = 16384;
/** Where matrices may begin. */
export const HEAP = 20480;
/** Every matrix starts at a multiple of this, and fills up to one: kernels read and write whole vectors. */
export const ALIGNMENT = 64;
/** How far behind the last matrix the memory goes on: kernels may read so far over an end. */
export const SLACK = 256;
