import { checkThat, message, rangeError, show } from "../check.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { type AbstractMatrix, isMatrix, type Matrix } from "../matrix/matrix.ts";
import { checkLike, mapParameters, type Parameters } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { hiddenMeans, visibleMeans } from "../rbm/machine/conditionals.ts";
import type { Machine } from "../rbm/machine/machine.ts";
import { ownParametersOf } from "../rbm/machine/parameters.ts";
import type { Sampler } from "../rbm/samplers/sampler.ts";
import { expectSame, expectShape, expectWithin } from "./expect.ts";

/** The machine that a sampler computes a batch of so many rows with, refused where both phases could not be. */
export function machineOfBatch(
  action: string,
  sampler: Sampler,
  machine: Machine,
  rows: number,
  random: RandomStream,
): Machine {
  if (sampler.machineFor === undefined) return machine;
  const { engine } = machine;
  const read = (all: Parameters): Record<string, Matrix> =>
    mapParameters(all, (each) => readMatrix(engine, each));
  const before = read(machine.parameters);
  const present = sampler.machineFor(machine, rows, random);
  const expected = "machineFor to return a machine, { ...machine }";
  checkThat(
    action,
    expected,
    present,
    ({ parameters, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn }) =>
      [parameters, visibleOwn, hiddenOwn].every((all) => Object.values<unknown>(all).every(isMatrix)) &&
      [visibleUnits, hiddenUnits].every(({ means, sample }) =>
        [means, sample].every((f) => typeof f === "function"),
      ),
  );
  expectSame(action, "the machine handed to machineFor", read(machine.parameters), before);
  if (present.engine !== engine)
    throw rangeError(action, "machineFor to keep the engine of the machine", "another");
  checkLike(action, "machineFor to return parameters of", present.parameters, machine.parameters);
  for (const side of ["visible", "hidden"] as const) {
    const own = read(ownParametersOf(side, present.parameters));
    expectSame(action, `${side}Own of machineFor as in its parameters`, read(present[`${side}Own`]), own);
  }
  checkConditionals(action, present, rows);
  return present;
}

/** Refuses a machine whose means are none of binary units in so many rows. */
function checkConditionals(action: string, machine: Machine, rows: number): void {
  const { engine, parameters } = machine;
  const { rows: visibleUnits, columns: hiddenUnits } = parameters.weights;
  const attempt = (compute: () => AbstractMatrix): AbstractMatrix => {
    try {
      return compute();
    } catch (error) {
      const expected = `machineFor to return a machine for batches of ${rows} rows`;
      throw new TypeError(message(action, expected, `one that throws ${show(error)}`), { cause: error });
    }
  };
  const hidden = attempt(() => hiddenMeans(machine, engine.zeros(rows, visibleUnits)));
  const visible = attempt(() => visibleMeans(machine, hidden));
  for (const [side, means, units] of [
    ["hidden", hidden, hiddenUnits],
    ["visible", visible, visibleUnits],
  ] as const) {
    const what = `${side} means of the machine by machineFor`;
    expectShape(action, what, means, rows, units);
    expectWithin(action, what, readMatrix(engine, means), 0, 1);
  }
}
