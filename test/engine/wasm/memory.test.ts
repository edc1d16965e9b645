import { describe, expect, it } from "vitest";
import type { EngineKind } from "../../../src/engine/engine.ts";
import { kernelModule } from "../../../src/engine/wasm/module.ts";
import { wasmEngine } from "../../../src/engine/wasm/wasm-engine.ts";
import { newWorkings, wasmKind } from "../../../src/engine/wasm/wasm-kind.ts";
import { Matrix, Network, RBM, sgd } from "../../../src/index.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const data = randomMatrix("data", 96, 20).apply(function (this: Matrix, i, j) {
  this.set(i, j, Math.abs(this.get(i, j)) % 1);
});
const classes = Array.from({ length: 96 }, (_, example) => example % 3);

/** A kind of engine whose memory can be looked at. */
function observedKind(): {
  readonly kind: EngineKind;
  readonly memory: ReturnType<typeof newWorkings>["memory"];
} {
  const workings = newWorkings(kernelModule()!, 1);
  const kind: EngineKind = { name: "wasm", precision: "float32", open: () => wasmEngine(workings, () => {}) };
  return { kind, memory: workings.memory };
}

const rbmOn = (engine: EngineKind | "wasm"): RBM => new RBM({ visible: 20, hidden: 12, seed: 1, engine });
const networkOn = (engine: EngineKind | "wasm"): Network =>
  Network.fromSizes([20, 16, 3], { seed: 2, engine });

describe("The memory of a run", () => {
  it("gets no new room after its first batches", async () => {
    for (const model of ["rbm", "network"] as const) {
      const { kind, memory } = observedKind();
      const seen: [number, number][] = [];
      const onEpoch = () => void seen.push([memory.grown, memory.bytes]);
      const options = {
        epochs: 6,
        batchSize: 32,
        onEpoch,
        optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }),
      };
      if (model === "rbm") await rbmOn(kind).fit(data, options);
      else
        await networkOn(kind).fit(data, classes, {
          ...options,
          validation: { inputs: data, targets: classes },
        });
      expect(seen).toHaveLength(6);
      expect(seen[0]![1]).toBeGreaterThan(0);
      for (const later of seen.slice(1)) expect(later).toEqual(seen[1]);
    }
  });

  it("is as large as what is in it, up to a page", () => {
    const { kind, memory } = observedKind();
    const engine = kind.open();
    const bytes = 4 * 1000 * 700;
    engine.zeros(1000, 700);
    expect(memory.bytes).toBeGreaterThanOrEqual(bytes);
    expect(memory.bytes).toBeLessThanOrEqual(bytes + 2 * 65536);
    for (let step = 0; step < 3; step++) engine.scope(() => engine.zeros(1000, 700));
    expect(memory.bytes).toBeLessThanOrEqual(2 * bytes + 2 * 65536);
  });

  it("is refused with the number of bytes where it cannot be had", () => {
    const engine = wasmKind(1)!.open();
    expect(() => engine.zeros(40_000, 40_000)).toThrow(
      /^Cannot run on the wasm engine: expected 6400\d{6} bytes of memory to be had \(610\d MiB\), got no more than \d+ bytes$/,
    );
    expect(engine.sum(engine.load(new Matrix([[1, 2]])))).toBe(3);
    engine.close();
  });

  it("is that of one run alone: runs that take turns, with predictions between, have the bits of runs one by one", async () => {
    const bits = (model: RBM | Network): string => JSON.stringify(model);
    const options = { epochs: 3, batchSize: 10, seed: 5 };
    const [rbm, network, other] = [rbmOn("wasm"), networkOn("wasm"), networkOn("wasm")];
    await rbm.fit(data, options);
    await network.fit(data, classes, options);
    const predicted = other.predict(data).to2DArray();

    const [rbmBeside, networkBeside] = [rbmOn("wasm"), networkOn("wasm")];
    const [first, second] = [rbmBeside.epochs(data, options), networkBeside.epochs(data, classes, options)];
    for (;;) {
      const [a, b] = [await first.next(), await second.next()];
      expect(other.predict(data).to2DArray()).toEqual(predicted);
      if (a.done && b.done) break;
    }
    expect(bits(rbmBeside)).toBe(bits(rbm));
    expect(bits(networkBeside)).toBe(bits(network));
  });

  it("refuses matrices of another run, of none, and of one that is over", () => {
    const [engine, other] = [wasmKind(1)!.open(), wasmKind(1)!.open()];
    const [own, foreign] = [engine.zeros(2, 2), other.zeros(2, 2)];
    const refusal =
      /^Cannot compute on the wasm engine: expected operands that this run made or loaded, got /;
    expect(() => engine.add(own, foreign)).toThrow(refusal);
    expect(() => engine.add(own, new Matrix(2, 2))).toThrow(refusal);
    engine.close();
    const next = wasmKind(1)!.open();
    expect(() => next.add(own, own)).toThrow("got one whose run or step is over");
    next.close();
    other.close();
  });

  it("refuses a matrix that is used after the step in which it was made, also where another took its place", () => {
    const engine = wasmKind(1)!.open();
    const own = engine.zeros(2, 2);
    const refusal =
      "Cannot compute on the wasm engine: expected matrices that are still there, got one whose run or step is over (what is to " +
      "last is made in init or begin, and written into)";
    const step = () => engine.scope(() => engine.load(new Matrix(2, 2)));
    const kept = step();
    expect(() => engine.add(own, kept)).toThrow(refusal);
    engine.scope(() => {
      const inPlace = engine.load(new Matrix(2, 2));
      expect(engine.sum(engine.add(own, inPlace))).toBe(0);
      for (const use of [
        () => engine.add(kept, own),
        () => engine.add(own, own, kept),
        () => engine.product(own, kept),
        () => engine.load(kept),
        () => engine.gatherRows(kept, [0]),
        () => engine.sum(kept),
        () => engine.exchange(own, kept),
        () => engine.read(kept, new Matrix(2, 2)),
        () => kept.get(0, 0),
      ]) {
        expect(use, String(use)).toThrow(refusal);
      }
      engine.scope(() => expect(engine.sum(inPlace)).toBe(0)); // a step inside a step sees what is outside
    });
    engine.close();
    expect(() => own.get(0, 0)).toThrow(refusal);
  });

  it("lets only matrices trade places that live equally long", () => {
    const engine = wasmKind(1)!.open();
    const a = engine.load(new Matrix([[1, 2]]));
    const b = engine.load(new Matrix([[3, 4]]));
    engine.exchange(a, b);
    expect([a.to1DArray(), b.to1DArray()]).toEqual([
      [3, 4],
      [1, 2],
    ]);
    engine.scope(() => {
      const scratch = engine.add(a, b);
      expect(() => engine.exchange(a, scratch)).toThrow(
        "Cannot exchange matrices: expected two that were made outside any scope, got one made inside",
      );
    });
    engine.close();
  });
});
