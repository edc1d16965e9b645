/** How far a layer is from its start. */
export interface LayerMovement {
  /** Its place in the network, `"2"`, or `"2.0"` inside a residual layer. */
  readonly path: string;
  /** ‖W − W₀‖ / ‖W₀‖ */
  readonly relativeChange: number;
  /** The cosine of the angle between W and W₀. */
  readonly cosine: number;
  /** Linear centered kernel alignment of the layer's activations with those at the start, in [0, 1]. */
  readonly alignment: number;
}
