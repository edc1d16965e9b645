import { checkNames, isOfLibrary, type Named, ofLibrary } from "../check/own-name.ts";
import { checkMethods, rangeError, show } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { mapParameters, type Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { anything, checked, type Kind, matrix, number } from "./checked.ts";
import { addingCalls, draws, elementwiseCalls, type Operands, otherCalls } from "./engine-calls.ts";

const action = "check an engine";

/** Results may be off by so many roundings of the largest number that occurs on the way, 4 at least. */
const ROUNDINGS = 32;
const LEAST_SIZE = 4;

/**
 * Checks that an engine computes what the reference engine does:
 *
 * * every product, elementwise kernel, sum and activation of the library comes within 32 roundings, of 2⁻²⁴ in float32 and 2⁻⁵³ in
 *   float64, of the size of the terms; Bernoulli draws are the same, and normal ones within that bound;
 * * NaN and infinities come out where they do there;
 * * it and its kind have names that are none of the library's: `history.engine` tells it, and a run goes on with the engine of that name;
 * * operands are left as they are, elementwise kernels may write over any of them, and products over what is there;
 * * shapes that do not fit are refused; matrices made outside a step live through it, and two can trade places.
 *
 * @param kind - The kind of engine.
 * @throws RangeError or TypeError that says which of these does not hold.
 * @example
 * checkEngine(checkingEngine);
 */
export function checkEngine(kind: EngineKind): void {
  checkMethods(action, "a kind of engine", kind, "open");
  checkAgainstReference(kind, isOfLibrary(kind) ? [] : libraryEngines);
}

/** The same of a kind that may not have a name of these. */
export function checkAgainstReference(kind: EngineKind, taken: readonly Named[] = []): void {
  const own = checked(action, kind, {});
  const { name, precision } = own;
  checkNames(action, "a kind of engine", [own], taken);
  if (precision !== "float32" && precision !== "float64") {
    throw rangeError(action, `precision to be "float32" or "float64"`, show(precision));
  }
  withEngine(
    {
      ...{ name, precision },
      open: () =>
        checked(action, checkMethods(action, "open to give an engine", own.open(), ...methods), results),
    },
    (engine) => {
      checkNames(action, "an engine", [engine], taken);
      if (engine.precision !== precision) {
        throw rangeError(action, `an engine in ${precision}, as its kind is`, show(engine.precision));
      }
      checkMemory(engine);
      checkCalls(engine);
      checkAliases(engine);
      checkDraws(engine);
      checkShapes(engine);
    },
  );
}

/** What engines of the library are chosen by and called: a run goes on where the name is that of its engine. */
const libraryEngines = ["auto", "wasm", "blas", "reference", "checking", "rounding checking"].map((name) =>
  ofLibrary({ name }),
);

/** What an engine has to do. */
const methods = (Object.keys(reference) as (keyof Engine)[]).filter(
  (name) => typeof reference[name] === "function",
);

/** What that comes to: a matrix, but for these. */
const results: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(methods.map((name) => [name, matrix])),
  ...{ exchange: anything, scope: anything, close: anything, sum: number, sumOfSquares: number },
};

/** Multiples of 1/64 from −2 to 2, which float32 holds exactly. */
function drawn(purpose: string, rows: number, columns: number): Matrix {
  const uniforms = new RandomStream("check an engine", purpose).uniforms(rows * columns);
  return Matrix.from1DArray(
    rows,
    columns,
    uniforms.map((uniform) => Math.round(256 * uniform - 128) / 64),
  );
}

const given = {
  ...{ a: drawn("a", 7, 5), b: drawn("b", 7, 5), right: drawn("right", 5, 6), across: drawn("across", 6, 5) },
  ...{ row: drawn("row", 1, 5), wide: drawn("wide", 1, 6), column: drawn("column", 7, 1) },
  sizes: Matrix.abs(drawn("a", 7, 5)),
};
const strange = { ...given, a: given.a.clone().set(1, 2, Number.NaN).set(3, 0, Number.POSITIVE_INFINITY) };
const absolute = { ...mapParameters(given, (matrix) => Matrix.abs(matrix)) } as unknown as Operands;

function load(engine: Engine, operands: Operands): Operands {
  return mapParameters(operands as unknown as Parameters, (matrix) =>
    engine.load(matrix),
  ) as unknown as Operands;
}

/** A result as an ordinary matrix; a number as one of one element. */
function toMatrix(engine: Engine, result: AbstractMatrix | number): Matrix {
  return typeof result === "number" ? new Matrix([[result]]) : readMatrix(engine, result);
}

function largest(matrix: Matrix): number {
  return matrix.to1DArray().reduce((most, value) => Math.max(most, Math.abs(value)), LEAST_SIZE);
}

/** Refuses a result that is further from the expected one than rounding explains. */
function expectClose(engine: Engine, name: string, got: Matrix, expected: Matrix, size = LEAST_SIZE): void {
  if (got.rows !== expected.rows || got.columns !== expected.columns) {
    const shapes = [expected, got].map(({ rows, columns }) => `${rows}×${columns}`);
    throw rangeError(action, `${name} to be ${shapes[0]}`, shapes[1]!);
  }
  const rounding = engine.precision === "float32" ? 2 ** -24 : 2 ** -53;
  for (let row = 0; row < got.rows; row++) {
    for (let column = 0; column < got.columns; column++) {
      const [value, wanted] = [got.get(row, column), expected.get(row, column)];
      if (Object.is(value, wanted) || Math.abs(value - wanted) <= ROUNDINGS * rounding * size) continue;
      throw rangeError(action, `${name} to be ${wanted} at row ${row}, column ${column}`, `${value}`);
    }
  }
}

function checkCalls(engine: Engine): void {
  for (const [name, call] of Object.entries({ ...elementwiseCalls, ...otherCalls })) {
    const size = largest(toMatrix(reference, call(reference, absolute)));
    for (const [what, operands] of Object.entries({ "": given, " of NaN and infinity": strange })) {
      engine.scope(() => {
        const loaded = load(engine, operands);
        const got = toMatrix(engine, call(engine, loaded));
        expectClose(engine, name + what, got, toMatrix(reference, call(reference, operands)), size);
        for (const [operand, matrix] of Object.entries(operands)) {
          const after = readMatrix(engine, loaded[operand as keyof Operands]);
          expectClose(engine, `operand ${operand} after ${name}`, after, matrix, 0);
        }
      });
    }
  }
}

function checkAliases(engine: Engine): void {
  const check = (name: string, into: AbstractMatrix, result: AbstractMatrix | number, expected: Matrix) => {
    if (result !== into) throw rangeError(action, `${name} to return what it wrote into`, show(result));
    expectClose(engine, name, readMatrix(engine, into), expected, largest(expected));
  };
  for (const [name, call] of Object.entries(elementwiseCalls)) {
    for (const operand of ["a", "b", "sizes"] as const) {
      engine.scope(() => {
        const loaded = load(engine, given);
        const expected = toMatrix(reference, call(reference, given));
        check(`${name} into ${operand}`, loaded[operand], call(engine, loaded, loaded[operand]), expected);
      });
    }
  }
  for (const [name, call] of Object.entries(addingCalls)) {
    engine.scope(() => {
      const expected = toMatrix(reference, call(reference, given));
      const into = engine.load(new Matrix(expected.rows, expected.columns).fill(Number.NaN));
      check(`${name} with beta = 0`, into, call(engine, load(engine, given), into), expected);
    });
  }
  engine.scope(() => {
    const { a, right, column } = load(engine, given);
    const start = engine.affine(a, right, engine.zeros(1, 6));
    const sum = engine.product(a, right, start, 0.5, 2);
    const expected = reference.scale(2.5, reference.product(given.a, given.right));
    check("product added to what is there", start, sum, toMatrix(reference, expected));
    expectClose(engine, "a column", readMatrix(engine, column), given.column, 0);
  });
}

function checkDraws(engine: Engine): void {
  const means = Matrix.abs(given.a).mul(0.5);
  for (const [name, draw] of Object.entries(draws)) {
    engine.scope(() => {
      const got = toMatrix(engine, draw(engine, engine.load(means)));
      expectClose(engine, name, got, toMatrix(reference, draw(reference, means)));
    });
  }
}

function checkMemory(engine: Engine): void {
  const [a, b] = [engine.load(given.a), engine.load(given.b)];
  const zeros = engine.zeros(7, 5);
  const step = engine.scope(() => 1);
  if (step !== 1) throw rangeError(action, "scope to return what its step returns", show(step));
  engine.scope(() => {
    engine.scope(() => engine.add(engine.load(given.b), engine.zeros(7, 5)));
    engine.exchange(a, b);
    engine.copy(b, zeros);
  });
  engine.scope(() => engine.load(given.row));
  const into = new Matrix(7, 5);
  engine.read(a, into);
  expectClose(engine, "what read writes into", into, given.b, 0);
  expectClose(engine, "a matrix after exchange", readMatrix(engine, a), given.b, 0);
  expectClose(engine, "the other matrix after exchange", readMatrix(engine, b), given.a, 0);
  expectClose(engine, "a copy that outlives its step", readMatrix(engine, zeros), given.a, 0);
}

function checkShapes(engine: Engine): void {
  const wrong: Readonly<Record<string, (operands: Operands) => unknown>> = {
    add: ({ a, right }) => engine.add(a, right),
    combine: ({ a, right }) => engine.combine(1, a, 1, right),
    product: ({ a, b }) => engine.product(a, b),
    productLeftTransposed: ({ a, right }) => engine.productLeftTransposed(a, right),
    productRightTransposed: ({ a, right }) => engine.productRightTransposed(a, right),
    affine: ({ a, right, row }) => engine.affine(a, right, row),
    addRow: ({ a, wide }) => engine.addRow(a, wide),
    copy: ({ a, right }) => engine.copy(a, right),
  };
  for (const [name, call] of Object.entries(wrong)) {
    engine.scope(() => {
      const operands = load(engine, given);
      let refused = false;
      try {
        call(operands);
      } catch {
        refused = true;
      }
      if (!refused) throw rangeError(action, `${name} to refuse shapes that do not fit`, "a result");
    });
  }
}
