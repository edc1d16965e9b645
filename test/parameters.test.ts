import { describe, expect, it } from "vitest";
import { Matrix } from "../src/matrix/matrix.ts";
import {
  copyParameters,
  firstNotFinite,
  globalNorm,
  loadParameters,
  mapParameters,
  prefixParameters,
  selectParameters,
  zerosLike,
} from "../src/parameters.ts";
import { engineKinds, toleranceOf } from "./support/engines.ts";

const make = () => ({
  "0.weights": new Matrix([
    [1, -2],
    [3, 4],
  ]),
  "0.bias": new Matrix([[0.5, -0.5]]),
  "1.0.weights": new Matrix([[8]]),
  "10.weights": new Matrix([[-16]]),
});

const names = ["0.weights", "0.bias", "1.0.weights", "10.weights"];

describe("mapParameters", () => {
  it("hands over each matrix with its name, in order", () => {
    const parameters = make();
    const shapes = mapParameters(parameters, (matrix, name) => `${name} ${matrix.rows}×${matrix.columns}`);
    expect(Object.entries(shapes)).toEqual([
      ["0.weights", "0.weights 2×2"],
      ["0.bias", "0.bias 1×2"],
      ["1.0.weights", "1.0.weights 1×1"],
      ["10.weights", "10.weights 1×1"],
    ]);
  });
});

describe("selectParameters", () => {
  it("takes the names under a prefix, which ends at the point", () => {
    const parameters = make();
    expect(Object.keys(selectParameters(parameters, 0))).toEqual(["weights", "bias"]);
    expect(selectParameters(parameters, "0").weights).toBe(parameters["0.weights"]);
    expect(Object.keys(selectParameters(parameters, 1))).toEqual(["0.weights"]);
    expect(Object.keys(selectParameters(parameters, "1.0"))).toEqual(["weights"]);
    expect(selectParameters(parameters, 10).weights).toBe(parameters["10.weights"]);
    expect(selectParameters(parameters, 2)).toEqual({});
    expect(selectParameters(parameters, "0.weights")).toEqual({});
  });
});

describe("prefixParameters", () => {
  it("puts a prefix before every name, and selectParameters takes it off again", () => {
    const parameters = make();
    const prefixed = prefixParameters(3, parameters);
    expect(Object.keys(prefixed)).toEqual(names.map((name) => `3.${name}`));
    const back = selectParameters(prefixed, 3);
    expect(Object.keys(back)).toEqual(names);
    expect(back["0.bias"]).toBe(parameters["0.bias"]);
  });
});

describe.each(engineKinds.map((kind) => [kind.name, kind] as const))("on %s", (_name, kind) => {
  const engine = kind.open();
  it("loadParameters gives equal copies in other memory", () => {
    const parameters = make();
    const loaded = loadParameters("test", engine, parameters);
    expect(Object.keys(loaded)).toEqual(names);
    expect(mapParameters(loaded, (matrix) => matrix.to2DArray())).toEqual(
      mapParameters(parameters, (matrix) => matrix.to2DArray()),
    );
    engine.scale(0, loaded["0.weights"]!, loaded["0.weights"]!);
    expect(parameters["0.weights"].get(1, 1)).toBe(4);
  });

  it("zerosLike gives zeros of the same shapes", () => {
    const zeros = zerosLike(engine, make());
    expect(Object.keys(zeros)).toEqual(names);
    expect(zeros["0.weights"]!.to2DArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(zeros["0.bias"]!.to2DArray()).toEqual([[0, 0]]);
  });

  it("copyParameters writes into the matrices of the same names and leaves others", () => {
    const into = zerosLike(engine, make());
    const held = into["0.bias"]!;
    copyParameters(engine, loadParameters("test", engine, selectParametersNamed("0.bias")), into);
    expect(into["0.bias"]).toBe(held);
    expect(held.to2DArray()).toEqual([[0.5, -0.5]]);
    expect(into["1.0.weights"]!.get(0, 0)).toBe(0);
  });

  it("globalNorm is the root of the sum of all squares", () => {
    expect(
      globalNorm(engine, { a: engine.load(new Matrix([[3]])), b: engine.load(new Matrix([[0, -4]])) }),
    ).toBe(5);
    // 1 + 4 + 9 + 16 + 0.25 + 0.25 + 64 + 256
    const norm = globalNorm(engine, loadParameters("test", engine, make()));
    expect(Math.abs(norm / Math.sqrt(350.5) - 1)).toBeLessThan(toleranceOf(engine));
    expect(globalNorm(engine, {})).toBe(0);
  });

  it("firstNotFinite names the first matrix with NaN or infinity, and none of finite ones", () => {
    const parameters = loadParameters("test", engine, make());
    expect(firstNotFinite(engine, parameters)).toBeUndefined();
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const wrong = { ...parameters, "1.0.weights": engine.load(new Matrix([[bad]])) };
      expect(firstNotFinite(engine, wrong)).toBe("1.0.weights");
    }
    const opposite = { bias: engine.load(new Matrix([[Infinity, -Infinity]])) };
    expect(firstNotFinite(engine, opposite)).toBe("bias");
  });
});

function selectParametersNamed(name: keyof ReturnType<typeof make>) {
  return { [name]: make()[name] };
}
