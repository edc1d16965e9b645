import { describe, expect, it } from "vitest";
import { cautiousQuantile } from "../../src/study/statistics/cautious-tails.ts";
import { estimateOf, intervalOf, shareBeyond } from "../../src/study/statistics/interval.ts";
import { spreadRatio } from "../../src/study/statistics/spread-ratio.ts";
import { studentQuantile, studentShare } from "../../src/study/statistics/student.ts";
import { inUnit, shown } from "../../src/study/statistics/unit.ts";
import fixture from "../fixtures/lognormal-tails.json" with { type: "json" };

const rows = Object.entries(fixture.quantiles).map(([count, row]) => [Number(count), row] as const);

describe("cautiousQuantile", () => {
  it.each(rows)("is that of 40 million samples of %i lognormal values, within their error", (count, row) => {
    for (const [index, share] of fixture.tails.entries()) {
      expect(Math.abs(cautiousQuantile(count, share) / row[index]! - 1)).toBeLessThan(0.006);
    }
  });

  it("falls with the share and with the number of values, and takes the next smaller number that it knows", () => {
    const shares = [0.2, 0.03, 0.004, 0.0007, 1e-5, 1e-12];
    for (const count of [4, 5, 9, 13, 19, 30, 1000]) {
      const quantiles = shares.map((share) => cautiousQuantile(count, share));
      expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
      for (const share of shares.slice(0, 4)) {
        expect(cautiousQuantile(count, share)).toBeLessThanOrEqual(
          cautiousQuantile(count - (count > 4 ? 1 : 0), share),
        );
      }
    }
    expect(cautiousQuantile(14, 0.01)).toBe(cautiousQuantile(12, 0.01));
    expect(cautiousQuantile(1000, 0.01)).toBe(cautiousQuantile(30, 0.01));
  });

  it("is above every quantile of Student's t, which normal values have", () => {
    // https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm, of 4, 9 and 29 degrees of freedom
    const student = { 5: [2.776, 3.747, 7.173], 10: [2.262, 2.821, 4.297], 30: [2.045, 2.462, 3.396] };
    for (const [count, quantiles] of Object.entries(student)) {
      for (const [index, share] of [0.025, 0.01, 0.001].entries()) {
        expect(cautiousQuantile(Number(count), share)).toBeGreaterThan(quantiles[index]!);
      }
    }
  });
});

describe("studentQuantile", () => {
  it.each([
    [4, 0.025, 2.776],
    [4, 0.0005, 8.61],
    [9, 0.025, 2.262],
    [9, 0.0005, 4.781],
    [1, 0.025, 12.706],
    [30, 0.005, 2.75],
  ])("is that of the printed tables: %i degrees, %f", (degrees, share, quantile) => {
    expect(studentQuantile(degrees, share)).toBeCloseTo(quantile, 3);
    expect(studentShare(degrees, studentQuantile(degrees, share))).toBeCloseTo(share, 12);
  });
});

describe("intervalOf", () => {
  const values = [1, 2, 4, 8, 16]; // mean 6.2, s² = 37.2
  const [own, shared] = [Math.sqrt(37.2 / 5), Math.sqrt(37.2 / 3)];

  it("adds the squares of what is each seed's own and of what splits have in common", () => {
    const { low, high } = intervalOf(estimateOf(values, { overlap: 1 / 3 }), { below: 0.025, above: 0.001 });
    const distance = (tail: number): number =>
      Math.hypot(own * cautiousQuantile(5, tail), shared * studentQuantile(4, tail));
    expect(low).toBeCloseTo(6.2 - distance(0.025), 10);
    expect(high).toBeCloseTo(6.2 + distance(0.001), 10);
  });

  it("shareBeyond is what its bounds leave beyond them", () => {
    for (const overlap of [0, 1 / 3]) {
      const estimate = estimateOf(values, { overlap });
      for (const share of [0.2, 0.025, 0.0001, 1e-9]) {
        const { high } = intervalOf(estimate, { below: share, above: share });
        expect(shareBeyond(estimate, high! - 6.2) / share).toBeCloseTo(1, 8);
      }
      expect([shareBeyond(estimate, -3), shareBeyond(estimate, 0)]).toEqual([1, 1]);
    }
  });
});

describe("estimateOf", () => {
  it("widens the standard error for splits that overlap: s √(1/n + test/train)", () => {
    const values = [1, 2, 4, 8, 16]; // mean 6.2, s² = 148.8 / 4
    const alone = Math.sqrt(37.2 / 5);
    expect(estimateOf(values)).toEqual({ count: 5, mean: 6.2, errors: { own: alone, shared: 0 } });
    const { own, shared } = estimateOf(values, { overlap: 1 / 3 }).errors!;
    expect(Math.hypot(own, shared)).toBeCloseTo(Math.sqrt(37.2 * (1 / 5 + 1 / 3)), 12);
  });

  it("takes values to spread no less than the steps that they are known in", () => {
    expect(estimateOf([0, 0, 0, 0], { resolution: 0.1 }).errors!.own).toBeCloseTo(0.05, 12);
    expect(estimateOf([0, 1, 0, 1], { resolution: 0.1 }).errors!.own).toBeCloseTo(Math.sqrt(1 / 12), 12);
  });

  it("knows no error of fewer than four values, nor of values that are all the same but for rounding", () => {
    expect(estimateOf([0.1, 0.2, 0.4]).errors).toBeUndefined();
    expect(estimateOf([0.3, 0.3, 0.3, 0.3]).errors).toBeUndefined();
    expect(estimateOf([0.3, 0.1 + 0.2, 0.3, 0.3]).errors).toBeUndefined();
    expect(estimateOf([0, 0, 0, 0]).errors).toBeUndefined();
  });

  it("bounds means of ties of k/113, whose rounding once gave bounds of 10¹¹", () => {
    for (let first = -3; first <= 3; first++) {
      for (let second = -3; second <= 3; second++) {
        const values = [first, first, first, second, second].map((errors) => errors / 113);
        const estimate = estimateOf(values, { resolution: 1 / 113 });
        const { low, high } = intervalOf(estimate, { below: 0.025, above: 0.025 });
        expect(Math.abs(low!)).toBeLessThan(0.5);
        expect(Math.abs(high!)).toBeLessThan(0.5);
      }
    }
  });
});

describe("spreadRatio", () => {
  const bar = { threshold: 0, direction: "above" } as const;

  it("gives the jackknife's values of ln(s/s′)", () => {
    const [values, others] = [
      [1, 2, 4, 8],
      [1, 3, 2, 7],
    ] as const;
    const log = (a: readonly number[], b: readonly number[]) => {
      const variance = (list: readonly number[]) => {
        const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
        return list.reduce((sum, value) => sum + value ** 2, 0) / list.length - mean ** 2;
      };
      return 0.5 * Math.log(variance(a) / variance(b));
    };
    const without = (list: readonly number[], seed: number) => [
      ...list.slice(0, seed),
      ...list.slice(seed + 1),
    ];
    const expected = [0, 1, 2, 3].map(
      (seed) => 4 * log(values, others) - 3 * log(without(values, seed), without(others, seed)),
    );
    const measured = spreadRatio("x", [values, others], bar);
    for (const [seed, value] of measured.values.entries()) expect(value).toBeCloseTo(expected[seed]!, 10);
    expect(measured).toMatchObject({ unit: "times", overlap: 0 });
  });

  it("knows no ratio where one side does not spread, unless it is known in steps", () => {
    expect(
      spreadRatio(
        "x",
        [
          [1, 2, 3, 4],
          [5, 5, 5, 5],
        ],
        bar,
      ).values,
    ).toEqual([]);
    const stepped = spreadRatio(
      "x",
      [
        [1, 1, 1, 1],
        [5, 5, 5, 5],
      ],
      bar,
      0.1,
    );
    expect(stepped.values).toEqual([0, 0, 0, 0]);
  });
});

describe("shown", () => {
  it("tells points, times and percent", () => {
    expect(shown(-0.0417, "points")).toBe("-4.17 points");
    expect(shown(Math.log(1.3), "times")).toBe("1.30 times");
    expect(shown(Math.log(0.141), "%")).toBe("14.1 %");
    expect(shown(-2.2e-17, "points")).toBe("0 points");
    expect(inUnit(Math.log(0.5), "%")).toBeCloseTo(50, 12);
  });
});
