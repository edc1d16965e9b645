import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";

/**
 * The kind of a layer of units of an RBM: the distribution of a unit given its field, which is its bias plus the
 * weighted states of the other layer. A plain frozen object; all matrices are (batch, units), a bias is (1, units).
 */
export interface Units {
  readonly name: string;
  /** The mean of each unit given its field. */
  readonly means: (engine: Engine, fields: AbstractMatrix) => AbstractMatrix;
  /** A draw of each unit given its means. */
  readonly sample: (engine: Engine, means: AbstractMatrix, random: RandomStream) => AbstractMatrix;
  /** The part of the energy that the states have by themselves, one number per row: (batch, 1). */
  readonly selfEnergy: (engine: Engine, states: AbstractMatrix, bias: AbstractMatrix) => AbstractMatrix;
  /**
   * The logarithm of what is left when the states are summed (or integrated) out,
   * log Σₛ exp(s·w − selfEnergy(s)), with w = fields − bias the weighted states of the other layer: (batch, 1).
   */
  readonly logPartition: (engine: Engine, fields: AbstractMatrix, bias: AbstractMatrix) => AbstractMatrix;
  /** The values that a state may take: the two of a binary unit, or none listed where there are infinitely many. */
  readonly states: readonly number[] | undefined;
  /** The range of the data that such visible units model. */
  readonly range: { readonly min: number; readonly max: number };
}
