import { checkInteger, checkString, checkThat } from "../check.ts";
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
  /** How many words are used up. */
  #position = 0;
  /** The words of some blocks, and the number of the first one. */
  #words = new Uint32Array(0);
  #block = 0;

  constructor(seed: Seed, purpose: string) {
    const action = "create a random stream";
    this.key = keyOf(toSeed(action, seed), checkString(action, "purpose", purpose));
  }

  /** How many words of 32 bits are used up: with it a stream of the same seed and purpose goes on where this one stands. */
  get position(): number {
    return this.#position;
  }

  set position(words: number) {
    this.#position = checkInteger("set a random stream", "position", words, notNegative);
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    return unitOf(this.#word(), this.#word());
  }

  /** A draw from N(0, 1): the quantile function of the normal distribution at a uniform draw. */
  normal(): number {
    return normalOf(this.uniform());
  }

  /** An integer in [0, below), each equally likely. */
  integer(below: number): number {
    return Math.floor(this.uniform() * checkInteger("draw an integer", "below", below, positive));
  }

  /** The numbers 0 … count − 1 in random order (Fisher and Yates). */
  permutation(count: number): Uint32Array {
    checkInteger("draw a permutation", "count", count, counts);
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    const draws = new Float64Array(Math.max(0, count - 1));
    this.fill(draws);
    for (let last = count - 1; last > 0; last--) {
      const other = Math.floor(draws[count - 1 - last]! * (last + 1));
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
    const first = Math.ceil(this.#position / 4);
    this.#position = 4 * (first + Math.ceil(count / 4));
    return first;
  }

  /** A bulk draw of `count` uniforms in [0, 1) of 24 bits each, which float32 holds exactly. */
  uniforms(count: number): Float64Array {
    checkInteger("draw random numbers", "count", count, counts);
    this.reserve(0);
    const draws = new Float64Array(count);
    for (let element = 0; element < count; element++) draws[element] = (this.#word() >>> 8) * 2 ** -24;
    this.reserve(0);
    return draws;
  }

  /**
   * Overwrites numbers with what as many calls of `uniform` give, and much faster than those.
   *
   * @internal
   */
  fill(numbers: Float64Array): void {
    checkThat("draw random numbers", "a Float64Array to fill", numbers, ArrayBuffer.isView);
    const first = this.#take(2 * numbers.length);
    const words = this.#words;
    for (let index = 0; index < numbers.length; index++) {
      const place = first + 2 * index;
      numbers[index] = unitOf(words[place]!, words[place + 1]!);
    }
  }

  #word(): number {
    const place = this.#take(1);
    return this.#words[place]!;
  }

  /** Uses up so many words, and returns where among `#words` they begin. */
  #take(count: number): number {
    let place = this.#position - 4 * this.#block;
    if (place < 0 || place + count > this.#words.length) {
      place = this.#position % 4;
      this.#block = (this.#position - place) / 4;
      const length = 4 * Math.ceil((place + count) / 4);
      if (this.#words.length !== length) this.#words = new Uint32Array(length);
      philox(this.key, [this.#block >>> 0, Math.floor(this.#block / 2 ** 32), 0, 0], this.#words);
    }
    this.#position += count;
    return place;
  }
}

/** The number in [0, 1) of 53 bits: 27 of one word, and 26 of another. */
function unitOf(high: number, low: number): number {
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53;
}

/** The draw from N(0, 1) that a uniform one stands for. */
export function normalOf(uniform: number): number {
  return normalQuantile(Math.max(uniform, 2 ** -54));
}
