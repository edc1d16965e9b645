import binaryen from "binaryen";

const LANES = 4;
/** Multiply-adds per accumulator in one pass of the loop. */
const UNROLLED = 4;
/**
 * How many sums run beside one another: enough to hide how long a step takes, and few enough for 16
 * registers.
 */
const ACCUMULATORS = [10, 12, 13, 14];
const PASSES = 100_000;
/** Calls after which the code of the optimizing compiler is there. */
const WARM_UP_CALLS = 50;

/**
 * What the processor can do at most in WebAssembly without relaxed arithmetic: loops of nothing but
 * multiplications and additions of four floats in registers, without one load. No product of matrices can be
 * faster.
 *
 * @returns {(() => number)[]} Each runs a loop once and gives its GFLOP/s, one for each number of
 * accumulators.
 */
export function simdCeilings() {
  return ACCUMULATORS.map((accumulators) => {
    const module = new WebAssembly.Module(assemble(loopText(accumulators)));
    const { run } = new WebAssembly.Instance(module).exports;
    for (let call = 0; call < WARM_UP_CALLS; call++) run(PASSES);
    return () => {
      const began = performance.now();
      run(PASSES);
      const seconds = (performance.now() - began) / 1000;
      return (2 * LANES * UNROLLED * accumulators * PASSES) / seconds / 1e9;
    };
  });
}

function assemble(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.SIMD128);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * The loop as text: aᵢ ← aᵢ·x + x, again and again. With x = 0.5 the sums come near 1, far from numbers that a
 * processor is slow with. The result depends on every sum, so that none is left out.
 */
function loopText(accumulators) {
  const names = Array.from({ length: accumulators }, (_, index) => `$a${index}`);
  const locals = names.map((name) => `(local ${name} v128)`).join(" ");
  const starts = names
    .map((name, index) => `(local.set ${name} (f32x4.splat (f32.const ${1 + index / 16})))`)
    .join("\n    ");
  const step = names
    .map(
      (name) =>
        `(local.set ${name} (f32x4.add (f32x4.mul (local.get ${name}) (local.get $x)) (local.get $x)))`,
    )
    .join("\n      ");
  const sum = names
    .map((name) => `(local.get ${name})`)
    .reduce((total, name) => `(f32x4.add ${total} ${name})`);
  return `(module
  (func (export "run") (param $passes i32) (result f32)
    (local $x v128) ${locals}
    (local.set $x (f32x4.splat (f32.const 0.5)))
    ${starts}
    (loop $next
      ${Array.from({ length: UNROLLED }, () => step).join("\n      ")}
      (local.set $passes (i32.sub (local.get $passes) (i32.const 1)))
      (br_if $next (local.get $passes)))
    (f32x4.extract_lane 0 ${sum})))`;
}
