import type { Activation } from "../activation/activation.ts";
import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";

/** The parameters that a layer of units has of its own: its bias, (1, units), and what else its kind adds. */
export type OwnParameters = Parameters & { readonly bias: AbstractMatrix };

/** A parameter that a kind of units adds to the bias. */
export interface OwnParameter {
  /** Where it starts: (1, columns). */
  readonly initial: Matrix;
  /** The range that training keeps it in. Default: any number. */
  readonly min?: number;
  readonly max?: number;
  /** Whether weight decay is for it, as it is for the weights between the units. Default false. */
  readonly decays?: boolean;
}

/** The distribution of units given the other layer: fields and means, (batch, units) each. */
export interface Conditional {
  readonly fields: AbstractMatrix;
  readonly means: AbstractMatrix;
}

/** Columns next to each other that have their states together: the rows of `states`, one number for each column. */
export interface Block {
  readonly states: readonly (readonly number[])[];
}

/** Columns next to each other whose units are of one kind. */
export interface UnitsPart {
  readonly units: Units;
  /** The first of them, from 0. */
  readonly start: number;
  readonly columns: number;
}

/**
 * The kind of a layer of units of an RBM: the distribution of a unit given its field, which is its bias plus the
 * weighted states of the other layer, and parameters of its own. A plain frozen object; all matrices are (batch, units).
 *
 * With visible states v and hidden states h the energy of an RBM is
 * E(v, h) = selfEnergy(v) + selfEnergy(h) − v·W·hᵀ, so a kind of units is all that a kind of RBM adds. The bias b enters the self-energy
 * as −s·b, and what else depends on the states as parameters times functions of them: then the machines between two are those whose
 * parameters lie between.
 */
export interface Units {
  readonly name: string;
  /** The mean of each unit given its field. */
  readonly means: (engine: Engine, fields: AbstractMatrix, own: OwnParameters) => AbstractMatrix;
  /** A draw of each unit given its field, whose mean is there already. */
  readonly sample: (
    engine: Engine,
    given: Conditional,
    own: OwnParameters,
    random: RandomStream,
  ) => AbstractMatrix;
  /** The part of the energy that the states have by themselves, one number per row: (batch, 1). */
  readonly selfEnergy: (engine: Engine, states: AbstractMatrix, own: OwnParameters) => AbstractMatrix;
  /**
   * The logarithm of what is left when the states are summed (or integrated) out,
   * log Σₛ exp(s·w − selfEnergy(s)), with w = fields − bias the weighted states of the other layer: (batch, 1).
   */
  readonly logPartition: (engine: Engine, fields: AbstractMatrix, own: OwnParameters) => AbstractMatrix;
  /** The values that a state may take, such as 0 and 1; undefined where there are infinitely many, or where `blocks` has them. */
  readonly states: readonly number[] | undefined;
  /**
   * Whether the states are the whole numbers in the range, where there are too many to list: what is an integral over real numbers is a sum
   * over these. Default false.
   */
  readonly isDiscrete?: boolean;
  /** The range of the states, and of data that is taken for states or for their means. */
  readonly range: { readonly min: number; readonly max: number };
  /** How far states lie apart, by whose square the default learning rate is divided. Default the width of a bounded range. */
  readonly width?: number;
  /** The mean that a base-rate machine draws a column to, as by one more example. Default the middle of a bounded range. */
  readonly middle?: number;
  /** What so many units have beside their bias, under names that begin with a letter from a to z. Default nothing. */
  readonly ownParameters?: (units: number) => Readonly<Record<string, OwnParameter>>;
  /**
   * ∂selfEnergy/∂θ of each of these at the states: (batch, columns of θ). Where units are missing, `observed` is 0, (batch, units), and
   * so are their derivatives.
   */
  readonly gradients?: (
    engine: Engine,
    states: AbstractMatrix,
    own: OwnParameters,
    observed?: AbstractMatrix,
  ) => Parameters;
  /** The means of those given the fields. */
  readonly meanGradients?: (
    engine: Engine,
    fields: AbstractMatrix,
    own: OwnParameters,
    observed?: AbstractMatrix,
  ) => Parameters;
  /** The activation of a layer of a net that starts from these units as hidden ones: their mean as a function of the field. Default none. */
  readonly activation?: Activation;
  /**
   * The states of so many units that do not have theirs one by one; undefined where there are too many to list. Default: each is a block
   * with the states in `states`.
   */
  readonly blocks?: (units: number) => readonly Block[] | undefined;
  /** The kinds that a layer of so many columns has, in their order, where there are several. */
  readonly parts?: (columns: number) => readonly UnitsPart[];
  /**
   * The bias with which units on their own have these means, (1, units); for a machine without interaction. Default: found for each column by
   * itself, which is refused where the columns of a unit go together.
   */
  readonly biasFor?: (means: Matrix, own: OwnParameters) => Matrix;
  /**
   * What is likeliest beside the bias where units on their own gave these data, (rows, units), before its bounds: (1, columns of θ) of each
   * parameter that is told; for a machine without interaction, where the others stay. Default none.
   */
  readonly ownFor?: (data: AbstractMatrix) => Parameters;
  /**
   * What is wrong with a row, where the range does not say it all: what was expected, and what there is instead. `observed` has 0 where
   * an entry is missing.
   */
  readonly misfit?: (
    row: ArrayLike<number>,
    observed?: ArrayLike<number>,
  ) => readonly [expected: string, got: string] | undefined;
  /**
   * Why these units have no energy, if they have none. They can be trained and sampled, and whatever takes an energy is refused with this
   * reason: free energies, log Z, likelihoods, annealing, tempering and the exact gradient.
   */
  readonly improper?: string;
}
