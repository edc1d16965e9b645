/** Within a point of test error two nets do equally well. */
export const MARGIN = 0.01;

/**
 * A layer that leaves this much of the error signal does not make the gradient vanish. An orthogonal tanh net of moderate depth leaves
 * about nine tenths per layer, its first layers less: 0.8 is well beyond what any random logistic start leaves.
 */
export const KEPT = 0.8;
