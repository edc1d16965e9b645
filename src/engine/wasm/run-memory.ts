import { rangeError, show, typeError } from "../../check.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { matrixOver } from "../../matrix/matrix-over.ts";
import { ALIGNMENT, HEAP, SLACK } from "../assembly/layout.ts";
import type { Span } from "./launch-group.ts";

const PAGE_BYTES = 65536;
/** Pages that a memory may grow to, the most first: a runtime may not have the address space for all that 32 bits reach. */
const MOST_PAGES = [65536, 16384, 4096];

/** Where a matrix lies. */
interface Place {
  span: Span;
  readonly scoped: boolean;
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
 * it, and what the next step makes takes its place. From the second step on nothing grows, and not even the objects that
 * stand for the matrices are made anew.
 *
 * The memory is as large as what was in it at once, up to a page of 64 KiB. It is shared memory, also for one thread:
 * when shared memory grows, the views of it go on.
 */
export class RunMemory {
  readonly memory: WebAssembly.Memory;
  readonly #guards: Guards;
  #places = new WeakMap<AbstractMatrix, Place>();
  /** The matrices that were made in scopes, by address: one for each shape that stood there. */
  readonly #reusable = new Map<number, AbstractMatrix[]>();
  #floats: Float32Array;
  #top = HEAP;
  #scopes = 0;
  /** How many matrix objects were made and how often the memory grew: a test sees that both come to rest. */
  made = 0;
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
    const address = this.allocate(4 * rows * columns);
    const scoped = this.#scopes > 0;
    const others = scoped ? (this.#reusable.get(address) ?? []) : [];
    const known = others.find((other) => other.rows === rows && other.columns === columns);
    if (known !== undefined) return known;
    const place = { span: { begin: address, end: address + 4 * rows * columns }, scoped };
    const matrix = matrixOver(rows, columns, () => {
      this.#guards.beforeAccess();
      return this.elements(place.span.begin, rows * columns);
    });
    this.made += 1;
    this.#places.set(matrix, place);
    if (scoped) this.#reusable.set(address, [...others, matrix]);
    return matrix;
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
    const top = this.#top;
    this.#scopes += 1;
    try {
      return step();
    } finally {
      this.#scopes -= 1;
      this.#top = top;
    }
  }

  /** Forgets every matrix, for another run. */
  clear(): void {
    this.#top = HEAP;
    this.#places = new WeakMap();
    this.#reusable.clear();
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
    if (first.scoped || second.scoped) {
      throw rangeError("exchange matrices", "two that were made outside any scope", "one made inside");
    }
    [first.span, second.span] = [second.span, first.span];
  }

  #placeOf(matrix: AbstractMatrix): Place {
    const place = this.#places.get(matrix);
    if (place !== undefined) return place;
    const expected = "operands that this run made or loaded";
    throw typeError("compute on the wasm engine", expected, show(matrix));
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
