import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trainAll } from "./runtimes/trainings.ts";

let workers = 0;
const count = (): void => {
  workers += 1;
};
beforeAll(() => void process.on("worker", count));
afterAll(() => void process.off("worker", count));

describe("Training on the wasm engine", () => {
  it("gives an RBM, a DBN and a network the same bits with 1, 2 and 4 threads, and with helpers at work", async () => {
    const expected = await trainAll(1);
    expect(workers).toBe(0);
    expect(new Set(Object.values(expected)).size).toBe(3);
    expect(await trainAll(2)).toEqual(expected);
    expect(workers).toBe(1);
    expect(await trainAll(4)).toEqual(expected);
    expect(workers).toBe(1 + 3);
  });
});
