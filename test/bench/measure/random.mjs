/**
 * A small seeded generator of uniform numbers in [0, 1), mulberry32: for synthetic data, shuffles and the
 * first weights of the systems that cannot be given a seed.
 *
 * @param {number} seed - An integer.
 * @returns {() => number}
 */
export function seededUniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The numbers from 0 to count − 1 in a random order. */
export function shuffledOrder(count, uniform) {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** Two draws from N(0, 1) are made of two uniforms; one is enough for first weights. */
export function normal(uniform) {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
