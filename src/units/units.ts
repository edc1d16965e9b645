import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";

/**
 * The kind of a layer of units of an RBM: the distribution of a unit given its field, which is its bias plus the
 * weighted states of the other layer. A plain frozen object; all matrices are (batch, units), a bias is (1, units).
 *
 * With visible states v and hidden states h the energy of an RBM is
 * E(v, h) = selfEnergy(v) + selfEnergy(h) − v·W·hᵀ, so a kind of units is all that a kind of RBM adds.
 */
export interface Units {
  readonly name: string;
  /** The mean of each unit given its field. */
  readonly means: (engine: Engine, fields: AbstractMatrix) => AbstractMatrix;
  /** A draw of each unit given its mean. */
  readonly sample: (engine: Engine, means: AbstractMatrix, random: RandomStream) => AbstractMatrix;
  /** The part of the energy that the states have by themselves, one number per row: (batch, 1). */
  readonly selfEnergy: (engine: Engine, states: AbstractMatrix, bias: AbstractMatrix) => AbstractMatrix;
  /**
   * The logarithm of what is left when the states are summed (or integrated) out,
   * log Σₛ exp(s·w − selfEnergy(s)), with w = fields − bias the weighted states of the other layer: (batch, 1).
   */
  readonly logPartition: (engine: Engine, fields: AbstractMatrix, bias: AbstractMatrix) => AbstractMatrix;
  /** The values that a state may take, such as 0 and 1; undefined where there are infinitely many. */
  readonly states: readonly number[] | undefined;
  /** The range of the states, and of data that is taken for states or for their means. */
  readonly range: { readonly min: number; readonly max: number };
}
