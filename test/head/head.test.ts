import { describe, expect, it } from "vitest";
import { heads } from "../../src/head/all.ts";
import { headByName } from "../../src/head/by-name.ts";
import type { Head } from "../../src/head/head.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { engineKinds, toleranceOf } from "../support/engines.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const log3 = Math.log(3);

describe.each(engineKinds)("on the engine $name", (kind) => {
  const engine = kind.open();
  const closedForms: [Head, number[][], number[][]][] = [
    [softmax, [[0, log3]], [[0.25, 0.75]]],
    [
      softmax,
      [
        [1000, -1000],
        [7, 7],
      ],
      [
        [1, 0],
        [0.5, 0.5],
      ],
    ],
    [
      logistic,
      [
        [0, log3],
        [-log3, 0],
      ],
      [
        [0.5, 0.75],
        [0.25, 0.5],
      ],
    ],
    [logistic, [[1000, -1000]], [[1, 0]]],
    [
      linear,
      [
        [2, -3],
        [0, 1000],
      ],
      [
        [2, -3],
        [0, 1000],
      ],
    ],
  ];
  const rows = closedForms.map(([head, logits, outputs]) => ({ head, logits, outputs }));
  it.each(rows)("$head.name gives the closed form at logits $logits", ({ head, logits, outputs }) => {
    expectClose(head.apply(engine, engine.load(new Matrix(logits))), outputs, toleranceOf(engine));
  });

  // The canonical pairs of output and loss: ∂E/∂z is a multiple of y − t.
  const factors = [
    { head: softmax, factor: 1 / 4 },
    { head: logistic, factor: 1 / 4 },
    { head: linear, factor: 2 / (4 * 3) },
  ];
  it.each(factors)(
    "$head.name has the loss whose gradient is outputs minus targets, times $factor",
    (pair) => {
      const { head, factor } = pair;
      const logits = engine.load(randomMatrix("logits", 4, 3));
      const targets = engine.load(
        new Matrix([
          [1, 0, 0],
          [0, 0, 1],
          [0, 1, 0],
          [1, 0, 0],
        ]),
      );
      const errors = Matrix.sub(new Matrix(head.apply(engine, logits)), new Matrix(targets));
      const gradient = head.loss.gradient(engine, logits, targets);
      expectClose(gradient, errors.mul(factor).to2DArray(), toleranceOf(engine));
    },
  );

  it.each(heads)("$name gives a new matrix and leaves the logits as they are", (head) => {
    const logits = engine.load(randomMatrix("logits", 4, 3));
    const before = logits.to2DArray();
    head.apply(engine, logits).set(0, 0, 5);
    expect(logits.to2DArray()).toEqual(before);
  });
});

describe("headByName", () => {
  it.each(heads)("headByName finds $name", (head) => {
    expect(headByName("read a network", head.name)).toBe(head);
  });

  it.each(["Softmax", "", undefined, 3, "toString"])("headByName refuses %j and lists the heads", (name) => {
    const expected =
      /^Cannot read a network: expected head to be one of "softmax", "logistic", "linear" or in the option heads, got /;
    expect(() => headByName("read a network", name)).toThrow(RangeError);
    expect(() => headByName("read a network", name)).toThrow(expected);
  });
});

describe("heads", () => {
  it("heads have names of their own and cannot be changed", () => {
    expect(new Set(heads.map(({ name }) => name)).size).toBe(heads.length);
    for (const head of [heads, ...heads]) expect(Object.isFrozen(head)).toBe(true);
  });
});
