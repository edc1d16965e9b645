/** The kinds of layers that the library has, by which a saved network finds them. */
export const layerKinds = ["dense", "activate", "dropout", "batchNorm", "layerNorm", "residual"] as const;
