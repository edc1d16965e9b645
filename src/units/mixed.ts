import { isOfLibrary, ofLibrary } from "../check/own-name.ts";
import { checkArray, checkInteger, checkKeys, rangeError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import type { Parameters } from "../parameters.ts";
import { asUnits } from "./as-units.ts";
import { biasFor } from "./bias-for.ts";
import { blocksOf } from "./blocks.ts";
import { checkedUnits } from "./checked-units.ts";
import { mapRows } from "./elementwise.ts";
import { ownFor } from "./own-for.ts";
import { declaredBy } from "./own-parameters.ts";
import { checkUnitsApart } from "./same-units.ts";
import { storedRange } from "./stored.ts";
import type { OwnParameters, Units } from "./units.ts";

/** Columns next to each other whose units are of one kind. */
export interface UnitGroup {
  readonly units: Units;
  /** How many columns there are, ≥ 1. */
  readonly columns: number;
}

/** What errors call the work of a mixture. */
const computing = "compute with mixedUnits";

interface PlacedGroup extends UnitGroup {
  readonly index: number;
  readonly start: number;
}

/**
 * Units of several kinds in one layer, one group of columns after the other: the numbers, yes-or-no answers and categories of a table.
 *
 * Energies and log-partitions are the sums of those of the groups. What a group has of its own is named by its place:
 * `parameters.visibleGroup0Precision`.
 *
 * @param groups - Kinds of units, and how many columns each has.
 * @returns Units for either side of an RBM, with as many columns as the groups together.
 * @throws RangeError or TypeError if there is no group, or one without units or columns.
 * @example
 * const visibleUnits = mixedUnits([
 *   { units: gaussianUnits, columns: 3 },
 *   { units: softmaxUnits({ categories: 4 }), columns: 4 },
 * ]);
 * new RBM({ visible: 7, hidden: 10, visibleUnits });
 *
 * @see Welling, Rosen-Zvi, Hinton, "Exponential family harmoniums with an application to information retrieval", NIPS 2004.
 */
export function mixedUnits(groups: readonly UnitGroup[]): Units {
  const action = "create mixedUnits";
  let total = 0;
  const placed = checkArray(action, "a list of groups { units, columns }", groups).map(
    (group, index): PlacedGroup => {
      checkKeys(action, group, ["units", "columns"]);
      const { units, columns } = group;
      asUnits(action, `units of group ${index}`, units);
      checkInteger(action, `columns of group ${index}`, columns, { min: 1 });
      total += columns;
      return { units, columns, index, start: total - columns };
    },
  );
  if (placed.length === 0) throw rangeError(action, "at least one group", "none");
  const kinds = placed.map(({ units }) => units);
  checkUnitsApart(action, kinds);
  const checked = kinds.map((units) => checkedUnits(computing, units));

  /** The columns of each group, with what its units have of their own. */
  const split = (engine: Engine, a: AbstractMatrix): AbstractMatrix[] => {
    if (placed.length === 1) return [a];
    const valuesOf = rowReader(readMatrix(engine, a));
    return placed.map(({ start, columns }) => {
      const part = new Matrix(a.rows, columns);
      for (let row = 0; row < a.rows; row++) {
        const values = valuesOf(row);
        for (let column = 0; column < columns; column++) part.set(row, column, values[start + column]!);
      }
      return engine.load(part);
    });
  };
  const ownOf = (engine: Engine, own: OwnParameters): OwnParameters[] =>
    split(engine, own.bias).map((bias, index) => ({ bias, ...namedIn(own, index) }));
  const join = (engine: Engine, parts: readonly AbstractMatrix[]): AbstractMatrix => {
    if (parts.length === 1) return parts[0]!;
    const rows = parts.map((part) => rowReader(readMatrix(engine, part)));
    return mapRows(engine, parts[0]!, total, (_, into, row) => {
      for (const [index, { start }] of placed.entries()) into.set(Array.from(rows[index]!(row)), start);
    });
  };
  const sum = (engine: Engine, parts: readonly AbstractMatrix[]): AbstractMatrix =>
    parts.reduce((left, right) => engine.add(left, right));
  const gradients =
    (name: "gradients" | "meanGradients") =>
    (engine: Engine, given: AbstractMatrix, own: OwnParameters, observed?: AbstractMatrix): Parameters => {
      const [parts, masks] = [split(engine, given), observed && split(engine, observed)];
      const owns = ownOf(engine, own);
      const named = kinds.map((units, index) =>
        inGroup(index, units[name]?.(engine, parts[index]!, owns[index]!, masks?.[index]) ?? {}),
      );
      return Object.assign({}, ...named);
    };
  const width = Math.max(...kinds.map(({ range, width: told = range.max - range.min }) => told));
  const improper = kinds.find((units) => units.improper !== undefined)?.improper;

  const mixed = {
    name: `mixed(${placed.map(({ units, columns }) => `${columns} ${units.name}`).join(", ")})`,
    states: undefined,
    blocks() {
      const listed = placed.map(({ units, columns }) => blocksOf(action, units, columns));
      return listed.every((blocks) => blocks !== undefined) ? listed.flat() : undefined;
    },
    parts: () => placed,
    ...(kinds.some((units) => units.width !== undefined) && Number.isFinite(width) && { width }),
    ...(improper !== undefined && { improper }),
    range: Object.freeze({
      min: Math.min(...kinds.map(({ range }) => range.min)),
      max: Math.max(...kinds.map(({ range }) => range.max)),
    }),
    ownParameters(columns) {
      if (columns !== total) {
        throw rangeError("create an RBM", `${total} columns, as the mixed units have them`, `${columns}`);
      }
      const named = placed.map(({ units, index, columns: some }) =>
        inGroup(index, declaredBy("create an RBM", units, some)),
      );
      return Object.assign({}, ...named);
    },
    means(engine, fields, own) {
      const [parts, owns] = [split(engine, fields), ownOf(engine, own)];
      return join(
        engine,
        checked.map((units, index) => units.means(engine, parts[index]!, owns[index]!)),
      );
    },
    sample(engine, { fields, means }, own, random) {
      const [parts, expected, owns] = [split(engine, fields), split(engine, means), ownOf(engine, own)];
      return join(
        engine,
        checked.map((units, index) => {
          const given = { fields: parts[index]!, means: expected[index]! };
          return units.sample(engine, given, owns[index]!, random);
        }),
      );
    },
    selfEnergy(engine, states, own) {
      const [parts, owns] = [split(engine, states), ownOf(engine, own)];
      return sum(
        engine,
        checked.map((units, index) => units.selfEnergy(engine, parts[index]!, owns[index]!)),
      );
    },
    logPartition(engine, fields, own) {
      const [parts, owns] = [split(engine, fields), ownOf(engine, own)];
      return sum(
        engine,
        checked.map((units, index) => units.logPartition(engine, parts[index]!, owns[index]!)),
      );
    },
    gradients: gradients("gradients"),
    meanGradients: gradients("meanGradients"),
    biasFor: (means, own) => {
      const biases = placed.map(({ units, index, start, columns }) => {
        const part = means.subMatrix(0, 0, start, start + columns - 1);
        return biasFor(computing, units, part, { bias: part, ...namedIn(own, index) });
      });
      return Matrix.rowVector(biases.flatMap((bias) => bias.to1DArray()));
    },
    ...(kinds.some((units) => units.ownFor) && {
      ownFor(data) {
        const parts = split(reference, data);
        const named = kinds.map((units, index) => inGroup(index, ownFor(computing, units, parts[index]!)));
        return Object.assign({}, ...named);
      },
    }),
    misfit(row, observed) {
      for (const { units, start, columns } of placed) {
        const part = Array.from(row).slice(start, start + columns);
        const there = observed && Array.from(observed).slice(start, start + columns);
        const { min, max } = storedRange(units.range);
        const out = part.findIndex((state, column) => there?.[column] !== 0 && (state < min || state > max));
        if (out !== -1) {
          const told = `[${units.range.min}, ${units.range.max}]`;
          return [`in ${told} in column ${start + out}, of ${units.name} units`, `${part[out]}`];
        }
        const found = units.misfit?.(part, there);
        if (found) return [`${found[0]} (counted from column ${start})`, found[1]];
      }
      return undefined;
    },
  } satisfies Units;
  // What has kinds of somebody's own in it is somebody's own: its name tells theirs alone.
  return kinds.every(isOfLibrary) ? ofLibrary(mixed) : Object.freeze(mixed);
}

/** What group 2 calls `"precision"` is `"group2Precision"`. */
function inGroup<Value>(group: number, own: Readonly<Record<string, Value>>): Record<string, Value> {
  const named = Object.entries(own).map(([each, value]) => {
    return [`group${group}${each[0]!.toUpperCase()}${each.slice(1)}`, value] as const;
  });
  return Object.fromEntries(named);
}

/** The parameters of one group under its own names. */
function namedIn(own: Parameters, group: number): Parameters {
  const prefix = `group${group}`;
  return Object.fromEntries(
    Object.entries(own)
      .filter(([name]) => new RegExp(`^${prefix}[A-Z]`).test(name))
      .map(([name, matrix]) => [name[prefix.length]!.toLowerCase() + name.slice(prefix.length + 1), matrix]),
  );
}
