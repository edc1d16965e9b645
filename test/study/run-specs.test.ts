import { describe, expect, it } from "vitest";
import { runSpecs, type SpecResult } from "../../src/study/run-specs.ts";

interface Spec {
  readonly rate: number;
  readonly widths?: readonly number[];
}
interface Result extends SpecResult<Spec> {
  readonly error: number;
}
const resultOf = (spec: Spec): Result => ({ spec, error: spec.rate ** 2 });
const specs: readonly Spec[] = [{ rate: 3 }, { rate: 1 }, { rate: 2 }];

describe("runSpecs", () => {
  it("gives the results in the order of the specs, however they come", async () => {
    const execute = async function* backwards(given: readonly Spec[]) {
      for (const spec of given.toReversed()) yield resultOf(spec);
    };
    expect((await runSpecs(specs, { execute })).map(({ error }) => error)).toEqual([9, 1, 4]);
  });

  it("runs equal specs once, whatever the order of their keys, and those that are known not at all", async () => {
    const given: Spec[] = [];
    const told: Result[] = [];
    const twice = [
      { rate: 3, widths: [1, 2] },
      { widths: [1, 2], rate: 3 },
      { rate: 3, widths: [2, 1] },
      { rate: 1 },
    ];
    const results = await runSpecs<Spec, Result>(twice, {
      execute: (specs) => {
        given.push(...specs);
        return specs.map(resultOf);
      },
      known: [resultOf({ rate: 1 })],
      onResult: (result) => told.push(result),
    });
    expect(given).toEqual([
      { widths: [1, 2], rate: 3 },
      { rate: 3, widths: [2, 1] },
    ]);
    expect(results.map(({ error }) => error)).toEqual([9, 9, 9, 1]);
    expect(told.map(({ spec }) => spec)).toEqual(given);
  });

  it("takes a result that comes twice once: a queue may deliver so", async () => {
    const told: Result[] = [];
    const execute = (given: readonly Spec[]) => [...given, ...given].map(resultOf);
    await runSpecs(specs, { execute, onResult: (result) => told.push(result) });
    expect(told).toHaveLength(3);
  });

  it("knows results that went through JSON", async () => {
    const execute = (given: readonly Spec[]) => given.map(resultOf);
    const known = JSON.parse(JSON.stringify(await runSpecs(specs, { execute })));
    const never = () => {
      throw new Error("nothing is left to run");
    };
    expect(await runSpecs(specs, { execute: never, known })).toEqual(known);
  });

  it("awaits what is told of a result, and ends with what that throws", async () => {
    const kept: Result[] = [];
    const execute = (given: readonly Spec[]) => given.map(resultOf);
    const onResult = async (result: Result): Promise<void> => {
      await Promise.resolve();
      if (kept.length === 2) throw new Error("the disk is full");
      kept.push(result);
    };
    await expect(runSpecs(specs, { execute, onResult })).rejects.toThrow("the disk is full");
    expect(kept).toEqual(specs.slice(0, 2).map(resultOf));
  });

  it("refuses specs that JSON would change, with the value in them", async () => {
    const execute = (given: readonly unknown[]) => given.map((spec) => ({ spec }));
    const refused: readonly (readonly [unknown, string])[] = [
      [{ rate: Number.NaN }, "NaN"],
      [[[Number.POSITIVE_INFINITY]], "Infinity"],
      [{ rate: undefined }, "undefined"],
      [{ at: new Date(0) }, "Date"],
      [{ weights: new Float32Array(2) }, "0, 0"],
      [{ run: () => 1 }, "function"],
    ];
    for (const [spec, shown] of refused) {
      await expect(runSpecs([spec], { execute })).rejects.toThrow(
        new RegExp(`^Cannot run specs: expected specs to be plain JSON.*, got .*${shown}`),
      );
    }
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    await expect(runSpecs<unknown, SpecResult<unknown>>([circle], { execute })).rejects.toThrow(
      "expected specs to be plain JSON",
    );
  });

  it("refuses an executor that leaves a spec out or makes one up", async () => {
    await expect(runSpecs(specs, { execute: (given) => given.slice(1).map(resultOf) })).rejects.toThrow(
      /expected a result of every spec, got none of .*3/,
    );
    await expect(runSpecs(specs, { execute: () => [resultOf({ rate: 7 })] })).rejects.toThrow(
      /expected results of the specs that execute was given, got one of .*7/,
    );
    await expect(runSpecs(specs, { execute: () => [null as unknown as Result] })).rejects.toThrow(
      "given, got null",
    );
    await expect(runSpecs(specs, { execute: () => 3 as unknown as Result[] })).rejects.toThrow(
      "expected execute to return an iterable, got 3",
    );
  });
});
