import type { AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import type { Parameters } from "../../parameters.ts";
import { declaredBy } from "../../units/own-parameters.ts";
import type { OwnParameter, OwnParameters, Units } from "../../units/units.ts";

/**
 * The parameters of an RBM: weights (visible, hidden), visibleBias (1, visible), hiddenBias (1, hidden), and what else its units have of
 * their own, such as `visiblePrecision`.
 */
export type RBMParameters<Values extends AbstractMatrix = Matrix> = {
  readonly weights: Values;
  readonly visibleBias: Values;
  readonly hiddenBias: Values;
  readonly [name: string]: Values;
};

/** A side of an RBM. */
export type Side = "visible" | "hidden";

/** What units call `"precision"` is `"visiblePrecision"` in their RBM. */
export function nameOf(side: Side, own: string): string {
  return side + own[0]!.toUpperCase() + own.slice(1);
}

/** The parameters of one side under their own names. */
export function ownParametersOf(side: Side, parameters: Parameters): OwnParameters {
  const own: Record<string, AbstractMatrix> = {};
  for (const name in parameters) {
    if (name.startsWith(side))
      own[name[side.length]!.toLowerCase() + name.slice(side.length + 1)] = parameters[name]!;
  }
  return own as OwnParameters;
}

/** The units of both sides, and how many there are. */
export interface SizedUnits {
  readonly visibleUnits: Units;
  readonly hiddenUnits: Units;
  readonly visible: number;
  readonly hidden: number;
}

/** What the units of an RBM add to the biases, by the names of the RBM. */
export function addedParameters(rbm: SizedUnits): Readonly<Record<string, OwnParameter>> {
  const sides: readonly Side[] = ["visible", "hidden"];
  return Object.fromEntries(
    sides.flatMap((side) =>
      Object.entries(declaredBy("create an RBM", rbm[`${side}Units`], rbm[side])).map(([own, parameter]) => [
        nameOf(side, own),
        parameter,
      ]),
    ),
  );
}
