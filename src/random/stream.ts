import { checkInteger, checkString } from "../check.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { type Key, philox } from "./philox.ts";
import { keyOf, type Seed, toSeed } from "./seed.ts";

const positive = { min: 1 };
const notNegative = { min: 0 };
const counts = { min: 0, max: 2 ** 28 };

/**
 * A stream of random numbers that depends on a seed and a purpose, and on nothing else: not on which other objects
 * exist, nor on the order in which they were made.
 *
 * @example
 * const random = new RandomStream(42, "layer 2 weights");
 * random.uniform(); // in [0, 1)
 */
export class RandomStream {
  readonly key: Key;
  #block = 0;
  #words = new Uint32Array(4);
  #used = 4;
  readonly #counter: [number, number, number, number] = [0, 0, 0, 0]; // one for all blocks

  constructor(seed: Seed, purpose: string) {
    const action = "create a random stream";
    this.key = keyOf(toSeed(action, seed), checkString(action, "purpose", purpose));
  }

  /** How many words of 32 bits are used up: with it a stream of the same seed and purpose goes on where this one stands. */
  get position(): number {
    return 4 * this.#block - (4 - this.#used);
  }

  set position(words: number) {
    checkInteger("set a random stream", "position", words, notNegative);
    this.#block = Math.ceil(words / 4);
    this.#used = words % 4 || 4;
    if (this.#used < 4) this.#read(this.#block - 1, this.#words);
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.#word() >>> 5; // 27 bits
    const low = this.#word() >>> 6; // 26 bits
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /** A draw from N(0, 1): the quantile function of the normal distribution at a uniform draw. */
  normal(): number {
    return normalQuantile(Math.max(this.uniform(), 2 ** -54));
  }

  /** An integer in [0, below), each equally likely. */
  integer(below: number): number {
    return Math.floor(this.uniform() * checkInteger("draw an integer", "below", below, positive));
  }

  /** The numbers 0 … count − 1 in random order (Fisher and Yates). */
  permutation(count: number): Uint32Array {
    checkInteger("draw a permutation", "count", count, counts);
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const held = order[last]!;
      order[last] = order[other]!;
      order[other] = held;
    }
    return order;
  }

  /**
   * Sets aside the blocks for a bulk draw of `count` words, and returns the first. Word `e` of the draw is word
   * `e mod 4` of block `first + ⌊e / 4⌋`, so every engine, and every thread of it, finds its own words.
   */
  reserve(count: number): number {
    checkInteger("reserve random numbers", "count", count, notNegative);
    const first = this.#block;
    this.#block += Math.ceil(count / 4);
    this.#used = 4;
    return first;
  }

  /** A bulk draw of `count` uniforms in [0, 1) of 24 bits each, which float32 holds exactly. */
  uniforms(count: number): Float64Array {
    checkInteger("draw random numbers", "count", count, counts);
    const first = this.reserve(count);
    const draws = new Float64Array(count);
    const words = new Uint32Array(4);
    for (let element = 0; element < count; element++) {
      if (element % 4 === 0) this.#read(first + element / 4, words);
      draws[element] = (words[element % 4]! >>> 8) * 2 ** -24;
    }
    return draws;
  }

  #word(): number {
    if (this.#used === 4) {
      this.#read(this.#block++, this.#words);
      this.#used = 0;
    }
    return this.#words[this.#used++]!;
  }

  #read(block: number, words: Uint32Array): void {
    this.#counter[0] = block >>> 0;
    this.#counter[1] = Math.floor(block / 2 ** 32);
    philox(this.key, this.#counter, words);
  }
}
