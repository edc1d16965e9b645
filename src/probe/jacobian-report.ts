/** Figures of the singular values of a Jacobian, each the mean over the examples it was taken at. */
export interface SingularValues {
  readonly largest: number;
  readonly mean: number;
  readonly smallest: number;
  /** The mean of their squares: what a random error signal's mean square is multiplied by. */
  readonly meanSquare: number;
}

/** The singular values of the Jacobians of a network's hidden layers. */
export interface JacobianReport {
  /** ∂y/∂x of each hidden layer. */
  readonly layers: readonly (SingularValues & { readonly path: string })[];
  /** ∂y of the last hidden layer / ∂y of the first; absent with fewer than two. */
  readonly endToEnd?: SingularValues;
}
