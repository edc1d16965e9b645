import { describe, expect, it } from "vitest";
import { fromNpy, toNpy } from "../src/io/index.ts";

describe("toNpy", () => {
  it("writes what fromNpy reads", () => {
    const values = Float64Array.of(1, -0, 3.5, 1e300, 5e-324, -7);
    const { shape, values: read } = fromNpy(toNpy({ shape: [3, 2], values }));
    expect(shape).toEqual([3, 2]);
    expect(read).toEqual(values);
  });
});
