import { rangeError, show, typeError } from "../../check.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { type Elements, matrixOver, placeOf } from "../../matrix/matrix-over.ts";
import { ALIGNMENT, HEAP, SLACK } from "../assembly/layout.ts";
import type { Span } from "./launch-group.ts";

const ACTION = "compute on the wasm engine";
const PAGE_BYTES = 65536;
/** Pages that a memory may grow to, the most first: a runtime may not have the address space for all that 32 bits reach. */
const MOST_PAGES = [65536, 16384, 4096];

/** What lives equally long: the run, or a step of it. */
interface Scope {
  ended: boolean;
}

/** Where a matrix lies. */
class Place implements Elements {
  readonly memory: RunMemory;
  readonly scope: Scope;
  span: Span;

  constructor(memory: RunMemory, scope: Scope, span: Span) {
    this.memory = memory;
    this.scope = scope;
    this.span = span;
  }

  elements(): Float32Array {
    return this.memory.look(this);
  }
}

/** What a memory calls before it does what others could meet half done. */
export interface Guards {
  /** The elements of a matrix are looked at from outside. */
  beforeAccess(): void;
  /** The memory grows. */
  beforeGrowth(): void;
}

/**
 * The memory of one run: a stack of matrices. What is made outside any scope stays; what is made in a scope goes with
 * it, and what the next step makes takes its place: from the second step on nothing grows. A matrix knows the step that it was made
 * in, so one that is kept and used after it is refused, and not taken for what lies there now.
 *
 * The memory is as large as what was in it at once, up to a page of 64 KiB. It is shared memory, also for one thread:
 * when shared memory grows, the views of it go on.
 */
export class RunMemory {
  readonly memory: WebAssembly.Memory;
  readonly #guards: Guards;
  #floats: Float32Array;
  #top = HEAP;
  #run: Scope = { ended: false };
  #scope: Scope = this.#run;
  /** How often the memory grew: a test sees that it comes to rest. */
  grown = 0;

  constructor(guards: Guards) {
    this.#guards = guards;
    this.memory = reserve();
    this.#floats = new Float32Array(this.memory.buffer);
  }

  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** A matrix whose elements are whatever was there before. */
  matrix(rows: number, columns: number): AbstractMatrix {
    const bytes = 4 * rows * columns;
    const begin = this.allocate(bytes);
    return matrixOver(rows, columns, new Place(this, this.#scope, { begin, end: begin + bytes }));
  }

  /** The address of so many bytes of room. */
  allocate(bytes: number): number {
    const address = this.#top;
    const top = address + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    if (top + SLACK > this.#floats.byteLength) this.#grow(top + SLACK);
    this.#top = top;
    return address;
  }

  /** Runs a step; what it makes goes with it. */
  scope<Result>(step: () => Result): Result {
    const [top, outer] = [this.#top, this.#scope];
    const scope = { ended: false };
    this.#scope = scope;
    try {
      return step();
    } finally {
      scope.ended = true;
      this.#scope = outer;
      this.#top = top;
    }
  }

  /** Forgets every matrix, for another run. */
  clear(): void {
    this.#top = HEAP;
    this.#run.ended = true;
    this.#run = { ended: false };
    this.#scope = this.#run;
  }

  /** The elements of a matrix, for somebody outside. */
  look(place: Place): Float32Array {
    checkAlive(place);
    this.#guards.beforeAccess();
    return this.elements(place.span.begin, (place.span.end - place.span.begin) / 4);
  }

  /** A view of the elements at an address. */
  elements(address: number, count: number): Float32Array {
    return this.#floats.subarray(address / 4, address / 4 + count);
  }

  /** Where a matrix of this memory lies. */
  addressOf(matrix: AbstractMatrix): number {
    return this.#placeOf(matrix).span.begin;
  }

  /** The piece of the memory that a matrix takes. */
  spanOf(matrix: AbstractMatrix): Span {
    return this.#placeOf(matrix).span;
  }

  /** Lets two matrices of one shape trade places. */
  exchange(a: AbstractMatrix, b: AbstractMatrix): void {
    const [first, second] = [this.#placeOf(a), this.#placeOf(b)];
    if (first.scope !== this.#run || second.scope !== this.#run) {
      throw rangeError("exchange matrices", "two that were made outside any scope", "one made inside");
    }
    [first.span, second.span] = [second.span, first.span];
  }

  #placeOf(matrix: AbstractMatrix): Place {
    const place = placeOf(matrix);
    if (place instanceof Place && place.memory === this) return checkAlive(place);
    const expected = "operands that this run made or loaded";
    throw typeError(ACTION, expected, show(matrix));
  }

  #grow(bytes: number): void {
    this.#guards.beforeGrowth();
    const missing = Math.ceil((bytes - this.bytes) / PAGE_BYTES);
    try {
      this.memory.grow(missing);
    } catch {
      const expected = `${bytes} bytes of memory to be had (${(bytes / 2 ** 20).toFixed(0)} MiB)`;
      throw rangeError("run on the wasm engine", expected, `no more than ${this.bytes} bytes`);
    }
    this.grown += 1;
    this.#floats = new Float32Array(this.memory.buffer);
  }
}

/** Refuses a matrix of a run or step that is over: something else may lie there by now. */
function checkAlive(place: Place): Place {
  if (!place.scope.ended) return place;
  const got = "one whose run or step is over (what is to last is made in init or begin, and written into)";
  throw rangeError(ACTION, "matrices that are still there", got);
}

function reserve(): WebAssembly.Memory {
  for (const maximum of MOST_PAGES) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    } catch {
      // the next attempt asks for less
    }
  }
  const bytes = MOST_PAGES.at(-1)! * PAGE_BYTES;
  throw rangeError("run on the wasm engine", `${bytes} bytes of address space to be had`, "fewer");
}
