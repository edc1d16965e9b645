import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../../src/activation/sigmoid.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { LaunchGroup, type Span, type Uses } from "../../../src/engine/wasm/launch-group.ts";
import { Launcher } from "../../../src/engine/wasm/launcher.ts";
import { instantiate, kernelModule } from "../../../src/engine/wasm/module.ts";
import { poolOf } from "../../../src/engine/wasm/pool.ts";
import { RunMemory } from "../../../src/engine/wasm/run-memory.ts";
import { wasmEngine } from "../../../src/engine/wasm/wasm-engine.ts";
import type { AbstractMatrix, Matrix } from "../../../src/matrix/matrix.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { bitsOf } from "../../support/bits.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

/** An engine whose launches can be counted. */
function observedEngine(threads: number) {
  const module = kernelModule()!;
  const memory: RunMemory = new RunMemory({
    beforeAccess: () => launcher.flush(),
    beforeGrowth: () => launcher.recallHelpers(),
  });
  const compiled = instantiate(module, memory.memory);
  let launches = 0;
  const kernels = {
    join: compiled.join,
    nonzeros: compiled.nonzeros,
    work(thread: number) {
      launches += 1;
      compiled.work(thread);
    },
  };
  const launcher = new Launcher({ kernels, module, memory: memory.memory, pool: poolOf(threads) });
  const engine = wasmEngine({ memory, launcher, kernels, threads }, () => undefined);
  return { engine, launcher, launches: () => launches };
}

// Three shapes of 9,000 elements and others beside them; 9,000 elements are three chunks.
const shapes = [
  [90, 100],
  [100, 90],
  [1, 9000],
  [1, 100],
  [100, 100],
  [3, 5],
] as const;

type Step = readonly [kind: number, a: number, b: number, c: number];
const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(6), fc.nat(5), fc.nat(5), fc.nat(5));

/** Runs a program, and says after each command that it was written. */
function run(engine: Engine, program: readonly Step[], written: () => void): number[][] {
  const values = shapes.map(([rows, columns], index) =>
    engine.load(randomMatrix(`value ${index}`, rows, columns)),
  );
  const others = values.map((value) => engine.load(value));
  const random = new RandomStream(7, "draws");
  const as = (a: AbstractMatrix, b: AbstractMatrix): boolean => a.rows === b.rows && a.columns === b.columns;
  for (const [kind, a, b, c] of program) {
    const [x, y, z] = [values[a]!, others[b]!, values[c]!];
    if (kind === 0) engine.combine(0.5, x, -0.25, others[a]!, x);
    if (kind === 1 && as(x, y)) engine.add(x, y, y);
    if (kind === 2) engine.exchange(x, others[a]!);
    if (kind === 3 && x.columns === 100) engine.copy(engine.columnSums(x), values[3]!);
    if (kind === 4 && x.columns === z.rows && values[4]!.rows === x.rows && z.columns === 100) {
      engine.product(x, z, values[4], 0.01, 1);
    }
    if (kind === 5) {
      // what is made here goes, and what the next one makes lies elsewhere over its place
      engine.scope(() => {
        const first = engine.scale(0.5, z);
        written();
        const second = engine.activate(sigmoid, x);
        written();
        engine.copy(second, x);
        written();
        engine.copy(first, z);
      });
    }
    if (kind === 6) engine.scope(() => engine.copy(engine.bernoulli(x, random), x));
    written();
  }
  return [...values, ...others].map((value) => value.to1DArray());
}

describe("Commands that wait", () => {
  it.each([1, 3])("give the bits of commands run one by one, on %i threads", (threads) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (program) => {
        const [eager, lazy] = [observedEngine(1), observedEngine(threads)];
        const expected = run(eager.engine, program, () => eager.launcher.flush());
        expect(run(lazy.engine, program, () => undefined)).toEqual(expected);
        expect(lazy.launches()).toBeLessThanOrEqual(eager.launches());
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it.each([
    { threads: 1, sooner: 0, order: "in their order, so whatever they meet" },
    { threads: 2, sooner: 1, order: "side by side, so where none meets what another does" },
  ])("share a launch, whatever their lengths: $threads run them $order", ({ threads, sooner }) => {
    const { engine, launcher, launches } = observedEngine(threads);
    const [a, b, c] = [9000, 500, 9000].map((columns) => engine.load(randomMatrix("a", 1, columns)));
    const before = launches();
    engine.scale(2, a!, a!);
    engine.scale(3, b!, b!);
    engine.add(a!, c!, c!);
    engine.columnSums(b!); // reads what a waiting command writes
    engine.scale(0.5, a!, a!);
    expect(launches()).toBe(before + sooner);
    launcher.flush();
    expect(launches()).toBe(before + sooner + 1);
  });

  it.each([1, 2])("over no elements at all leave the others as they are, on %d threads", (threads) => {
    const { engine } = observedEngine(threads);
    const doubled = engine.scale(2, engine.load(randomMatrix("a", 1, 3).fill(1)));
    expect(engine.scale(2, engine.zeros(0, 5)).rows).toBe(0);
    expect(doubled.to1DArray()).toEqual([2, 2, 2]);
  });

  it("are more than there is room for, and none is lost", () => {
    const { engine } = observedEngine(1);
    const sum = engine.zeros(1, 10);
    const one = engine.load(randomMatrix("a", 1, 10).fill(1));
    for (let command = 0; command < 1000; command++) engine.add(sum, one, sum);
    const others = Array.from({ length: 50 }, (_, index) => engine.zeros(1, index + 11));
    for (const other of others) engine.combine(0, other, 0, other, other);
    for (const other of others) engine.copy(engine.activate(sigmoid, other), other);
    expect(sum.to1DArray()).toEqual(new Array(10).fill(1000));
    for (const other of others) expect(new Set(other.to1DArray())).toEqual(new Set([0.5]));
  });
});

describe("Products of many blocks", () => {
  it.each([0.1, 0.9])("have the bits of one thread on three, with %d of the elements on", (density) => {
    const a = randomMatrix("a", 700, 530).apply(function (this: Matrix, i, j) {
      this.set(i, j, ((i * 7 + j * 3) % 10) / 10 < density ? 1 + (j % 2) : 0);
    });
    const others = [randomMatrix("b", 530, 301), randomMatrix("c", 700, 301), randomMatrix("d", 61, 530)];
    const results = [1, 3].map((threads) => {
      const { engine } = observedEngine(threads);
      const [left, b, c, d] = [a, ...others].map((matrix) => engine.load(matrix));
      const rounds = Array.from({ length: 5 }, () => [
        engine.product(left!, b!),
        engine.productLeftTransposed(left!, c!),
        engine.productRightTransposed(left!, d!),
      ]);
      return bitsOf(Object.fromEntries(rounds.flat().map((matrix, index) => [index, matrix])));
    });
    expect(results[1]).toEqual(results[0]);
  });
});

describe("A group of commands", () => {
  const [a, b, overA] = [
    { begin: 64, end: 128 },
    { begin: 128, end: 192 },
    { begin: 100, end: 164 },
  ];
  const group = new LaunchGroup(16, 4, true, 0);
  group.add({ reads: [a], writes: [b] }, 0);
  const uses = (reads: Span[], writes: Span[]): Uses => ({ reads, writes });

  it.each([
    ["reads what it reads", uses([a], []), false, false],
    ["writes what it reads", uses([], [a]), true, false],
    ["reads what it writes", uses([b], []), true, false],
    ["writes what it writes", uses([], [b]), true, false],
    ["reads across its operands", uses([overA], []), true, true],
    ["writes across its operands", uses([], [overA]), true, true],
    ["reads a part of what it reads", uses([{ begin: 100, end: 128 }], []), false, false],
    ["writes a part of what it reads", uses([], [{ begin: 100, end: 128 }]), true, true],
    ["touches neither", uses([{ begin: 0, end: 64 }], [{ begin: 192, end: 256 }]), false, false],
  ])("is disturbed by a command that %s, or excludes it, or not", (_what, command, disturbs, excludes) => {
    expect(group.disturbs(command)).toBe(disturbs);
    expect(group.excludes(command)).toBe(excludes);
  });
});

describe("launcher.beside", () => {
  it("runs what was written, whether the task needs it or throws", () => {
    for (const threads of [1, 3]) {
      const { engine, launcher } = observedEngine(threads);
      const value = engine.load(randomMatrix("a", 1, 100_000).fill(1));
      engine.scale(2, value, value);
      let seen = 0;
      launcher.beside(() => {
        engine.add(value, value, value); // a task may compute too
        seen = value.get(0, 99_999);
      });
      expect(seen).toBe(4);
      engine.scale(2, value, value);
      expect(() =>
        launcher.beside(() => {
          throw new Error("no row");
        }),
      ).toThrow("no row");
      expect(new Set(value.to1DArray())).toEqual(new Set([8]));
    }
  });
});
